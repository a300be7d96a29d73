"""One measurement in a process of its own: `python -m tests.bench.run NAME CHAIN DATABASE`, see measure.py.

Its last line is a JSON object with seconds (from the first request to the node until everything is there),
cpu (seconds of these in which this process worked), events (that were read) and peak_mb (the most memory that
this process ever had).
"""

import asyncio
import cProfile
import json
import pstats
import sys
import time
from pathlib import Path

from backend.chain.client import ChainClient
from backend.db import create_engine
from tests.bench.chain import Chain
from tests.bench.copying import copy_logs
from tests.bench.floor import throw_away
from tests.bench.mirroring import mirror_chain

RUNNERS = {"floor": throw_away, "copy": copy_logs, "mirror": mirror_chain}


def main(name: str, chain: str, database_url: str, *profile: str) -> None:
    on = Chain.load(chain)
    # The first of each loads its library: a program's own loading does not count, Ponder's neither.
    create_engine(database_url), ChainClient(on.url)
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    start, used = time.perf_counter(), time.process_time()
    events = asyncio.run(RUNNERS[name](on, database_url))
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    if profile:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "events": events, "peak_mb": peak_megabytes()}))


def peak_megabytes() -> float:
    """Of this program; getrusage would begin with what its parent had."""
    status = Path("/proc/self/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
