"""The benchmarks' tools on a small chain: that they read and keep what is there, not how fast."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from backend.local import compile_contracts
from backend.local.postgres import Postgres
from backend.migrations import migrate
from tests.bench import head
from tests.bench.balances import OURS, read_balances
from tests.bench.building import finish_chain, settle_village
from tests.bench.chain import Chain
from tests.bench.latency import PATIENCE, Watch
from tests.bench.lives import Village
from tests.bench.measure import DATABASE, TEMPLATE, Measured, Wrong, count_stored, digest, measure
from tests.bench.report import describe, summarise
from tests.bench.shapes import TINY


@pytest.fixture(scope="module")
def village() -> Iterator[Village]:
    compile_contracts()
    with settle_village(TINY) as village:
        village.live()
        yield village


@pytest.fixture(scope="module")
def chain(village: Village) -> Chain:
    return finish_chain(village)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with Postgres(tmp_path_factory.mktemp("postgres"), durable=False) as server:
        migrate(server.create_database(TEMPLATE))
        yield server


def test_the_copy_and_the_mirror_keep_each_event_and_what_everybody_has(
    village: Village, chain: Chain, postgres: Postgres
) -> None:
    """Rules 5.3 and 7.1."""
    stored = []
    for name in ("copy", "mirror"):
        measure(name, chain, postgres)
        assert count_stored(postgres) == chain.events >= TINY.events
        stored.append(digest(postgres))
    assert stored[0] == stored[1]
    for table in ("contributions", "revocations", "refunds", "transfers", "deposits", "releases", "payments"):
        assert stored[0][table][0] > 0, table

    balances = read_balances(postgres.url_of(DATABASE, driver=""), OURS)
    held = {(token, holder): shares for token, holder, shares, *_ in balances["holdings"] if shares}
    assert held == {
        (life.token[2:].lower(), holder[2:].lower()): shares
        for life in village.lives
        for holder, shares in life.shares.items()
    }
    assert len(balances["projects"]) == TINY.projects
    assert sum(row[-1] for row in balances["projects"]) == sum(row[-1] for row in balances["holdings"]) > 0


def test_what_reads_another_number_of_events_is_not_measured(chain: Chain, postgres: Postgres) -> None:
    short = replace(chain, last_block=chain.first_block + 20)
    with pytest.raises(Wrong, match=f"floor read .* events, and the chain has {chain.events}"):
        measure("floor", short, postgres)
    assert count_stored(postgres) == 0


def test_blocks_at_the_head_are_measured_one_by_one(
    village: Village, chain: Chain, postgres: Postgres
) -> None:
    """Rule 7.1."""
    life = next(each for each in village.lives if each.steps == 1)
    postgres.drop_database(DATABASE)
    with Watch(chain.websocket_url) as watch, head.follow_by_mirror(chain, postgres, village, life) as mirror:
        taken = head.measure_blocks(village, life, watch, mirror, size=2, blocks=3)
    assert len(taken) == 3
    assert max(taken) < PATIENCE


def test_the_report_has_medians_ratios_and_nothing_that_was_not_measured() -> None:
    runs = {
        name: [Measured(seconds * each, 1.0, 100, 80.4 + each) for each in (1, 2, 9)]
        for name, seconds in {"floor": 1, "copy": 2, "mirror": 3, "ponder": 30}.items()
    }
    summary = summarise(100, runs)
    assert summary["floor_s"] == 2
    assert summary["mirror_over_copy"] == 1.5
    assert summary["ponder_over_mirror"] == 10
    assert (summary["ponder_warm_s"], summary["ponder_warm_over_mirror"]) == (None, None)
    assert summary["peak_mb"] == 89
    assert any("Ponder" in line and "60.00" in line for line in describe("dense", 100, runs))
