"""Where statements are brought in and paid: the backend's verbs, committed one by one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain import events, logs
from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.local.paths import ROOT
from backend.mirror.sync import Mirror
from backend.payer import Payer
from backend.royalties.sender.accounts import Sending
from backend.royalties.sender.keys import Key
from backend.royalties.statements.choices import Answer
from backend.royalties.statements.exchange import ExchangeRate
from backend.royalties.statements.receipts import Imported, approve, import_file
from backend.settings import Settings
from tests.backend.world import Project, World

CHAIN_ID = 31337
FILM = "film-recettes-2026-s1.csv"
RECORD = "distrokid-2026-q3.tsv"
PAR = ExchangeRate.par("EUR", "EURC", "Circle redeems EURC at par", date(2026, 10, 1))
DOLLAR = ExchangeRate("USD", "EURC", Decimal("0.8613"), "ECB reference rate", date(2026, 10, 1))


def sample(name: str) -> bytes:
    """One of the sample files."""
    return (ROOT / "scripts" / "data" / name).read_bytes()


def small_file(gross: str = "1000.00", month: str = "2026-05") -> bytes:
    """A DistroKid file with one sale."""
    header, _, _ = sample(RECORD).partition(b"\r\n")
    row = f"2026-08-23|{month}|Spotify|Ensemble|Nord|FRX762600013|3616840123456|1|100|Song|FR|0.00|{gross}"
    return header + b"\r\n" + row.replace("|", "\t").encode() + b"\r\n"


class Office:
    """One payer and one reporter."""

    def __init__(
        self, world: World, client: ChainClient, engine: AsyncEngine, *, payer: Key | None, reporter: Key
    ) -> None:
        self.world = world
        self.client = client
        self.engine = engine
        self.payer_key = payer
        self.reporter_key = reporter
        deployment = Deployment(CHAIN_ID, world.factory, world.factory_block, {"EURC": world.currency})
        self.mirror = Mirror(client, engine, deployment)
        self.payer = self.hire()

    def hire(self, **settings: Any) -> Payer:
        """Another payer with the same keys, as another process would be."""
        return Payer(
            self.engine,
            self.client,
            CHAIN_ID,
            Settings(**settings),
            payer=self.payer_key,
            reporters={self.reporter_key.address: self.reporter_key},
        )

    def sending(self, **changes: Any) -> Sending:
        """How the payer sends, but for what is to be otherwise."""
        assert self.payer_key is not None
        return Sending(self.payer_key, CHAIN_ID, 25, **changes)

    async def bring(self, project: Project, content: bytes, name: str = RECORD, **changes: Any) -> Imported:
        """Import a file and approve the statement."""
        await self.mirror.catch_up()
        asked: dict[str, Any] = {
            "reporter": self.reporter_key.address,
            "rate": PAR if name == FILM else DOLLAR,
            "answer": Answer(rest="ours"),
        }
        async with self.engine.begin() as connection:
            imported = await import_file(connection, project.campaign, content, name, **(asked | changes))
            await approve(connection, imported.id)
        return imported

    async def work(self, payer: Payer | None = None, *, steps: int = 60) -> None:
        """Mirror and payer take turns until nothing is left to do at this height of the chain."""
        for _ in range(steps):
            step = await self.mirror.catch_up()
            if not await (payer or self.payer).step() and not step.events:
                return
        raise AssertionError(f"the payer is still busy after {steps} steps")

    async def finish(self) -> None:
        """The same, while time goes on and blocks become final, until all is."""
        for _ in range(4):
            await self.work()
            self.world.mine(70)
        await self.work()

    async def rows(self, table: Table, *where: Any) -> Sequence[Row[Any]]:
        async with self.engine.connect() as connection:
            found = await connection.execute(select(table).where(*where).order_by(*table.primary_key.columns))
            return found.all()

    async def row(self, table: Table, key: int) -> Row[Any]:
        (found,) = await self.rows(table, table.c.id == key)
        return found

    def balance(self, holder: str) -> int:
        (amount,) = self.world.call("IERC20Metadata", self.world.currency, "balanceOf", holder)
        return int(amount)

    def claimable(self, project: Project, holder: str) -> int:
        (amount,) = self.world.call("ShareToken", project.share_token, "claimable", holder)
        return int(amount)

    def royalties_paid(self, project: Project) -> dict[str, list[int]]:
        """What the chain says was paid to each holder, payment by payment."""
        paid: dict[str, list[int]] = {}
        where = {"address": project.share_token, "fromBlock": "0x0", "toBlock": "latest"}
        for log in self.world.request("eth_getLogs", where):
            event = logs.decode("ShareToken", logs.read_log(log))
            if isinstance(event, events.RoyaltyPaid):
                paid.setdefault(event.holder, []).append(event.amount)
        return paid
