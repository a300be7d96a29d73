"""`coprod papers`: a holder's year, and the books for the producer's accountant, as files."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.db import open_database, open_engine
from backend.migrations import migrate
from backend.papers.accountant import draw_up_books, read_books
from backend.papers.fec import name_file, read_rate, write_fec
from backend.papers.holder import draw_up_year
from backend.papers.paper import Paper
from backend.papers.pdf import write_pdf
from backend.papers.plain import write_csv, write_xlsx
from backend.queries.snapshot import open_snapshot
from backend.queries.years import wallet_year
from backend.settings import Settings

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, help="Files to be kept: a holder's year, and the accountant's books.")


class Language(StrEnum):
    FRENCH = "fr"
    ENGLISH = "en"


class YearFormat(StrEnum):
    PDF = "pdf"
    CSV = "csv"
    XLSX = "xlsx"


class BooksFormat(StrEnum):
    FEC = "fec"
    CSV = "csv"
    XLSX = "xlsx"


Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write; its usual name here if none is given.")
]
Year = Annotated[int, typer.Argument(min=2015, max=9998, help="A calendar year, in UTC.")]


@app.command()
def holder(
    wallet: Annotated[str, typer.Argument(help="Address of the wallet.")],
    year: Year,
    format: Annotated[YearFormat, typer.Option(help="What to write.")] = YearFormat.PDF,
    language: Annotated[Language, typer.Option(help="Of its words and numbers.")] = Language.FRENCH,
    output: Output = None,
) -> None:
    """What a wallet held and received in a year, by project and statement."""
    settings = Settings()
    address = parse_address(wallet)
    found = _read(settings, lambda connection: wallet_year(connection, address, year))
    _write(draw_up_year(found, language.value, settings.explorer), format.value, output)
    if not found.projects:
        typer.echo(f"It is empty: no project had to do with {address} in {year}.")


@app.command()
def accountant(
    campaign: Annotated[str, typer.Argument(help="Campaign address of the project.")],
    year: Year,
    format: Annotated[BooksFormat, typer.Option(help="What to write.")] = BooksFormat.FEC,
    language: Annotated[Language, typer.Option(help="Of a table's words and numbers.")] = Language.FRENCH,
    rate: Annotated[
        str | None, typer.Option(help="Of the FEC: euros for one unit of the project's currency.")
    ] = None,
    rate_source: Annotated[str, typer.Option(help="Of the FEC: who says so, and of which day.")] = "",
    siren: Annotated[str, typer.Option(help="Of the FEC: the producer's, for its name.")] = "",
    output: Output = None,
) -> None:
    """The books of a project's royalties in a year: what is final, in double entry."""
    settings = Settings()
    address = parse_address(campaign)
    books = _read(settings, lambda connection: read_books(connection, address, year))
    if format is BooksFormat.FEC:
        _keep(write_fec(books, read_rate(rate, rate_source)), output or Path(name_file(books, siren)))
    else:
        _write(draw_up_books(books, language.value, settings.explorer), format.value, output)
    if not any(each.time >= books.opens_at for each in books.entries):
        typer.echo(f"It has no entry: nothing of {year} is final yet, or nothing came in.")


def _write(paper: Paper, format: str, output: Path | None) -> None:
    content = {"pdf": write_pdf, "csv": write_csv, "xlsx": write_xlsx}[format](paper)
    _keep(content, output or Path(f"{paper.name}.{format}"))


def _keep(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    typer.echo(f"Written: {file}")


def _read(settings: Settings, query: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """One query on one state of the database of the settings."""

    async def run(url: str) -> T:
        async with open_engine(url) as engine, open_snapshot(engine) as connection:
            return await query(connection)

    with open_database(settings) as url:
        migrate(url)
        return asyncio.run(run(url))
