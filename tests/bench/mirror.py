"""`make bench-mirror`: how fast the mirror reads a chain, beside the least that it can take and Ponder.

ARGS: --no-peers leaves Ponder out; --only dense (or sparse, many) takes one chain; --times 1 runs everything
once; --events 1000000 makes the chains so long. The last line is a JSON object.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from backend.local import compile_contracts
from backend.local.missing import PartMissing
from backend.local.postgres import Postgres
from backend.local.processes import ChildFailed
from backend.migrations import migrate
from tests.bench import ponder
from tests.bench.balances import OURS, Balances, read_balances
from tests.bench.building import build_chain
from tests.bench.chain import Chain
from tests.bench.measure import DATABASE, TEMPLATE, Measured, Wrong, count_stored, digest, measure
from tests.bench.miner import MiningFailed
from tests.bench.report import COLUMNS, Runs, describe, summarise
from tests.bench.shapes import SHAPES, Shape

WITHOUT_REST = ("sparse",)
"""Where Ponder begins cold once only: it takes minutes."""


def main() -> None:
    options = _read_options()
    compile_contracts()
    if options.peers:
        ponder.install()
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder, Postgres(Path(folder)) as postgres:
        migrate(postgres.create_database(TEMPLATE))
        for name in options.only or SHAPES:
            shape = SHAPES[name].resize(options.events) if options.events else SHAPES[name]
            found[name] = measure_chain(shape, postgres, options.times, peers=options.peers)
    print(json.dumps(found))


def measure_chain(shape: Shape, postgres: Postgres, times: int, *, peers: bool) -> dict[str, Any]:
    """All runs on one chain, in turn. Raises Wrong when any of them stored something else than the others."""
    begun = time.monotonic()
    with build_chain(shape) as chain:
        took = time.monotonic() - begun
        print(
            f"{shape.name}: {chain.events:,} events on {chain.last_block:,} blocks, made in {took:.0f} s",
            flush=True,
        )
        runs: Runs = defaultdict(list)
        for turn in range(times):
            _run_ours(chain, postgres, runs)
            if peers:
                _run_ponder(chain, postgres, runs, cold=turn == 0 or shape.name not in WITHOUT_REST)
    print("\n".join([*describe(shape.name, chain.events, runs), ""]), flush=True)
    return summarise(chain.events, runs)


def _run_ours(chain: Chain, postgres: Postgres, runs: Runs) -> None:
    _note(runs, "floor", measure("floor", chain, postgres))
    stored = []
    for name in ("copy", "mirror"):
        _note(runs, name, measure(name, chain, postgres))
        if count_stored(postgres) != chain.events:
            raise Wrong(f"{name} stored {count_stored(postgres)} events, and the chain has {chain.events}")
        stored.append(digest(postgres))
    copied, mirrored = stored
    if different := [table for table, rows in copied.items() if rows != mirrored[table]]:
        raise Wrong(f"the copy and the mirror differ in {', '.join(different)}")


def _run_ponder(chain: Chain, postgres: Postgres, runs: Runs, *, cold: bool) -> None:
    """After the mirror, whose database is still there to compare with."""
    ours = read_balances(postgres.url_of(DATABASE, driver=""), OURS)
    for name in ("ponder", "ponder_warm") if cold else ("ponder_warm",):
        measured, theirs = ponder.measure_ponder(chain, postgres, warm=name == "ponder_warm")
        _note(runs, name, measured)
        _compare(ours, theirs)


def _note(runs: Runs, name: str, measured: Measured) -> None:
    runs[name].append(measured)
    print(f"  {COLUMNS[name]}: {measured.seconds:.2f} s", flush=True)


def _compare(ours: Balances, theirs: Balances) -> None:
    for kind, rows in ours.items():
        if different := rows ^ theirs[kind]:
            raise Wrong(f"{len(different)} {kind} differ from Ponder's, such as {sorted(different)[:2]}")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-mirror ARGS=…", description=__doc__)
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="leave Ponder out")
    parser.add_argument("--only", action="append", choices=SHAPES, help="one chain; may be given again")
    parser.add_argument("--times", type=int, default=3, help="runs of each, of which the median counts")
    parser.add_argument("--events", type=int, default=0, help="at least so many on each chain")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except (Wrong, MiningFailed, ChildFailed, PartMissing) as reason:
        sys.exit(f"bench-mirror: {reason}")
