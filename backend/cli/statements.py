"""`coprod statements`: a distributor's file becomes a statement, and somebody approves it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.amounts import format_amount, format_decimal, parse_decimal
from backend.db import open_database, open_engine
from backend.migrations import migrate
from backend.royalties.exchange import ExchangeRate
from backend.royalties.preview import preview_statement
from backend.royalties.receipts import approve as approve_statement
from backend.royalties.receipts import find_project, find_statement, import_file
from backend.settings import Settings
from backend.tables import projects, statements

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, help="Import receipts, see what they would bring, approve them.")


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="The file, as it was sent to you.")
    ],
    campaign: Annotated[str, typer.Option(help="Campaign address of the project.")],
    reporter: Annotated[str, typer.Option(help="Account that will deposit: the producer or a collector.")],
    currency: Annotated[str, typer.Option(help="Currency of the file: EUR, USD…")],
    rate_source: Annotated[str, typer.Option(help="Where the rate comes from.")],
    rate_date: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Of which day it is.")],
    rate: Annotated[str, typer.Option(help="What one unit of it is worth in the project's currency.")] = "1",
    title: Annotated[
        list[str] | None,
        typer.Option(help="Title, artist, ISRC or UPC that is the project's; may be repeated."),
    ] = None,
    published_at: Annotated[str, typer.Option(help="Address of this site's /v1/statements.")] = "",
) -> None:
    """Read a file whole or refuse it whole, store the statement, and show what it would bring."""

    async def run(connection: AsyncConnection) -> int:
        project = await find_project(connection, parse_address(campaign))
        imported = await import_file(
            connection,
            project.campaign,
            file.read_bytes(),
            file.name,
            reporter=parse_address(reporter),
            rate=ExchangeRate(
                currency, project.currency_symbol, parse_decimal(rate), rate_source, rate_date.date()
            ),
            wanted=title or (),
            published_at=published_at,
        )
        console = Console()
        if imported.known:
            console.print(f"These receipts are known: they are statement {imported.id}.")
        for each in imported.left_out:
            amount = format_decimal(each.net)
            console.print(f"Left out: {escape(each.artist)}, {escape(each.title)}: {amount} {each.currency}")
        await _show(connection, console, imported.id)
        return imported.id

    number = _with_database(run)
    typer.echo(f"Statement {number}: look at it, then `coprod statements approve {number}`.")


@app.command()
def approve(number: Annotated[int, typer.Argument(help="As `import` and `list` show it.")]) -> None:
    """Let the worker deposit a statement; again after an error, when its cause is mended."""

    async def run(connection: AsyncConnection) -> None:
        await approve_statement(connection, number)
        await _show(connection, Console(), number)

    _with_database(run)
    typer.echo(f"Statement {number} is approved: `coprod worker` deposits it and pays the holders.")


@app.command("list")
def list_() -> None:
    """All statements, newest first, with what became of them."""

    async def run(connection: AsyncConnection) -> None:
        rows = await connection.execute(
            select(statements, projects.c.name, projects.c.currency_symbol, projects.c.currency_decimals)
            .join(projects, projects.c.campaign == statements.c.campaign)
            .order_by(statements.c.id.desc())
        )
        table = Table(box=None, pad_edge=False)
        for heading in ("number", "project", "file", "net", "status"):
            table.add_column(heading)
        for row in rows:
            net = format_amount(row.net, row.currency_decimals, row.currency_symbol)
            status = f"{row.status}: {row.error}" if row.error else row.status
            table.add_row(str(row.id), escape(row.name), escape(row.file_name), net, escape(status))
        Console().print(table)

    _with_database(run)


async def _show(connection: AsyncConnection, console: Console, number: int) -> None:
    """What each position would get, and how many holders share theirs."""
    statement = await find_statement(connection, number)
    project = await find_project(connection, statement.campaign)
    parts = await preview_statement(connection, statement)

    def money(amount: int) -> str:
        return format_amount(amount, project.currency_decimals, project.currency_symbol)

    console.print(f"{escape(project.name)}: gross {money(statement.gross)}, net {money(statement.net)}")
    table = Table(box=None, pad_edge=False)
    table.add_column("position")
    table.add_column("payee")
    table.add_column("would get", justify="right")
    for position, amount in parts.positions:
        payee = f"the {len(parts.holders)} holders" if position.is_holders else position.payee
        table.add_row(escape(position.label), payee, money(amount))
    if parts.to_producer:
        table.add_row("over the holders' cap", "the producer", money(parts.to_producer))
    console.print(table)


def _with_database(verb: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """One verb in one transaction on the database of the settings."""

    async def run(url: str) -> T:
        async with open_engine(url) as engine, engine.begin() as connection:
            return await verb(connection)

    with open_database(Settings()) as url:
        migrate(url)
        return asyncio.run(run(url))
