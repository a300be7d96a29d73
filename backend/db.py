"""Which database, and connections to it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psycopg
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as AllInUse
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from backend.local.postgres import DATABASE, USER, Postgres
from backend.settings import Settings

UNREACHABLE = (OperationalError, AllInUse, psycopg.OperationalError)
"""It does not answer, or all connections of this process stayed in use: later it may work."""


@contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """The URL of the database, for as long as the block lasts.

    Without a URL in the settings it is the embedded one: the server that another process of this installation
    runs, otherwise one that is started here and stopped at the end. Enter it in the main thread (see
    local.processes).
    Raises PartMissing or ChildFailed when the embedded one cannot start.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    running = find_running(settings.database_folder)
    if running:
        yield running
        return
    with Postgres(settings.database_folder) as server:
        yield server.url


def find_running(folder: Path) -> str | None:
    """The URL of the embedded server that runs on this folder, or None."""
    pid_file, password = folder / "cluster" / "postmaster.pid", folder / "password"
    try:
        # Process, folder, start time, port, socket folder, address, shared memory, state: one a line.
        lines = pid_file.read_text().splitlines()
        at_home = (Path("/proc") / lines[0] / "cwd").resolve() == (folder / "cluster").resolve()
        if at_home and lines[7].strip() == "ready":
            return f"postgresql+psycopg://{USER}:{password.read_text()}@127.0.0.1:{lines[3]}/{DATABASE}"
    except (FileNotFoundError, IndexError):
        pass
    return None


def create_engine(
    database_url: str, *, schema: str = "public", idle_seconds: int | None = None
) -> AsyncEngine:
    """Connections to the database, made when they are needed; `await engine.dispose()` closes them.

    schema: where tables are looked for and made. idle_seconds: the server ends a transaction that is left
    alone for so long, by a process that froze or a machine that is gone: its locks are free again.
    """
    options = [] if schema == "public" else [f"-csearch_path={schema}"]
    options += [f"-cidle_in_transaction_session_timeout={idle_seconds}s"] * (idle_seconds is not None)
    given = {"options": " ".join(options)} if options else {}
    return create_async_engine(with_driver(database_url), pool_pre_ping=True, connect_args=given)


@asynccontextmanager
async def open_engine(database_url: str, *, idle_seconds: int | None = None) -> AsyncIterator[AsyncEngine]:
    """The same, closed when the block ends."""
    engine = create_engine(database_url, idle_seconds=idle_seconds)
    try:
        yield engine
    finally:
        await engine.dispose()


def is_lost(failure: DBAPIError) -> bool:
    """Whether it is the connection that failed, or the server, and not what was asked: later it may work."""
    is_standby = isinstance(failure.orig, ReadOnlySqlTransaction)
    return failure.connection_invalidated or is_standby or isinstance(failure, OperationalError)


def describe(failure: DBAPIError) -> str:
    """What the connection or the server had to say, in one line."""
    return f"The database gives no answer ({' '.join(str(failure.orig).split())})."


def address_of(engine: AsyncEngine) -> str:
    """The URL that psycopg itself connects by, with the password."""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def with_driver(database_url: str) -> str:
    """The URL with the one driver used here, psycopg. Raises sqlalchemy.exc.ArgumentError."""
    return make_url(database_url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
