"""`make chaos-mirror`: reorgs under traffic, kill -9 and faulty nodes, until 50 kills hit a run in hand.

`make chaos-mirror ARGS="--seed 7 --kills 20"`, or ARGS=7 for the seed alone. Fails when the mirror and the
chain ever differed afterwards, when somebody who read meanwhile saw what no block of the chain ever said, and
when a mirror ended by itself or stood still.
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
from tests.chaos.pair import TooSlow

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
        try:
            with campaign.begin():
                _run(campaign, options.kills)
        except TooSlow as failure:
            _say(f"GIVEN UP: {failure}")
        campaign.describe()
    print(json.dumps(tally.sum_up()), flush=True)
    is_whole = len(tally.hits) >= options.kills and not tally.ended
    return 0 if is_whole and not tally.differences and not tally.false_states else 1


def _run(campaign: Campaign, kills: int) -> None:
    campaign.survive_backfill(kills=max(1, kills // 8))
    outages = 0
    while len(campaign.tally.hits) < kills:
        if len(campaign.tally.kills) // OUTAGE_EVERY > outages:
            outages += 1
            campaign.survive_outage()
        campaign.live_through_episode()


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
