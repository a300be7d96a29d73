"""What happens on the stage: campaigns, receipts, royalties, and the account of it all."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eth_account import Account as Wallet
from eth_utils.crypto import keccak
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.amounts import format_amount
from backend.chain.client import ChainClient
from backend.db import open_engine
from backend.demo.checks import Check
from backend.demo.stage import Stage
from backend.demo.sums import OVER, Account, draw_up
from backend.errors import CoprodError
from backend.local.paths import ROOT
from backend.migrations import migrate
from backend.mirror.proof.reconcile import reconcile
from backend.queries.catalogue import ProjectCard, projects
from backend.queries.snapshot import open_snapshot
from backend.queries.statements import deposits
from backend.queries.status import NotMirroredYet, as_of
from backend.royalties.preview import preview_statement
from backend.royalties.sender.keys import write_keystore
from backend.royalties.statements.choices import Answer
from backend.royalties.statements.exchange import ExchangeRate
from backend.royalties.statements.receipts import approve, find_statement, import_file

DAY = 86_400
PATIENCE = 180
"""Seconds without any progress after which the demo gives up."""


@dataclass(frozen=True)
class Receipts:
    """A distributor's file for the project of a preset; `titles`: those of the project, all if none."""

    preset: str
    file: str
    rate: ExchangeRate
    titles: tuple[str, ...] = ()


RECEIPTS = (
    Receipts(
        "complement",
        "film-recettes-2026-s1.csv",
        ExchangeRate.par("EUR", "EURC", "Circle redeems EURC at par", date(2026, 7, 31)),
    ),
    Receipts(
        "community",
        "distrokid-2026-q3.tsv",
        ExchangeRate.par("USD", "USDC", "Circle redeems USDC at par", date(2026, 10, 31)),
        ("Vallée des Ombres",),
    ),
)


class DemoStuck(CoprodError):
    """Nothing moved for too long."""

    type = "demo-stuck"
    title = "The demo waits for something that does not come"


