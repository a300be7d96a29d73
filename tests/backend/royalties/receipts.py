"""The sample files, and statements made up for one test."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from backend.royalties.importers import Line, Problem, StatementRefused, open_statement

DATA = Path(__file__).parents[3] / "scripts" / "data"

DISTROKID = (
    "Reporting Date\tSale Month\tStore\tArtist\tTitle\tISRC\tUPC\tQuantity\tTeam Percentage\tSong/Album\t"
    "Country of Sale\tSongwriter Royalties Withheld\tEarnings (USD)"
)
FILM = (
    "Période;Mode d’exploitation;Territoire;Exploitant;Recettes brutes HT;Commission %;"
    "Frais d’édition opposables;Net producteur;Devise;Date d’encaissement;Référence contrat"
)
TUNECORE = (
    "Sales Period,Posted Date,Store Name,Country Of Sale,Artist,Release Type,Release Title,Song Title,Label,"
    "UPC,Optional UPC,TC Song ID,Optional ISRC,Sales Type,# Units Sold,Per Unit Price,Net Sales,"
    "Net Sales Currency,Exchange Rate,Total Earned,Currency"
)


def distrokid(
    earnings: str = "1.50",
    *,
    withheld: str = "0.00",
    artist: str = "Vallée des Ombres",
    title: str = "Nord",
    isrc: str = "FRX762600013",
    upc: str = "3616840123456",
    month: str = "2026-05",
    country: str = "FR",
    quantity: str = "1",
) -> str:
    return "\t".join(
        (
            "2026-08-23",
            month,
            "Spotify",
            artist,
            title,
            isrc,
            upc,
            quantity,
            "100",
            "Song",
            country,
            withheld,
            earnings,
        )
    )


def film(
    gross: str = "1 000,00",
    percent: str = "25",
    expenses: str = "100,00",
    net: str = "650,00",
    *,
    period: str = "2026-T1",
    exploiter: str = "Distributeur",
    currency: str = "EUR",
    received: str = "30/04/2026",
) -> str:
    return (
        f"{period};Salles;France;{exploiter};{gross};{percent};{expenses};{net};{currency};{received};CTR-1"
    )


def tunecore(
    units: str = "2",
    price: str = "0.50",
    net: str = "1.00",
    rate: str = "1.1",
    total: str = "1.10",
    *,
    currency: str = "USD",
) -> str:
    release = 'Album,"Sous la verrière, deluxe",Nord,Label,3616840123456,,9000102,FRX762600013,Streaming'
    sale = f"{units},{price},{net},EUR,{rate},{total},{currency}"
    return f"2026-04-01,2026-08-31,Deezer,FR,Vallée des Ombres,{release},{sale}"


def file_of(header: str, rows: Iterable[str], encoding: str = "utf-8", line_end: str = "\r\n") -> bytes:
    return "".join(f"{row}{line_end}" for row in (header, *rows)).encode(encoding)


def read(content: bytes, name: str = "statement.csv") -> list[Line]:
    return list(open_statement(content, name))


def refusal(content: bytes, name: str = "statement.csv") -> StatementRefused:
    with pytest.raises(StatementRefused) as refused:
        read(content, name)
    return refused.value


def places(problems: Iterable[Problem]) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.code) for problem in problems]
