"""`make test-cluster`: one database, two servers, two mirrors, two that do jobs; each is killed -9 in turn.

Meanwhile people act, blocks are replaced, and somebody reads lists, the log by its cursor, the stream, and
has events posted. Fails when an answer was no state of the chain, an event was lost or told wrongly, the
mirror differs from the chain, or a process ended by itself. `make test-cluster ARGS="--seed 7 --rounds 2"`;
with --replica the second server reads from a standby of the database.
"""

import argparse
import json
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from backend.local import Anvil, compile_contracts
from backend.local.postgres import Postgres
from backend.migrations import migrate
from tests.cluster.drill import FINALITY, Drill
from tests.cluster.fleet import StoodStill
from tests.standby import Standby

ROUNDS = 3


def main(arguments: list[str]) -> int:
    options = _read(arguments)
    print(f"seed {options.seed}, {options.rounds} rounds", flush=True)
    compile_contracts()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cluster-")))
        anvil = stack.enter_context(Anvil(finality=FINALITY))
        postgres = stack.enter_context(Postgres(folder / "postgres"))
        migrate(postgres.url)
        replica = None
        if options.replica:
            replica = stack.enter_context(Standby(folder / "standby", postgres)).url
        drill = Drill(anvil, postgres.url, folder / "home", options.seed, replica_url=replica, say=_say)
        gave_up = False
        try:
            with drill.begin():
                for _ in range(options.rounds):
                    drill.live_through_round()
                drill.finish()
        except StoodStill as failure:
            gave_up = True
            _say(f"GIVEN UP: {failure}")
        summary = drill.sum_up()
    wrong = [*drill.wrong, *drill.lost, *drill.differences, *drill.fleet.ended]
    for each in wrong[:40]:
        _say(f"WRONG: {each}")
    print(json.dumps(summary), flush=True)
    return 1 if wrong or gave_up else 0


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("test-cluster", description="Each process is killed in turn.")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="in which each of the six is killed once")
    parser.add_argument("--replica", action="store_true", help="the second server reads from a standby")
    options = parser.parse_args(arguments)
    if options.rounds < 1:
        parser.error("--rounds: at least 1")
    return options


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
