"""`make bench-payer`: what it costs to record everything, and what it saves to pay in batches.

(a) The same batches signed in advance and sent raw; (b) the payer with all its records; (c) one transfer per
holder with plain web3.py, on a sample. On a chain with a block each second, as fast as chains are that people
use, and again with blocks as fast as anvil makes them, where nothing hides what is done before sending.
ARGS: --holders 1000, --sample 100, --times 1. The last line is a JSON object, of medians; what ends with
_unpaced is of the second.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.local import Anvil, compile_contracts
from backend.local.postgres import Postgres
from backend.migrations import migrate
from tests.bench.miner import OPTIONS
from tests.bench.payer.payroll import NotPaid, Paid, pay_with_records, send_raw
from tests.bench.payer.plain import transfer_to_each
from tests.bench.payer.town import Town
from tests.chaos.payer.company import key_of

TEMPLATE = "migrated"
DATABASE = "measured"
PACE = 1.0
"""Seconds between two blocks."""
STATES = 100
"""Of past blocks: anvil copies everything for each."""


def main() -> None:
    options = _read_options()
    compile_contracts()
    with (
        tempfile.TemporaryDirectory() as folder,
        Postgres(Path(folder)) as postgres,
        Anvil(states=STATES, finality=16, extra=OPTIONS) as anvil,
    ):
        migrate(postgres.create_database(TEMPLATE))
        town = Town(anvil, options.holders, PACE)
        print(f"{options.holders:,} holders are owed royalties", flush=True)
        paced = measure(town, postgres, options.times, options.sample)
        town.block_seconds = 0
        unpaced = measure(town, postgres, options.times, options.sample)
        more = ("raw_s", "payer_s", "payer_over_raw", "holders_per_s", "round_trips_per_batch")
        print(json.dumps(paced | {f"{name}_unpaced": unpaced[name] for name in more}))


def measure(town: Town, postgres: Postgres, times: int, sample: int) -> dict[str, Any]:
    """Each way so often, on the same chain. Raises NotPaid."""
    recorded, raw, plain = [], [], []
    for _ in range(times):
        postgres.drop_database(DATABASE)
        url = postgres.create_database(DATABASE, template=TEMPLATE)
        paid = _undone(town, lambda url=url: _pay(town, url))
        recorded.append(paid)
        raw.append(_undone(town, lambda paid=paid: _send(town, paid)))
        plain.append(_undone(town, lambda: transfer_to_each(town, key_of("financier"), sample)))
        print(
            f"blocks {town.block_seconds:g} s apart: raw {raw[-1]:.2f} s, payer {paid.seconds:.2f} s, "
            f"plain {plain[-1]:.2f} s for {sample}",
            flush=True,
        )
    holders, last = len(town.shares), recorded[-1]
    seconds = median(each.seconds for each in recorded)
    return {
        "holders": holders,
        "batches": len(last.batches),
        "raw_s": round(median(raw), 3),
        "payer_s": round(seconds, 3),
        "payer_over_raw": round(seconds / median(raw), 2),
        "plain_over_payer": round((median(plain) / sample) / (seconds / holders), 1),
        "holders_per_s": round(holders / seconds),
        "gas_per_holder": round(last.gas / holders),
        "round_trips_per_batch": round(last.round_trips / len(last.batches), 1),
    }


def _pay(town: Town, url: str) -> Paid:
    before = town.paid()
    paid = asyncio.run(pay_with_records(town, url, key_of("payer")))
    _check(town, before)
    return paid


def _send(town: Town, paid: Paid) -> float:
    before = town.paid()
    seconds = asyncio.run(send_raw(town, paid))
    _check(town, before)
    return seconds


def _check(town: Town, before: int) -> None:
    """Everybody has what is owed: nothing is claimable any more."""
    claimable = asyncio.run(_ask_claimable(town))
    unpaid = [amount for amount in claimable if amount]
    if unpaid or town.paid() <= before:
        raise NotPaid(f"{len(unpaid)} of {len(town.shares)} holders were not paid")


async def _ask_claimable(town: Town) -> list[int]:
    token = town.project.share_token
    calls = [(token, encode_call("ShareToken", "claimable", each)) for each in town.shares]
    async with ChainClient(town.world.anvil.url) as client:
        return [int.from_bytes(each, "big") for each in await client.calls(calls)]


def _undone(town: Town, work: Any) -> Any:
    """Do it, and take it back: the next one finds the chain as it was."""
    snapshot = town.world.request("evm_snapshot")
    result = work()
    assert town.world.request("evm_revert", snapshot)
    return result


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-payer ARGS=…", description=__doc__)
    parser.add_argument("--holders", type=int, default=10_000, help="who are paid")
    parser.add_argument("--sample", type=int, default=300, help="holders of (c)")
    parser.add_argument("--times", type=int, default=3, help="runs of each, of which the median counts")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except NotPaid as reason:
        sys.exit(f"bench-payer: {reason}")
