"""`coprod mirror`: make the mirror anew, out of itself or out of the chain."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from backend.chain.client import ChainClient
from backend.cli.logs import configure_logs
from backend.cli.progress import Backfill
from backend.db import open_database, open_engine
from backend.migrations import migrate
from backend.mirror.renewal.reading import renew
from backend.mirror.renewal.rebuild import Rebuilt, rebuild
from backend.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Make the mirror anew.")


@app.callback()
def main() -> None:
    """Only here so that `rebuild` is a command of `mirror`, and stays one when others join it."""


@app.command("rebuild")
def rebuild_(
    from_chain: Annotated[
        bool,
        typer.Option("--from-chain", help="Read everything from the chain again, beside what there is."),
    ] = False,
) -> None:
    """Make everything anew that follows from what the chain said, and mend what is otherwise.

    A worker that runs may stay: readers see the old state until the new one is whole, and the worker goes on
    from there. Exit code 1, and nothing is changed, when the rows of what was said exclude each other.
    """
    settings = Settings()
    console = Console()

    configure_logs(settings.log)
    backfill = Backfill(Console(stderr=True))

    async def run(url: str) -> Rebuilt:
        async with open_engine(url) as engine:
            if not from_chain:
                async with engine.begin() as connection:
                    return await rebuild(connection, backfill)
            async with ChainClient(settings.rpc_urls) as client:
                return await renew(client, engine, log_range=settings.log_range, on_step=backfill)

    with open_database(settings) as url:
        migrate(url)
        try:
            rebuilt = asyncio.run(run(url))
        finally:
            backfill.stop()
    _show(console, rebuilt, "the chain" if from_chain else "what the chain said")


def _show(console: Console, rebuilt: Rebuilt, source: str) -> None:
    table = Table(title=f"The mirror, made anew from {source}", title_justify="left")
    for heading in ("rows", "made anew", "mended"):
        table.add_column(heading, justify="left" if heading == "rows" else "right")
    for name, count in rebuilt.made.items():
        table.add_row(name, f"{count:,}", f"{rebuilt.mended[name]:,}")
    console.print(table)
    mended = rebuilt.mended.total()
    console.print(f"{mended:,} rows mended" if mended else "All is as it was.")
