"""A hot standby of a database server: streaming replication, on a folder of its own."""

import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from backend.local.postgres import Postgres, clean_environment, program
from backend.local.processes import ChildFailed
from backend.local.unprivileged import Unprivileged

PATIENCE = 60
"""Seconds."""
FEEDBACK = "hot_standby_feedback = on\n"
"""So that the primary keeps the rows that a long answer of the standby still reads."""


class Standby(Postgres):
    """Follows `primary` from when it is started; all its databases, roles and passwords are the same."""

    def __init__(self, folder: Path, primary: Postgres, *, durable: bool = True) -> None:
        super().__init__(folder, durable=durable)
        self._primary = primary

    def pause(self) -> None:
        """Stay at what the primary has committed by now, whatever it does."""
        with self._connect(self._primary) as connection:
            (here,) = connection.execute("select pg_current_wal_insert_lsn()::text").fetchone() or ("",)
        self._wait(f"pg_last_wal_replay_lsn() >= '{here}'")
        self._call("pg_wal_replay_pause()")
        self._wait("pg_get_wal_replay_pause_state() = 'paused'")

    def resume(self) -> None:
        self._call("pg_wal_replay_resume()")

    def _wait(self, condition: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._call(condition):
            assert time.monotonic() < deadline, condition
            time.sleep(0.01)

    def _call(self, sql: str) -> Any:
        with self._connect(self) as connection:
            (found,) = connection.execute(f"select {sql}").fetchone() or (None,)
            return found

    @staticmethod
    def _connect(server: Postgres) -> psycopg.Connection[Any]:
        return psycopg.connect(server.url_of("postgres", driver=""), autocommit=True)

    def _initialise(self, user: Unprivileged) -> None:
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text((self._primary.folder / "password").read_text())
        user.own(self.folder, password)
        source = self._primary.url_of("postgres", driver="")
        command: list[str | Path] = [program("pg_basebackup"), "-D", self._cluster, "-d", source]
        # It writes down whom to follow.
        command += ["-R", "-X", "stream", "-c", "fast"]
        done = subprocess.run(
            [*user.prefix, *command], capture_output=True, text=True, env=clean_environment()
        )
        if done.returncode:
            raise ChildFailed(f"pg_basebackup failed: {done.stderr.strip()}")
        with (self._cluster / "postgresql.auto.conf").open("a") as settings:
            settings.write(FEEDBACK)
