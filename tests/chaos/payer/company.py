"""A project with many holders, whose statements are brought in one after the other."""

import asyncio
from typing import Any

from eth_account import Account
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from backend.chain.client import ChainClient
from backend.db import open_engine
from backend.local import Anvil
from backend.local.anvil import MNEMONIC
from backend.royalties.sender.keys import Key
from tests.backend.royalties.office import Office, small_file
from tests.backend.terms import EURO
from tests.backend.world import PEOPLE, Project, World

PER_BLOCK = 15
"""Transactions that fit into a block beside each other, with the gas that World gives them."""


def key_of(name: str) -> Key:
    """The key of one of the world's people."""
    Account.enable_unaudited_hdwallet_features()
    account = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{PEOPLE.index(name)}")
    return Key(account.address, bytes(account.key))


class Company:
    """shares: of each holder, a person who has no key here: who is paid does nothing for it."""

    def __init__(self, anvil: Anvil, database_url: str, holders: int) -> None:
        self.world = World(anvil)
        self.payer, self.reporter = key_of("payer"), key_of("collector")
        self._database_url = database_url
        self.shares = {_person(number): 1 + number % 17 for number in range(holders)}
        self.project = self._raise_funds()

    def bring(self, number: int) -> int:
        """Import and approve a statement, other receipts for each number; its id."""
        return asyncio.run(self._bring(number))

    async def _bring(self, number: int) -> int:
        async with (
            open_engine(self._database_url) as engine,
            ChainClient(self.world.anvil.url) as client,
        ):
            office = Office(self.world, client, engine, payer=self.payer, reporter=self.reporter)
            file = small_file(f"{10_000 + number}.{number}7", f"2026-0{number + 1}")
            imported = await office.bring(self.project, file)
        return int(imported.id)

    def _raise_funds(self) -> Project:
        cap = sum(self.shares.values())
        terms = self.world.terms(tiers=[], **_terms(self.world, cap))
        project = self.world.propose(terms)
        self.world.start(project)
        self.world.allow(project, project.campaign, self.world.payer)
        people = list(self.shares.items())
        for start in range(0, len(people), PER_BLOCK):
            with self.world.one_block():
                for holder, shares in people[start : start + PER_BLOCK]:
                    call = ("contributeFor", holder, shares)
                    self.world.queue(self.world.payer, "Campaign", project.campaign, *call)
        self.world.finalize(project)
        (supply,) = self.world.call("ShareToken", project.share_token, "totalSupply")
        assert supply == cap, f"{supply} shares were sold, and {cap} were to be"
        return project


def _terms(world: World, cap: int) -> dict[str, Any]:
    price = goal = EURO
    # Somebody has to pay the rest of what the fans do not have to.
    budget = cap * price
    return {
        "campaign": {
            "pricePerShare": price,
            "goal": goal,
            "capShares": cap,
            "maxSharesPerFan": cap,
            "totalBudget": budget,
        },
        "financiers": [{"financier": world.financier, "label": "Label", "amount": budget - goal}],
    }


def _person(number: int) -> str:
    return to_checksum_address(keccak(text=f"holder {number}")[12:])
