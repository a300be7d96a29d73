from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from backend.addresses import AddressChecksumWrong, AddressUnreadable
from backend.api import parameters
from backend.api.documentation import ADDRESSED, problems
from backend.api.parameters import Campaign, Connection
from backend.api.problems import RequestInvalid
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN
from backend.papers.accountant import draw_up_books, read_books
from backend.papers.fec import ENCODING, RateMissing, name_file, read_rate, write_fec
from backend.papers.holder import draw_up_year
from backend.papers.paper import Language, Paper
from backend.papers.pdf import write_pdf
from backend.papers.plain import write_csv, write_xlsx
from backend.queries.project import ProjectUnknown
from backend.queries.status import NotMirroredYet
from backend.queries.years import YearAhead, wallet_year

router = APIRouter(tags=["papers"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "fec": f"text/plain; charset={ENCODING}",
}
WRITERS = {"pdf": write_pdf, "csv": write_csv, "xlsx": write_xlsx}

Year = Annotated[
    int, Path(ge=2015, le=9998, description="A calendar year, in UTC.", examples=[2026], alias="year")
]
InLanguage = Annotated[
    Language, Query(description="Of the words and of how numbers are written.", examples=["fr"])
]


def _file(*formats: str) -> dict[int | str, dict[str, Any]]:
    """The 200 of an operation that sends a file."""
    examples = {"pdf": "%PDF-1.7 …", "csv": "Nature;Année;Projet …", "xlsx": "PK …", "fec": "JournalCode\t…"}
    content = {
        MEDIA_TYPES[each].partition(";")[0]: {
            "schema": {"type": "string", "format": "binary"},
            "example": examples[each],
        }
        for each in formats
    }
    return {200: {"description": "The file, to be kept under the name it comes with.", "content": content}}


NOTHING_READ = (
    NotMirroredYet("No block has been read yet: start `coprod worker`, or try again in a moment."),
    YearAhead("The chain has been read to 2026-11-23: ask for an earlier year."),
    RequestInvalid("path.year: It must be 2015 at least."),
)


@router.get(
    "/v1/wallets/{address}/years/{year}",
    operation_id="getWalletYear",
    summary="A holder's year on paper: what it held and received, by project and statement",
    response_class=Response,
    responses=_file("pdf", "csv", "xlsx") | problems(*NOTHING_READ, *ADDRESSED),
)
async def get_wallet_year(
    request: Request,
    address: parameters.Wallet,
    year: Year,
    connection: Connection,
    format: Annotated[
        Literal["pdf", "csv", "xlsx"],
        Query(description="PDF/UA-1 and PDF/A-3 with the CSV attached, or a table alone.", examples=["pdf"]),
    ] = "pdf",
    language: InLanguage = "fr",
) -> Response:
    """The newest state: the block is named in the PDF. A year that is not over is provisional."""
    found = await wallet_year(connection, address, year)
    return await _send(draw_up_year(found, language, request.app.state.settings.explorer), format)


@router.get(
    "/v1/projects/{campaign}/years/{year}",
    operation_id="getProjectYear",
    summary="The books of a project's royalties for its producer's accountant",
    response_class=Response,
    responses=_file("csv", "xlsx", "fec")
    | problems(
        *NOTHING_READ,
        AddressUnreadable("An address is 0x and 40 hexadecimal digits: copy it whole from your wallet."),
        AddressChecksumWrong(EXAMPLE_CAMPAIGN),
        ProjectUnknown(EXAMPLE_CAMPAIGN),
        RateMissing("French books are in euros, and these receipts are in USDC: give `rate`, …"),
    ),
)
async def get_project_year(
    request: Request,
    campaign: Campaign,
    year: Year,
    connection: Connection,
    format: Annotated[
        Literal["csv", "xlsx", "fec"],
        Query(
            description="A table, or the French fichier des écritures comptables (A47 A-1 LPF).",
            examples=["fec"],
        ),
    ] = "csv",
    language: InLanguage = "fr",
    rate: Annotated[
        str | None,
        Query(description="Of the FEC: euros for one unit of the project's currency.", examples=["0.8613"]),
    ] = None,
    rate_source: Annotated[
        str,
        Query(
            max_length=80,
            description="Of the FEC: who says so, and of which day.",
            examples=["BCE 2026-12-31"],
        ),
    ] = "",
    siren: Annotated[
        str,
        Query(
            pattern="^([0-9]{9})?$",
            description="Of the FEC: the producer's, for its name.",
            examples=["732829320"],
        ),
    ] = "",
) -> Response:
    """Only what is final is booked. The FEC is in euros and cents, the table has the amounts exactly."""
    books = await read_books(connection, campaign, year)
    if format == "fec":
        content = write_fec(books, read_rate(rate, rate_source))
        return _attach(content, name_file(books, siren), MEDIA_TYPES["fec"])
    return await _send(draw_up_books(books, language, request.app.state.settings.explorer), format)


async def _send(paper: Paper, format: str) -> Response:
    content = await run_in_threadpool(WRITERS[format], paper)
    return _attach(content, f"{paper.name}.{format}", MEDIA_TYPES[format])


def _attach(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(content, media_type=media_type, headers=headers)
