"""`coprod statements`: a distributor's file becomes a statement, and somebody approves it."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.amounts import AmountUnreadable, parse_decimal
from backend.chain.client import ChainClient
from backend.cli import rules
from backend.cli.account import describe_status, show_statement
from backend.cli.reading import open_shown
from backend.cli.session import with_database
from backend.cli.signatures import Keystore, PasswordFile, Signature, read_signature
from backend.cli.tables import align_units, open_table, print_table
from backend.queries.writing import show_line
from backend.royalties.importers import parse_mapping
from backend.royalties.statements.approvals import describe_approval, find_chain
from backend.royalties.statements.calls import PreparedCall, prepare_deposit
from backend.royalties.statements.choices import Answer, Rest, TitlesUndecided, describe_title, key_of
from backend.royalties.statements.exchange import ExchangeRate
from backend.royalties.statements.project import find_project
from backend.royalties.statements.receipts import Imported, Repeated, find_statement, import_file
from backend.royalties.statements.receipts import approve as approve_statement
from backend.royalties.statements.receipts import discard as discard_statement
from backend.royalties.statements.titles import TitleSum
from backend.settings import Settings
from backend.tables import projects, statements

app = typer.Typer(no_args_is_help=True, help="Import receipts, see what they would bring, approve them.")
app.command("rule")(rules.set_approval_rule)


def read_rate(text: str) -> Decimal:
    """Raises typer.BadParameter, which names the option."""
    try:
        return parse_decimal(text)
    except AmountUnreadable as problem:
        raise typer.BadParameter(f"“{text}” is {problem.detail}") from None


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
    rate: Annotated[
        Decimal,
        typer.Option(
            parser=read_rate,
            metavar="<decimal>",
            help="What one unit of it is worth in the project's currency: 1 at par.",
        ),
    ],
    mapping: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="How to read a file that is not known.")
    ] = None,
    title: Annotated[
        list[str] | None,
        typer.Option(help="Title, artist, ISRC or UPC that is the project's; may be repeated."),
    ] = None,
    other_title: Annotated[
        list[str] | None, typer.Option(help="The same, of what is somebody else's; may be repeated.")
    ] = None,
    rest: Annotated[
        Rest, typer.Option(help="What all titles are of which nobody has decided: the project's, or others'.")
    ] = "ask",
    repeated: Annotated[
        Repeated, typer.Option(help="What becomes of lines that an earlier file had.")
    ] = "ask",
    published_at: Annotated[
        str,
        typer.Option(
            help="Address of this site's /v1/statements, which the deposit will name; COPROD_PUBLISHED_AT by "
            "default."
        ),
    ] = "",
) -> None:
    """Read a file whole or refuse it whole, store the statement, and show what it would bring."""
    if not file.is_file():
        raise typer.BadParameter(f"{file} is no file, which is read twice: save it first")
    columns = parse_mapping(mapping.read_bytes()) if mapping else None
    answer = Answer(title or (), other_title or (), rest)
    console = Console(stderr=True)
    published_at = published_at or Settings().published_at

    async def run(connection: AsyncConnection) -> Imported:
        project = await find_project(connection, parse_address(campaign))
        with open_shown(file, console) as stream:
            return await import_file(
                connection,
                project.campaign,
                stream,
                file.name,
                reporter=parse_address(reporter),
                rate=ExchangeRate(currency, project.currency_symbol, rate, rate_source, rate_date.date()),
                mapping=columns,
                answer=answer,
                repeated=repeated,
                published_at=published_at,
            )

    while True:
        try:
            imported = with_database(run)
            break
        except TitlesUndecided as undecided:
            if not sys.stdin.isatty():
                raise
            answer = _ask(undecided.titles, answer)
    # Kept, whatever comes of looking at it.
    _tell(Console(soft_wrap=True, highlight=False), imported, bool(published_at))
    status = with_database(lambda connection: show_statement(connection, imported.id))
    if status == "imported":
        typer.echo(
            f"Statement {imported.id}: look at it, then `coprod statements approve {imported.id}`; or, for "
            f"another rate or other titles, `coprod statements discard {imported.id}` and import it again."
        )


@app.command()
def show(
    number: Annotated[int, typer.Argument(help="As `import` and `list` show it.")],
    holders: Annotated[bool, typer.Option("--holders", help="Each holder too, not only how many.")] = False,
) -> None:
    """What a statement would bring to each position and to each holder, and what paying it would cost.

    Once it is deposited, what each position got.
    """
    with_database(lambda connection: show_statement(connection, number, each_holder=holders))


@app.command()
def approve(
    number: Annotated[int, typer.Argument(help="As `import` and `list` show it.")],
    keystore: Keystore = None,
    password_file: PasswordFile = None,
    signature: Signature = "",
) -> None:
    """Let the worker deposit a statement; again after an error, when its cause is mended.

    Where the project has a rule for it, one of the people it names approves, with a keystore, or with a
    signature of what `to-sign` prints. Without the reporter's keystore, its own wallet deposits: `to-send`.
    """

    async def run(connection: AsyncConnection) -> int:
        statement = await find_statement(connection, number)
        described = describe_approval(await find_chain(connection), statement)
        signed = read_signature(described, keystore, password_file, signature)
        async with ChainClient(Settings().rpc_urls) as client:
            return await approve_statement(connection, number, signed, client)

    missing = with_database(run)
    with_database(lambda connection: show_statement(connection, number))
    if missing:
        typer.echo(f"Statement {number} waits for somebody else's approval: its net is above the threshold.")
    else:
        typer.echo(
            f"Statement {number} is approved: `coprod worker` deposits it, or the reporter's own wallet does "
            f"(`coprod statements to-send {number}`), and the holders are paid."
        )


@app.command()
def discard(number: Annotated[int, typer.Argument(help="As `import` and `list` show it.")]) -> None:
    """Forget a statement that is not approved, or whose deposit is refused: its file is new again."""

    async def run(connection: AsyncConnection) -> None:
        await discard_statement(connection, number)

    with_database(run)
    typer.echo(f"Statement {number} is forgotten.")


@app.command("to-sign")
def to_sign(number: Annotated[int, typer.Argument(help="As `import` and `list` show it.")]) -> None:
    """Print what a wallet signs to approve a statement (EIP-712 typed data, JSON)."""

    async def run(connection: AsyncConnection) -> str:
        statement = await find_statement(connection, number)
        return json.dumps(describe_approval(await find_chain(connection), statement))

    typed = with_database(run)
    typer.echo(f"A wallet signs this: then `coprod statements approve {number} --signature 0x…`.", err=True)
    typer.echo(typed)


@app.command("to-send")
def to_send(number: Annotated[int, typer.Argument(help="As `import` and `list` show it.")]) -> None:
    """Print the calls with which the reporter's own wallet deposits an approved statement (JSON).

    For a reporter of whom the worker has no keystore. Each is {chainId, to, data, value}, to be sent in this
    order from that wallet; the worker sees the deposit and pays the holders.
    """

    async def run(connection: AsyncConnection) -> list[PreparedCall]:
        async with ChainClient(Settings().rpc_urls) as client:
            return await prepare_deposit(connection, client, await find_statement(connection, number))

    calls = with_database(run)
    for place, call in enumerate(calls, 1):
        gas = "" if call.gas is None else f" About {call.gas:,} gas."
        typer.echo(f"{place}. {show_line(call.summary)}{gas}", err=True)
    printed = [
        {"chainId": hex(each.chain_id), "to": each.to, "data": "0x" + each.data.hex(), "value": "0x0"}
        for each in calls
    ]
    typer.echo(json.dumps(printed))


@app.command("list")
def list_() -> None:
    """All statements, newest first, with what became of them."""

    async def run(connection: AsyncConnection) -> None:
        rows = await connection.execute(
            select(statements, projects.c.name, projects.c.currency_symbol, projects.c.currency_decimals)
            .join(projects, projects.c.campaign == statements.c.campaign)
            .order_by(statements.c.id.desc())
        )
        table = open_table(["number", "project", "file"], ["net", "currency"])
        table.add_column("status", overflow="fold")
        for row in rows:
            words = (row.name, row.file_name, row.currency_symbol, await describe_status(connection, row))
            name, file, currency, status = (escape(show_line(each)) for each in words)
            net = align_units(row.net, row.currency_decimals)
            table.add_row(str(row.id), name, file, net, currency, status)
        print_table(table)

    with_database(run)


def _ask(titles: Sequence[TitleSum], answer: Answer) -> Answer:
    """Of each title that nobody has decided about, whose it is; the file is read again with the answers."""
    decided = {
        key_of(each): typer.confirm(f"{describe_title(each)}. Is it the project's?") for each in titles
    }
    return replace(answer, decided=decided)


def _tell(console: Console, imported: Imported, is_published: bool) -> None:
    """What did not go into the statement, and why."""
    if imported.known:
        console.print(
            f"These receipts are known, and nothing was stored: they are statement {imported.id}, as it was "
            "imported then."
        )
        return
    for each in imported.left_out:
        console.print(f"Left out, somebody else's: {escape(describe_title(each))}")
    if imported.repeated:
        console.print(f"Left out, in earlier statements: {imported.repeated:,} of its lines")
    for warning in imported.warnings:
        console.print(f"Warning: {escape(str(warning))}")
    if not is_published:
        console.print(
            "Warning: the deposit will not say where this statement can be read, so that `coprod verify` has "
            "to be told. To mend that, discard it and import it with --published-at, such as "
            "https://your.site/v1/statements, or set COPROD_PUBLISHED_AT."
        )
