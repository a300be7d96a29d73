"""`make chaos-payer`: 500 holders are paid for 3 deposits, while everything fails that can.

Workers are killed -9, two at once are at work, the node forgets transactions, restarts, and replaces blocks
with payments in them, gas becomes dear, and the database is once restored from a backup that was taken while
payouts were not final. `make chaos-payer ARGS="--seed 7 --kills 20"`, or ARGS=7 for the seed alone. Fails
when in the end somebody has more or less than is owed, a nonce is stuck, or the audit finds something.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

from backend.local import Anvil, compile_contracts
from backend.local.postgres import Postgres
from backend.local.processes import free_port
from backend.migrations import migrate
from tests.chaos.payer.payday import FINALITY, Payday
from tests.chaos.payer.staff import StoodStill
from tests.chaos.payer.verdict import Verdict, judge

KILLS = 50
HOLDERS = 500
DEPOSITS = 3
DATABASE = "payday"


def main(arguments: list[str]) -> int:
    options = _read(arguments)
    print(f"seed {options.seed}, {options.kills} kills, {options.holders} holders", flush=True)
    compile_contracts()
    with (
        tempfile.TemporaryDirectory(prefix="chaos-") as folder,
        Anvil(port=free_port(), state=Path(folder) / "chain.json", finality=FINALITY) as anvil,
        Postgres(Path(folder) / "postgres") as postgres,
    ):
        migrate(postgres.create_database(DATABASE))
        home = Path(folder) / "home"
        payday = Payday(anvil, postgres, DATABASE, home, options.seed, holders=options.holders, say=_say)
        verdict = Verdict(stuck=["the payer stood still"])
        try:
            _run(payday, options.kills)
            verdict = judge(payday)
        except StoodStill as failure:
            _say(f"GIVEN UP: {failure}")
        finally:
            payday.stop()
    for each in (*payday.staff.ended, *verdict.stuck, *verdict.findings):
        _say(f"WRONG: {each}")
    print(json.dumps(summarise(payday, verdict)), flush=True)
    is_whole = len(payday.kills) >= options.kills and not verdict.stuck and not verdict.findings
    return 0 if is_whole and not verdict.off and not payday.staff.ended else 1


def _run(payday: Payday, kills: int) -> None:
    for number in range(1, DEPOSITS + 1):
        payday.begin(number)
        if number == 2:
            payday.lose_database()
        payday.survive(-(-kills * number // DEPOSITS))
        payday.finish()


def summarise(payday: Payday, verdict: Verdict) -> dict[str, int]:
    """The last line."""
    return {
        "kills": len(payday.kills),
        "reorgs": payday.storm.reorgs,
        "taken_back": payday.storm.taken_back,
        "drops": payday.storm.drops,
        "restarts": payday.storm.restarts,
        "surges": payday.storm.surges,
        "restores": payday.restores,
        "holders": len(payday.company.shares),
        "deposits": DEPOSITS,
        "double_payments": verdict.double,
        "missing_payments": verdict.missing,
        "wei_off": verdict.off,
        "stuck": len(verdict.stuck),
        "findings": len(verdict.findings),
    }


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "chaos-payer", description="Kills, reorgs, restarts and a restored backup."
    )
    parser.add_argument("number", nargs="?", type=int, help="the seed")
    parser.add_argument("--seed", type=int, help="the same")
    parser.add_argument("--kills", type=int, default=KILLS, help="that hit an unfinished run")
    parser.add_argument("--holders", type=int, default=HOLDERS, help="who are paid")
    options = parser.parse_args(arguments)
    if options.kills < 1 or options.holders < 1:
        parser.error("--kills, --holders: at least 1")
    given = [each for each in (options.seed, options.number) if each is not None]
    options.seed = given[0] if given else random.randrange(10**6)
    return options


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
