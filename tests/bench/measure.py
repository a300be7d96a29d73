"""Runs the measurements, each in a process and on a database of its own, and checks what they stored."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from backend.local.paths import ROOT
from backend.local.postgres import Postgres
from backend.mirror.ledger.rows import TABLES
from tests.bench.chain import Chain

TEMPLATE = "migrated"
DATABASE = "measured"
VERSIONS = ("holdings", "leavers")
"""Beside the row of the event itself."""


class Wrong(Exception):
    """Something was measured that did not do what it should."""


@dataclass(frozen=True)
class Measured:
    """seconds by the clock, and those in which the program itself worked; events that were read."""

    seconds: float
    cpu: float
    events: int
    peak_mb: float


def measure(name: str, chain: Chain, postgres: Postgres, *profile: str) -> Measured:
    """One run of floor, copy or mirror on an empty, migrated database, which stays for who wants to look.

    Raises Wrong when it fails, or reads another number of events than the chain has.
    """
    postgres.drop_database(DATABASE)
    url = postgres.create_database(DATABASE, template=TEMPLATE)
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "tests.bench.run",
        name,
        chain.save(postgres.folder),
        url,
        *profile,
    ]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise Wrong(f"{name} failed, see above")
    if profile:
        print(done.stdout)
    measured = Measured(**json.loads(done.stdout.splitlines()[-1]))
    if measured.events != chain.events:
        raise Wrong(f"{name} read {measured.events} events, and the chain has {chain.events}")
    return measured


def count_stored(postgres: Postgres) -> int:
    """How many events the database keeps."""
    places = sql.SQL(" union ").join(
        sql.SQL("select block_number, log_index from {}").format(sql.Identifier(name))
        for name in TABLES
        if name not in VERSIONS
    )
    with psycopg.connect(postgres.url_of(DATABASE, driver="")) as connection:
        (count,) = connection.execute(sql.SQL("select count(*) from ({})").format(places)).fetchone() or (0,)
    return int(count)


def digest(postgres: Postgres, tables: Sequence[str] = TABLES) -> dict[str, tuple[int, int]]:
    """Of each table, how many rows it has and the sum of their hashes, in whatever order they lie."""
    found = {}
    with psycopg.connect(postgres.url_of(DATABASE, driver="")) as connection:
        for name in tables:
            query = sql.SQL("select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from {} t")
            row = connection.execute(query.format(sql.Identifier(name))).fetchone()
            assert row is not None
            found[name] = (int(row[0]), int(row[1]))
    return found
