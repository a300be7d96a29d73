"""`coprod mirror`: make the mirror anew, out of itself or out of the chain."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from backend.chain.client import ChainClient
from backend.db import open_database, open_engine
from backend.migrations import migrate
from backend.mirror.rebuild import Rebuilt, rebuild, require_cursor
from backend.mirror.renewal import renew
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

    async def run(url: str) -> Rebuilt:
        with _open_progress(console) as progress:
            bar = progress.add_task("blocks", total=None)

            def report(block: int, last: int) -> None:
                progress.update(bar, completed=block - start, total=last - start)

            async with open_engine(url) as engine:
                async with engine.connect() as connection:
                    start = (await require_cursor(connection)).start_number
                if not from_chain:
                    async with engine.begin() as connection:
                        return await rebuild(connection, report)
                async with ChainClient(settings.rpc_urls) as client:
                    return await renew(client, engine, log_range=settings.log_range, report=report)

    with open_database(settings) as url:
        migrate(url)
        _show(console, asyncio.run(run(url)), "the chain" if from_chain else "what the chain said")


def _open_progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True)


def _show(console: Console, rebuilt: Rebuilt, source: str) -> None:
    table = Table(title=f"The mirror, made anew from {source}", title_justify="left")
    for heading in ("rows", "made anew", "mended"):
        table.add_column(heading, justify="left" if heading == "rows" else "right")
    for name, count in rebuilt.made.items():
        table.add_row(name, f"{count:,}", f"{rebuilt.mended[name]:,}")
    console.print(table)
    mended = rebuilt.mended.total()
    console.print(f"{mended:,} rows mended" if mended else "All is as it was.")
