"""What the database says of the payer's work, and of who is in the middle of what."""

import os
import subprocess
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from backend.local.postgres import Postgres, clean_environment, program

_WRITING = """
    select query, state from pg_stat_activity
    where client_port = any(%s) and xact_start is not null and backend_xid is not null
        and query not ilike '%%endpoints%%'
"""


class Ledger:
    """The database `name` of a server; each question is a connection of its own, because it is replaced."""

    def __init__(self, postgres: Postgres, name: str) -> None:
        self._postgres = postgres
        self._name = name
        self._plain = postgres.url_of(name, driver="")

    @property
    def url(self) -> str:
        """For SQLAlchemy."""
        return self._postgres.url_of(self._name)

    def statuses(self) -> Counter[str]:
        """Of the transactions."""
        return Counter(dict(self.ask("select status, count(*) from transactions group by status")))

    def count(self, rows: str) -> int:
        return int(self.ask(f"select count(*) from {rows}")[0][0])

    def is_unfinished(self) -> bool:
        """A statement is approved or deposited, and not everybody is paid."""
        return self.count("statements where status in ('approved', 'deposited')") > 0

    def find_writing(self, ports: Collection[int]) -> str | None:
        """What a transaction that writes is at, of those that came from these ports."""
        rows = self.ask(_WRITING, list(ports))
        if not rows:
            return None
        query, state = rows[0]
        words = " ".join(str(query).replace('"', "").split()[:3]).lower()
        return f"in {words}" if state == "active" else f"after {words}"

    def save(self, file: Path) -> None:
        """A backup, while everybody works."""
        _run("pg_dump", "--format=custom", "--file", str(file), self._plain)

    def restore(self, file: Path) -> None:
        """The backup takes the place of everything that happened since. Whoever is connected is cut off."""
        self._postgres.drop_database(self._name)
        self._postgres.create_database(self._name)
        _run("pg_restore", "--exit-on-error", "--dbname", self._plain, str(file))

    def ask(self, query: str, *values: Any) -> list[Any]:
        with psycopg.connect(self._plain, autocommit=True) as connection:
            return connection.execute(sql.SQL(query), list(values) or None).fetchall()  # type: ignore[arg-type]


def _run(name: str, *arguments: str) -> None:
    done = subprocess.run(
        [program(name), *arguments],
        capture_output=True,
        text=True,
        env=clean_environment() | {"PATH": os.environ.get("PATH", "")},
    )
    assert done.returncode == 0, f"{name} failed: {done.stderr}"
