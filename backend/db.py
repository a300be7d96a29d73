"""Which database, and connections to it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from backend.local.postgres import DATABASE, USER, Postgres
from backend.settings import Settings


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


def create_engine(database_url: str, *, schema: str = "public") -> AsyncEngine:
    """Connections to the database, made when they are needed; `await engine.dispose()` closes them.

    schema: where tables are looked for and made.
    """
    path = {} if schema == "public" else {"options": f"-csearch_path={schema}"}
    return create_async_engine(with_driver(database_url), pool_pre_ping=True, connect_args=path)


@asynccontextmanager
async def open_engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The same, closed when the block ends."""
    engine = create_engine(database_url)
    try:
        yield engine
    finally:
        await engine.dispose()


def with_driver(database_url: str) -> str:
    """The URL with the one driver used here, psycopg. Raises sqlalchemy.exc.ArgumentError."""
    return make_url(database_url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
