"""`coprod reconcile`: the mirror compared with the chain."""

import asyncio
import contextlib
from datetime import datetime
from functools import partial
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import OperationalError

from backend.chain.client import ChainClient
from backend.cli.comparison import DIFFERENT, SAME, compare
from backend.cli.logs import configure_logs
from backend.db import open_database, open_engine
from backend.errors import CoprodError
from backend.migrations import migrate
from backend.mirror.proof.audits import audit, audit_on, explain, log_round
from backend.mirror.proof.reconcile import Reconciliation
from backend.settings import Settings

LABELS = {"answers": "answers of contracts"}
"""Of what is compared and is no table."""


def reconcile(
    continuous: Annotated[
        bool,
        typer.Option("--continuous", help="Again every COPROD_RECONCILE_SECONDS, until Ctrl-C."),
    ] = False,
    every_block: Annotated[
        bool,
        typer.Option("--every-block", help="Look in the receipts of every block for what a node leaves out."),
    ] = False,
) -> None:
    """Compare the mirror with the chain.

    Every row is read again from the logs, every balance asked of the contracts. Exit code 1 if anything
    differs (of several rounds, in the last), with each difference named; 2 if nothing could be compared. With
    COPROD_LOG=json the rounds of --continuous are written to the log, as the worker's.
    """
    settings, console = Settings(), Console()
    configure_logs(settings.log)

    async def once(url: str) -> Reconciliation:
        async with open_engine(url) as engine, ChainClient(settings.rpc_urls) as client:
            return await audit(client, engine, log_range=settings.log_range, every_block=every_block)

    with open_database(settings) as url:
        migrate(url)
        if continuous:
            raise typer.Exit(DIFFERENT if _run_on(url, settings, console) else SAME)
        found = compare(once(url))
    _show(console, found)
    raise typer.Exit(DIFFERENT if found.differences else SAME)


def _run_on(url: str, settings: Settings, console: Console) -> int:
    """A line for each round, until Ctrl-C; the differences of the last one."""
    tell = log_round if settings.log == "json" else partial(_print_round, console)
    differences = 0

    async def run() -> None:
        nonlocal differences
        async with open_engine(url) as engine, ChainClient(settings.rpc_urls) as client:
            rounds = audit_on(
                client, engine, seconds=settings.reconcile_seconds, log_range=settings.log_range
            )
            async for found in rounds:
                if isinstance(found, Reconciliation):
                    differences = len(found.differences)
                tell(found)

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())
    return differences


def _print_round(console: Console, found: Reconciliation | CoprodError | OperationalError) -> None:
    now = datetime.now().strftime("%H:%M:%S")
    if isinstance(found, Reconciliation):
        counts = f"{sum(found.compared.values()):,} values compared, {_count(found)}"
        console.print(f"{now} block {found.as_of.number}: {counts}")
        _name_differences(console, found)
    else:
        console.print(f"{now} nothing compared: {explain(found)}", markup=False, soft_wrap=True)


def _show(console: Console, found: Reconciliation) -> None:
    block = found.as_of
    # No title of the table, which would break the hash into the width of its columns.
    console.print(f"Mirror and chain at block {block.number}, {block.hash}", soft_wrap=True)
    table = Table()
    table.add_column("compared")
    table.add_column("values", justify="right")
    for name, count in found.compared.items():
        table.add_row(LABELS.get(name, name), f"{count:,}")
    console.print(table)
    _name_differences(console, found)
    console.print(_count(found))
    if found.differences:
        console.print("`coprod mirror rebuild --from-chain` reads all of it again.")


def _count(found: Reconciliation) -> str:
    count = len(found.differences)
    return f"{count:,} difference{'' if count == 1 else 's'}"


def _name_differences(console: Console, found: Reconciliation) -> None:
    for difference in found.differences:
        console.print(f"✗ {difference}", markup=False, soft_wrap=True)
