"""`coprod payer`: what is under way, what it cost, and the switch that stops all sending."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import format_decimal
from backend.db import open_database, open_engine
from backend.migrations import migrate
from backend.royalties.accounts import find_stop, start_sending, stop_sending
from backend.royalties.costs import read_costs, read_open
from backend.royalties.retries import Retry, read_retries
from backend.royalties.transactions import abandon as abandon_transaction
from backend.settings import Settings

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, help="See what is sent and what it costs; stop it, and let it go on.")


@app.command()
def status() -> None:
    """Whether sending is stopped, transactions that are not over, in the order of their nonces, and who could
    not be paid, with when that is tried again."""

    async def run(connection: AsyncConnection) -> None:
        console = Console()
        reason = await find_stop(connection)
        console.print(f"Stopped: {escape(reason)}" if reason is not None else "Nothing is stopped.")
        table = Table(box=None, pad_edge=False)
        for heading in ("number", "account", "nonce", "for", "status", "signed", "hash"):
            table.add_column(heading)
        for row in await read_open(connection):
            words = f"{row.status}: {row.error}" if row.error else row.status
            table.add_row(
                str(row.id),
                row.sender,
                str(row.nonce),
                row.intent.partition(":")[0],
                escape(words),
                str(row.attempt),
                row.hash or "",
            )
        console.print(table)
        for retry in await read_retries(connection):
            console.print(_describe(retry), soft_wrap=True)

    _with_database(run)


@app.command()
def stop(reason: Annotated[str, typer.Argument(help="Why; workers and `status` say it.")]) -> None:
    """Stop all workers on this database from recording, signing and sending anything.

    What nodes have already may still be mined, and is followed.
    """
    _with_database(lambda connection: stop_sending(connection, reason))
    typer.echo("Stopped. `coprod payer start` lets it go on.")


@app.command()
def start() -> None:
    """Take the stop back."""
    _with_database(start_sending)
    typer.echo("Workers send again.")


@app.command()
def abandon(
    numbers: Annotated[list[int], typer.Argument(help="As the alarm and `status` show them.")],
) -> None:
    """Let an account send again, after you found out who else used its nonce; or give up what is due and was
    not signed, because its key is gone."""

    async def run(connection: AsyncConnection) -> None:
        for number in numbers:
            await abandon_transaction(connection, number)

    _with_database(run)
    for number in numbers:
        typer.echo(f"Transaction {number} is abandoned: what it was for is decided anew from the chain.")


@app.command()
def costs() -> None:
    """What each round of payouts was expected to cost, and did cost, in the chain's coin."""

    async def run(connection: AsyncConnection) -> None:
        table = Table(box=None, pad_edge=False)
        for heading in ("project", "attempt", "holders", "transactions", "gas", "expected", "cost"):
            table.add_column(heading, justify="left" if heading == "project" else "right")
        for row in await read_costs(connection):
            table.add_row(
                escape(row.project),
                str(row.attempt),
                f"{row.holders:,}",
                str(row.batches),
                f"{row.gas:,}",
                _coins(row.expected_cost),
                _coins(row.cost),
            )
        Console().print(table)

    _with_database(run)


def _describe(retry: Retry) -> str:
    """One line of `status`."""
    amount = format_decimal(Decimal(retry.units).scaleb(-retry.currency_decimals))
    at = datetime.fromtimestamp(retry.at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    what = f"{retry.holders} could not be paid {amount} {retry.currency_symbol}"
    error = f" ({retry.error})" if retry.error else ""
    return escape(f"{retry.project}: {what}{error}; tried again {at}, or when royalties enter.")


def _coins(wei: int) -> str:
    return format_decimal(Decimal(wei).scaleb(-18))


def _with_database(verb: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """One verb in one transaction on the database of the settings."""

    async def run(url: str) -> T:
        async with open_engine(url) as engine, engine.begin() as connection:
            return await verb(connection)

    with open_database(Settings()) as url:
        migrate(url)
        return asyncio.run(run(url))
