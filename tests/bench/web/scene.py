"""A database as a site that has run for years has it: many projects, and one with thousands of holders."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from backend.chain.contracts import encode_call
from backend.local import Anvil
from backend.local.postgres import Postgres
from backend.migrations import migrate
from tests.backend.terms import DAY
from tests.bench.building import STATES, finish_chain
from tests.bench.lives import Village
from tests.bench.miner import GAS, OPTIONS, Miner
from tests.bench.mirroring import mirror_chain
from tests.bench.payer.town import GROSS, Town
from tests.bench.shapes import Shape

DATABASE = "measured"
BATCH = 200
"""Holders paid by one transaction."""


@dataclass(frozen=True)
class Scene:
    """database_url: mirrored; campaign: of the project with most holders; wallet: of a fan of many projects,
    who is paid in most."""

    database_url: str
    campaign: str
    wallet: str


@contextmanager
def build_scene(postgres: Postgres, projects: int, holders: int) -> Iterator[Scene]:
    """The chain is gone afterwards: pages are read from the database alone."""
    with Anvil(states=STATES, extra=OPTIONS) as anvil:
        town = Town(anvil, holders, block_seconds=0)
        _pay_some(town, anvil, holders // 4)
        with Miner(anvil, per_block=500) as miner:
            village = Village(
                town.world, miner, Shape("web", 0, 500, projects, cohorts=2, fans=30, batch=100)
            )
            village.live()
            for _ in range(2):
                village.report(village.lives)
            url = postgres.create_database(DATABASE)
            migrate(url)
            asyncio.run(mirror_chain(finish_chain(village), url))
        yield Scene(url, town.project.campaign, _find_fan(village))


def _pay_some(town: Town, anvil: Anvil, number: int) -> None:
    """Royalties of two periods; so many holders were paid their part."""
    for period in range(2):
        # A statement is unique by what it says.
        town.world.deposit(town.project, GROSS + period)
        town.world.warp(30 * DAY)
    paid = list(town.shares)[:number]
    with Miner(anvil, per_block=500) as miner:
        for start in range(0, number, BATCH):
            some = paid[start : start + BATCH]
            data = encode_call("ShareToken", "payout", some)
            miner.send(town.world.payer, town.project.share_token, data, events=len(some), gas=GAS)
        miner.mine()
    town.world.request("evm_setAutomine", True)


def _find_fan(village: Village) -> str:
    """Who holds shares of most projects."""
    fans = {fan for life in village.lives for fan in life.shares}
    return max(sorted(fans), key=lambda fan: sum(fan in life.shares for life in village.lives))
