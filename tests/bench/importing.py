"""How long the import of a file takes, and how much memory: `make bench-import ARGS="--lines 1000000"`.

The file is a DistroKid one with as many different sales as asked for; it is imported by `coprod statements
import`, into a real PostgreSQL, for a project on a real chain. Last line: one JSON object.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from pathlib import Path

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.db import open_engine
from backend.local import Anvil, compile_contracts
from backend.local.paths import ROOT
from backend.local.postgres import Postgres
from backend.migrations import migrate
from backend.mirror.sync import Mirror
from tests.backend.world import Project, World

SAMPLE = ROOT / "scripts" / "data" / "distrokid-2026-q3.tsv"
PROGRAM = "from backend.cli import main; main()"
FEW = 1_000


@dataclass(frozen=True)
class Imported:
    """lines of a file of so many bytes; peak_mb: the most memory that the process had, in MiB, rounded."""

    lines: int
    file_mb: int
    seconds: int
    peak_mb: int


def write_sales(path: Path, lines: int, month: str) -> None:
    """So many sales of the sample's titles, all different, in that month ("2026-05")."""
    header, *rows = SAMPLE.read_bytes().removesuffix(b"\r\n").split(b"\r\n")
    with path.open("wb") as file:
        file.write(header + b"\r\n")
        for number in range(lines):
            cells = rows[number % len(rows)].split(b"\t")
            cells[1] = month.encode()
            cells[7] = str(number + 1).encode()
            cells[12] = f"0.{number * 7919 % 10**12:012}".encode()
            file.write(b"\t".join(cells) + b"\r\n")


def import_sales(path: Path, lines: int, world: World, project: Project, database_url: str) -> Imported:
    """Run the command and wait for its end. Raises RuntimeError when it fails."""
    command = ["statements", "import", str(path), "--campaign", project.campaign, "--rest", "ours"]
    command += ["--reporter", world.collector, "--currency", "USD", "--rate", "0.86", "--rate-source", "ECB"]
    began = time.monotonic()
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", PROGRAM, *command, "--rate-date", "2026-10-01"],
        os.environ | {"COPROD_DATABASE_URL": database_url, "COPROD_HOME": str(path.parent)},
    )
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"the import of {path} failed")
    seconds = round(time.monotonic() - began)
    return Imported(lines, path.stat().st_size >> 20, seconds, used.ru_maxrss >> 10)


async def mirror(world: World, database_url: str) -> None:
    """Bring the database to the chain's head."""
    deployment = Deployment(31337, world.factory, world.factory_block, {"EURC": world.currency})
    async with ChainClient(world.anvil.url) as node, open_engine(database_url) as engine:
        await Mirror(node, engine, deployment).catch_up()


def main() -> None:
    parser = ArgumentParser(description="Import a long statement file.")
    parser.add_argument("--lines", type=int, default=1_000_000)
    lines = parser.parse_args().lines
    compile_contracts()
    with tempfile.TemporaryDirectory() as name, Anvil(finality=32) as anvil:
        folder = Path(name)
        with Postgres(folder / "postgres", durable=False) as server:
            url = server.create_database("import")
            migrate(url)
            world = World(anvil)
            project = world.raise_funds()
            asyncio.run(mirror(world, url))
            measured = []
            for number, month in ((FEW, "2026-04"), (lines, "2026-05")):
                path = folder / f"{month}.tsv"
                write_sales(path, number, month)
                measured.append(import_sales(path, number, world, project, url))
    few, many = measured
    result = asdict(many) | {"peak_mb_of_few": few.peak_mb, "lines_per_s": lines // max(1, many.seconds)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
