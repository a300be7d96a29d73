"""`make bench-head`: how long after a block was announced its rows can be read, beside Ponder.

Both follow the same node over WebSocket, one after the other. Blocks of 5 and of 500 events: royalties paid,
each of which moves a holder's balance. ARGS: --no-peers leaves Ponder out; --blocks 50 takes so many of each.
The last line is a JSON object.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import psycopg

from backend.local import compile_contracts
from backend.local.missing import PartMissing
from backend.local.paths import ROOT
from backend.local.postgres import Postgres
from backend.local.processes import Child, ChildFailed
from backend.migrations import migrate
from tests.bench import ponder
from tests.bench.balances import count_heard
from tests.bench.building import finish_chain, settle_village
from tests.bench.chain import Chain
from tests.bench.latency import PATIENCE, Watch
from tests.bench.lives import Life, Village
from tests.bench.measure import DATABASE, TEMPLATE, Wrong
from tests.bench.miner import MiningFailed
from tests.bench.shapes import HEAD

SIZES = (5, 500)
"""Events in one block."""
WARM_UP = 10
"""Blocks that do not count."""
REST = 0.05
"""Seconds between one block and the next."""


class Follower(NamedTuple):
    """Who follows the chain. heard: whether it has read everything that was said.

    query: of a block's number and events; finds a row as soon as what is said in that block can be read.
    """

    database: psycopg.Connection[Any]
    heard: Callable[[], bool]
    query: Callable[[int, int], str]


def main() -> None:
    options = _read_options()
    compile_contracts()
    if options.peers:
        ponder.install()
    found: dict[int, dict[str, float | None]] = {}
    with tempfile.TemporaryDirectory() as folder, Postgres(Path(folder)) as postgres:
        migrate(postgres.create_database(TEMPLATE))
        with settle_village(HEAD) as village:
            village.begin(HEAD.projects)
            chain = finish_chain(village)
            life = next(each for each in village.lives if each.steps == 1)
            with Watch(chain.websocket_url) as watch:
                found = {size: _nothing() for size in SIZES}
                for name, starting in (
                    {"": follow_by_mirror} | ({"ponder_": follow_by_ponder} if options.peers else {})
                ).items():
                    with starting(chain, postgres, village, life) as follower:
                        for size in SIZES:
                            taken = measure_blocks(village, life, watch, follower, size, options.blocks)
                            found[size] |= _summarise(name, taken)
    print("\n".join(_describe(found)))
    print(json.dumps({str(size): values for size, values in found.items()}))


def measure_blocks(
    village: Village, life: Life, watch: Watch, follower: Follower, size: int, blocks: int
) -> list[float]:
    """Seconds, of each block."""
    taken = []
    for _ in range(WARM_UP + blocks):
        if len(life.owed) < size:
            village.earn(life)
        _wait_until(follower.heard)
        query = follower.query(village.miner.head() + 1, size)
        taken.append(watch.measure(follower.database, query, lambda: village.pay(life, size)))
    return taken[WARM_UP:]


def _wait_until(heard: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not heard():
        if time.monotonic() > deadline:
            raise Wrong(f"not everything was read {PATIENCE} seconds after it was said")
        time.sleep(REST)
    time.sleep(REST)


@contextmanager
def follow_by_mirror(chain: Chain, postgres: Postgres, village: Village, life: Life) -> Iterator[Follower]:
    url = postgres.create_database(DATABASE, template=TEMPLATE)
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "tests.bench.following",
        chain.save(postgres.folder),
        url,
    ]
    child = Child("the mirror", command, folder=ROOT)

    def heard() -> bool:
        (block,) = database.execute("select max(block_number) from cursor").fetchone() or (None,)
        return block is not None and block >= village.miner.head()

    try:
        with psycopg.connect(postgres.url_of(DATABASE, driver=""), autocommit=True) as database:
            child.wait_until(heard, seconds=120)
            yield Follower(
                database, heard, lambda number, size: f"select from payments where block_number = {number}"
            )
    finally:
        child.stop()


@contextmanager
def follow_by_ponder(chain: Chain, postgres: Postgres, village: Village, life: Life) -> Iterator[Follower]:
    """Ponder keeps no ledger: what it has of a block is that it has counted so many events more."""
    with ponder.running(chain, postgres) as running:
        running.wait_until_ready()
        url = postgres.url_of(ponder.DATABASE, driver="")
        with psycopg.connect(url, autocommit=True) as database:
            events = (
                f"select events from {running.schema}.royalties where lower(token) = '{life.token.lower()}'"
            )

            def query(number: int, size: int) -> str:
                (before,) = database.execute(events).fetchone() or (0,)
                return f"{events} and events >= {before + size}"

            def heard() -> bool:
                return count_heard(database, running.schema) == village.miner.events

            yield Follower(database, heard, query)


def _nothing() -> dict[str, float | None]:
    return dict.fromkeys(("median_ms", "p99_ms", "ponder_median_ms", "ponder_p99_ms"))


def _summarise(name: str, taken: list[float]) -> dict[str, float | None]:
    """p99: at most one block in a hundred took longer."""
    slowest = sorted(taken)[max(0, -(-len(taken) * 99 // 100) - 1)]
    return {f"{name}median_ms": round(median(taken) * 1000, 1), f"{name}p99_ms": round(slowest * 1000, 1)}


def _describe(found: dict[int, dict[str, float | None]]) -> list[str]:
    lines = [f"{'milliseconds':>16}{'median':>9}{'p99':>9}{'Ponder':>12}{'p99':>9}"]
    for size, values in found.items():
        cells = ("-" if each is None else f"{each:.1f}" for each in values.values())
        ours, ours_p99, theirs, theirs_p99 = cells
        lines.append(f"{size:>9} events{ours:>9}{ours_p99:>9}{theirs:>12}{theirs_p99:>9}")
    return lines


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-head ARGS=…", description=__doc__)
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="leave Ponder out")
    parser.add_argument("--blocks", type=int, default=200, help="of each size")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except (Wrong, MiningFailed, ChildFailed, PartMissing) as reason:
        sys.exit(f"bench-head: {reason}")
