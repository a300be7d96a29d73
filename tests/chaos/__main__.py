"""`make chaos-mirror`: reorgs under traffic, kill -9 and faulty nodes, until 50 kills hit a run in hand.

`make chaos-mirror ARGS="--seed 7 --kills 20"`, or ARGS=7 for the seed alone. Fails when the mirror and the
chain ever differed afterwards, or when somebody who read meanwhile saw what no block of the chain ever said.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

from backend.local import Anvil, compile_contracts
from backend.local.postgres import Postgres
from backend.migrations import migrate
from tests.chaos.campaign import FINALITY, Campaign

KILLS = 50
OUTAGE_EVERY = 12
"""Kills."""


def main(arguments: list[str]) -> int:
    options = _read(arguments)
    print(f"seed {options.seed}, {options.kills} kills", flush=True)
    compile_contracts()
    # anvil and the database lose nothing by a kill of a mirror; the database is as durable as a real one.
    with (
        tempfile.TemporaryDirectory(prefix="chaos-") as folder,
        Anvil(finality=FINALITY) as anvil,
        Postgres(Path(folder) / "postgres") as postgres,
    ):
        migrate(postgres.url)
        campaign = Campaign(anvil, postgres.url, Path(folder) / "home", options.seed, _say)
        tally = campaign.tally
        with campaign.begin():
            campaign.survive_backfill(kills=max(1, options.kills // 8))
            while len(tally.hits) < options.kills:
                if len(tally.kills) % OUTAGE_EVERY == OUTAGE_EVERY - 1:
                    campaign.survive_outage()
                campaign.live_through_episode()
        campaign.describe()
    print(json.dumps(tally.sum_up()), flush=True)
    return 1 if tally.differences or tally.false_states else 0


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("chaos-mirror", description="Kills, reorgs and faulty nodes.")
    parser.add_argument("number", nargs="?", type=int, help="the seed")
    parser.add_argument("--seed", type=int, help="the same")
    parser.add_argument("--kills", type=int, default=KILLS, help="that hit a run in hand")
    options = parser.parse_args(arguments)
    if options.kills < 1:
        parser.error("--kills: at least 1")
    given = [each for each in (options.seed, options.number) if each is not None]
    options.seed = given[0] if given else random.randrange(10**6)
    return options


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