class Story:
    """The demo, told on a stage. `result` is what scripts/demo.py wrote: everybody and everything by name."""

    def __init__(self, stage: Stage, console: Console) -> None:
        self._stage = stage
        self._say = console.print
        self._file = stage.home / "demo.json"

    @property
    def told(self) -> bool:
        """Whether an earlier run came to its end."""
        return self._file.exists() and not self._stage.was_cut_off

    @property
    def begun(self) -> bool:
        """Whether an earlier run left anything."""
        return (self._stage.home / "campaigns.json").exists()

    @property
    def result(self) -> dict[str, Any]:
        result: dict[str, Any] = json.loads((self._stage.home / "campaigns.json").read_text())
        return result

    def tell(self) -> None:
        """From an empty chain to royalties in wallets. Start the stage first, and the website after it."""
        keys = self._stage.home / "keys"
        self._say("Keys: the collector's, who reports receipts, and the payer's, who pays for gas")
        collector, payer = make_keys(keys)
        self._say("Campaigns: Brownie compiles and deploys the contracts, forty fans contribute")
        result_file = str(self._stage.home / "campaigns.json")
        self._stage.run_script("demo", "main", result_file, collector, payer)
        migrate(self._stage.database.url)
        self._stage.start("worker", "serve")
        asyncio.run(self._share_receipts(collector))
        # Last, because all before moved the clock on by months: fans can contribute to this one from today.
        self._stage.run_script("demo", "leave_open", result_file)

    def settle(self) -> tuple[list[Account], list[ProjectCard], Check]:
        """Wait for the mirror, draw up the accounts, compare mirror and chain; keeps all in demo.json.

        Returns the accounts of projects that are over, the others, both the oldest first, and the comparison.
        """
        accounts, going_on, proof = asyncio.run(self._account())
        kept = {"accounts": [asdict(each) for each in accounts], "reconciled": asdict(proof)}
        self._file.write_text(json.dumps(kept, indent=1))
        return accounts, going_on, proof

    def demo_fan(self) -> tuple[str, str]:
        """Address and private key of the fan whose wallet the guide opens."""
        result = self.result
        fan = result["fans"][0]
        Wallet.enable_unaudited_hdwallet_features()
        path = result["derivation_path"].format(index=fan["index"])
        return fan["address"], Wallet.from_mnemonic(result["mnemonic"], account_path=path).key.to_0x_hex()

    async def _share_receipts(self, collector: str) -> None:
        async with open_engine(self._stage.database.url) as engine:
            await self._wait_for_head(engine)
            numbers = [await self._report(engine, receipts, collector) for receipts in RECEIPTS]
            await self._wait_until_paid(engine, numbers)

    async def _report(self, engine: AsyncEngine, receipts: Receipts, collector: str) -> int:
        """Import a file, show what it would bring, and approve it. Returns the statement's number."""
        project = next(
            each
            for each in self.result["campaigns"]
            if each["model"] == receipts.preset and each["status"] == "succeeded"
        )
        content = (ROOT / "scripts" / "data" / receipts.file).read_bytes()
        async with engine.begin() as connection:
            imported = await import_file(
                connection,
                project["campaign"],
                content,
                receipts.file,
                reporter=collector,
                rate=receipts.rate,
                answer=Answer(ours=receipts.titles),
                published_at=f"{self._stage.website}/v1/statements",
            )
            statement = await find_statement(connection, imported.id)
            parts = await preview_statement(connection, statement)
            await approve(connection, imported.id)
        decimals = self.result["currencies"][receipts.rate.quote]["decimals"]
        holders = sum(each.amount for each in parts.holders) + parts.fractions

        def money(amount: int) -> str:
            return format_amount(amount, decimals, receipts.rate.quote)

        self._say(f"Receipts: {receipts.file} for {project['name']}: gross {money(statement.gross)}, ")
        self._say(f"  net {money(statement.net)}, of which {money(holders)} for {len(parts.holders)} holders")
        return imported.id

    async def _wait_until_paid(self, engine: AsyncEngine, numbers: list[int]) -> None:
        """The worker does it; days pass meanwhile, because royalties enter in daily steps."""
        told: object = None
        slept_on: object = None
        for _ in self._patiently():
            async with engine.begin() as connection:
                states = {(await find_statement(connection, each)).status for each in numbers}
            if states == {"paid"}:
                return
            async with open_snapshot(engine) as connection:
                cards = [each for each in (await projects(connection)).projects if each.royalties]
                drawn = [await draw_up(connection, each, {}) for each in cards]
                reported = [await deposits(connection, each.campaign) for each in cards]
            now = [(each.name, sum(row.paid for row in each.rows), each.currency) for each in drawn]
            if now != told:
                for name, paid, currency in now:
                    amount = format_amount(paid, currency.decimals, currency.symbol)
                    self._say(f"Royalties: {name}: holders paid {amount} so far")
                told = now
                self._progress()
            is_owed = any(row.left for each in drawn for row in each.rows)
            is_waiting = any(each.released < each.holders_amount for of in reported for each in of.deposits)
            if is_waiting and not is_owed and now != slept_on:
                self._stage.chain.request("evm_increaseTime", DAY)
                self._stage.chain.request("evm_mine")
                slept_on = now
            await asyncio.sleep(1)

    async def _wait_for_head(self, engine: AsyncEngine) -> None:
        target = int(self._stage.chain.request("eth_blockNumber"), 16)
        for _ in self._patiently():
            try:
                async with open_snapshot(engine) as connection:
                    if (await as_of(connection)).number >= target:
                        return
            except NotMirroredYet:
                pass
            await asyncio.sleep(0.2)

    async def _account(self) -> tuple[list[Account], list[ProjectCard], Check]:
        async with open_engine(self._stage.database.url) as engine:
            await self._wait_for_head(engine)
            async with open_snapshot(engine) as connection:
                cards = list(reversed((await projects(connection)).projects))
                over = [card for card in cards if card.status in OVER]
                accounts = [await draw_up(connection, card, self._names()) for card in over]
            going_on = [card for card in cards if card not in over]
            return accounts, going_on, await self._reconcile(engine)

    async def _reconcile(self, engine: AsyncEngine) -> Check:
        async with ChainClient(self._stage.chain.url) as client, engine.connect() as connection:
            found = await reconcile(client, connection)
        compared, differences = sum(found.compared.values()), len(found.differences)
        sentence = f"mirror and chain compared in {compared:,} values: {differences} differences"
        return Check(sentence, not differences)

    def _names(self) -> Mapping[str, str]:
        result = self.result
        roles = {address: role.replace("_", " ") for role, address in result["roles"].items()}
        return roles | {fan["address"]: fan["name"] for fan in result["fans"]}

    def _progress(self) -> None:
        self._deadline = time.monotonic() + PATIENCE

    def _patiently(self) -> Iterator[None]:
        """Go round until the caller has what it waits for; start again what died. Raises DemoStuck."""
        self._progress()
        while time.monotonic() < self._deadline:
            for name in self._stage.revive():
                self._say(f"  {name} had ended and was started again")
                self._progress()
            yield
        raise DemoStuck(f"Nothing moved for {PATIENCE} s: see the logs in {self._stage.home}.")


def make_keys(folder: Path) -> tuple[str, str]:
    """Keystores of collector and payer, with keys that everybody can know; returns their addresses."""
    folder.mkdir(parents=True, exist_ok=True)
    password = folder / "password"
    password.write_text("coprod demo\n")
    collector, payer = (
        write_keystore(folder / f"{name}.json", keccak(text=f"coprod demo {name}"), password)
        for name in ("collector", "payer")
    )
    return collector, payer
