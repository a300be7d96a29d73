"""The papers that the demo's website offers, read as who downloads them would."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal

import httpx
import pikepdf

from tests.end_to_end.staging import Demo
from tests.printed import read_printed


def find_site(demo: Demo) -> str:
    return re.findall(r"^Website +(\S+)", demo.said, re.MULTILINE)[-1]


def find_links(site: str, page: str, format: str) -> list[str]:
    """Of all years that a page offers in a format."""
    links = re.findall(r'href="(/v1/[^"]+/years/[^"]+)"', get(site + page).text)
    return [html.unescape(link) for link in links if f"format={format}&" in html.unescape(link)]


def wallets(demo: Demo) -> dict[str, str]:
    """Addresses by the names of the demo's tables."""
    result = json.loads((demo.home / "campaigns.json").read_text())
    roles = {role.replace("_", " "): address for role, address in result["roles"].items()}
    return roles | {fan["name"]: fan["address"] for fan in result["fans"]}


def read_pdfs(demo: Demo, wallet: str) -> list[dict[str, str]]:
    """The lines of the CSV in each French PDF of a wallet; every one has a language, a title and tags, and
    shows the amounts of these lines."""
    site, rows = find_site(demo), []
    for link in find_links(site, f"/fr/portfolio/{wallet}", "pdf"):
        content = get(site + link).content
        printed = "\n".join(read_printed(content))
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert str(pdf.Root.Lang) == "fr"
            assert pdf.Root.StructTreeRoot is not None
            (attached,) = pdf.attachments.values()
            lines = list(read_csv(attached.get_file().read_bytes()))
        for line in lines:
            for column in ("Recette brute", "Net versé", "Montant"):
                assert not line[column] or write(line[column]) in printed, (line, printed)
        rows += lines
    return rows


def write(exact: str) -> str:
    """An amount of a CSV as people read it in French: thousands apart, and no zeros after the cents."""
    whole, _, decimals = exact.partition(",")
    return f"{int(whole):,}".replace(",", "\u202f") + "," + decimals.rstrip("0").ljust(2, "0")


def read_years(demo: Demo, people: list[str]) -> dict[str, list[dict[str, str]]]:
    """Of wallets, the lines of all years: of the first as its page links the PDF, of the others as CSV."""
    site, (first, *others) = find_site(demo), people
    links = find_links(site, f"/fr/portfolio/{first}", "csv")
    found = {first: read_pdfs(demo, first)}
    for each in others:
        files = [get(site + link.replace(first, each)).content for link in links]
        found[each] = [row for file in files for row in read_csv(file)]
    return found


def get(address: str, **params: str) -> httpx.Response:
    """Of a machine that may be busy."""
    return httpx.get(address, params=params or None, timeout=60).raise_for_status()


def read_csv(content: bytes) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")


def read_fec(demo: Demo, campaign: str, **rate: str) -> list[list[dict[str, str]]]:
    """The lines of each year of a project's books, the oldest first."""
    site, years = find_site(demo), []
    for link in reversed(find_links(site, f"/fr/projects/{campaign}", "csv")):
        answer = get(site + link.partition("?")[0], format="fec", **rate)
        text = answer.content.decode("iso8859-15")
        years.append(list(csv.DictReader(io.StringIO(text), delimiter="\t")))
    return years


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ".") or "0")
