"""`coprod payer`: what is under way, what it cost, and the switch that stops all sending."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import format_decimal
from backend.cli.session import with_database
from backend.cli.tables import align_units, open_table, print_table
from backend.royalties.retries import Retry, read_retries
from backend.royalties.sender.accounts import find_stop, start_sending, stop_sending, wait_for_senders
from backend.royalties.sender.costs import Cost, read_costs, read_open, read_spending
from backend.royalties.sender.transactions import abandon as abandon_transaction

COIN = 18
"""Decimals of the chain's coin."""

app = typer.Typer(no_args_is_help=True, help="See what is sent and what it costs; stop it, and let it go on.")


@app.command()
def status() -> None:
    """Whether sending is stopped, transactions that are not over, in the order of their nonces, and who could
    not be paid, with when that is tried again."""

    async def run(connection: AsyncConnection) -> None:
        console = Console()
        reason = await find_stop(connection)
        console.print(f"Stopped: {escape(reason)}" if reason is not None else "Nothing is stopped.")
        table = open_table(["number", "for", "status"], ["nonce", "signed"], ["account", "hash"])
        rows = await read_open(connection)
        for row in rows:
            words = f"{row.status}: {row.error}" if row.error else row.status
            table.add_row(
                str(row.id),
                row.intent.partition(":")[0],
                escape(words),
                row.sender,
                row.hash or "",
                str(row.nonce),
                str(row.attempt),
            )
        if rows:
            print_table(table)
        else:
            console.print("No transaction is under way.")
        for retry in await read_retries(connection):
            console.print(_describe(retry), soft_wrap=True)

    with_database(run)


@app.command()
def stop(reason: Annotated[str, typer.Argument(help="Why; workers and `status` say it.")]) -> None:
    """Stop all workers on this database from recording, signing and sending anything.

    What nodes have already may still be mined, and is followed.
    """
    with_database(lambda connection: stop_sending(connection, reason))
    typer.echo("Stopped. `coprod payer start` lets it go on.")
    with_database(wait_for_senders)
    typer.echo("Nothing is being sent any more.")


@app.command()
def start() -> None:
    """Take the stop back."""
    with_database(start_sending)
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

    with_database(run)
    for number in numbers:
        typer.echo(f"Transaction {number} is abandoned: what it was for is decided anew from the chain.")


@app.command()
def costs() -> None:
    """What each round of payouts was expected to cost when it opened, and did cost, in the chain's coin; and
    what each account has spent in all.

    What a statement that is not approved yet would cost is told by `coprod statements show`.
    """

    async def run(connection: AsyncConnection) -> None:
        numbers = ["attempt", "holders", "transactions", "gas", "expected, coins", "cost, coins"]
        table = open_table(["opened, UTC", "project"], numbers)
        rounds = await read_costs(connection)
        for row in rounds:
            table.add_row(
                _write_time(row.opened_at), escape(row.project), str(row.attempt), *_write_sums([row])
            )
        table.add_row("", "all", "", *_write_sums(rounds))
        print_table(table)
        typer.echo()
        spent = open_table(["for"], ["transactions", "gas", "cost, coins"], ["account"])
        for each in await read_spending(connection):
            sums = f"{each.transactions:,}", f"{each.gas:,}", align_units(each.cost, COIN)
            spent.add_row(each.purpose, each.sender, *sums)
        print_table(spent)

    with_database(run)


def _describe(retry: Retry) -> str:
    """One line of `status`."""
    amount = format_decimal(Decimal(retry.units).scaleb(-retry.currency_decimals))
    what = f"{retry.holders} could not be paid {amount} {retry.currency_symbol}"
    error = f" ({retry.error})" if retry.error else ""
    return escape(
        f"{retry.project}: {what}{error}; tried again {_write_time(retry.at)} UTC, or when royalties enter."
    )


def _write_sums(rounds: Sequence[Cost]) -> list[str]:
    """Of some rounds together: holders, transactions and gas, and coins to the last wei."""
    counts = (
        sum(each.holders for each in rounds),
        sum(each.batches for each in rounds),
        sum(each.gas for each in rounds),
    )
    wei = (sum(each.expected_cost for each in rounds), sum(each.cost for each in rounds))
    return [*(f"{each:,}" for each in counts), *(align_units(each, COIN) for each in wei)]


def _write_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
