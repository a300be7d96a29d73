"""Rule 7.1 under kills, reorgs and faulty nodes at once; `make chaos-mirror` is the same for a long time."""

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from backend.local import Anvil, compile_contracts
from tests.chaos.campaign import FINALITY, Campaign

SLOWEST_QUESTION = 60
"""Seconds in which the reader, who draws its questions, surely asks about what was raised."""


@pytest.fixture
def campaign(database_url: str, tmp_path: Path) -> Iterator[Campaign]:
    """On a chain of its own: its reorgs go deep."""
    compile_contracts()
    with Anvil(finality=FINALITY) as anvil:
        yield Campaign(anvil, database_url, tmp_path / "home", seed=4)


def test_the_mirror_is_the_chain_after_kills_reorgs_and_faults(campaign: Campaign, database_url: str) -> None:
    """7.1: the leader is killed -9 while it reads the past, under reorgs of 1, 7 and 64 blocks, and while one
    of its nodes leaves out logs; whoever reads meanwhile sees nothing but states that the chain had."""
    tally = campaign.tally
    with campaign.begin():
        campaign.survive_backfill(kills=1)
        for depth in (1, 7, 64):
            campaign.survive_reorg(depth)
        campaign.survive_fault("omits a log")

        assert (tally.differences, tally.false_states, tally.ended) == ([], [], [])
        assert set(tally.reorgs) == {1, 7, 64}
        assert tally.faults["omits a log"]
        assert len(tally.hits) > 2
        assert min(each.led_after for each in tally.kills if each.led_after is not None) < 2
        assert tally.answers["holders"]
        assert tally.answers["projects"]

        # What is wrong would have been noticed, by both.
        with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
            connection.execute("update contributions set amount = amount + 1")
        deadline = time.monotonic() + SLOWEST_QUESTION
        while not tally.false_states and time.monotonic() < deadline:
            campaign.settle()
        assert tally.differences
        assert tally.false_states
