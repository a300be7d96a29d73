"""Rule 7.2 under kills, restarts, reorgs and a restored backup; `make chaos-payer` is the same for long."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.local import Anvil, compile_contracts
from backend.local.postgres import Postgres
from backend.local.processes import free_port
from tests.backend.conftest import TEMPLATE
from tests.chaos.payer.payday import FINALITY, Payday
from tests.chaos.payer.verdict import judge

DATABASE = "coprod_payday"


@pytest.fixture
def payday(postgres: Postgres, tmp_path: Path) -> Iterator[Payday]:
    """On a chain and a database of its own: one is restarted, the other replaced."""
    compile_contracts()
    postgres.create_database(DATABASE, template=TEMPLATE)
    with Anvil(port=free_port(), state=tmp_path / "chain.json", finality=FINALITY) as anvil:
        made = Payday(anvil, postgres, DATABASE, tmp_path / "home", seed=11, holders=40, say=print)
        yield made
        made.stop()
    postgres.drop_database(DATABASE)


def test_everybody_is_paid_once_whatever_happens(payday: Payday) -> None:
    """7.2, K18: killed -9 in the middle, the node dropped transactions, restarted and replaced blocks with
    payments, and the database was put back to a backup that was taken before payouts were final."""
    payday.begin(1)
    payday.survive(2)
    payday.storm.drop()
    payday.lose_database(episodes=1)
    payday.storm.restart()
    payday.storm.reorganise()
    payday.finish()

    verdict = judge(payday)
    assert (verdict.double, verdict.missing, verdict.off) == (0, 0, 0)
    assert (verdict.stuck, verdict.findings, payday.staff.ended) == ([], [], [])
    assert len(payday.kills) >= 3
    assert payday.storm.restarts >= 1

    # Whoever is paid by somebody else as well would have been noticed.
    world = payday.company.world
    world.request("evm_setAutomine", True)
    world.give(payday.company.project, next(iter(payday.company.shares)), 1)
    assert (judge(payday).double, judge(payday).off) == (1, 1)
