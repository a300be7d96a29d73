"""From a preset (a TOML file that a producer edits) to the terms that bind the project."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_utils import keccak

from backend.amounts import format_amount
from scripts.findings import Finding, FindingsRefused, Reader, read_toml
from scripts.metadata import contract_uri, data_uri
from scripts.project_terms import (
    HOLDERS,
    OFF_THE_TOP,
    PERCENTAGE,
    CampaignTerms,
    FinancierLine,
    Position,
    ProjectTerms,
    WaterfallTerms,
)
from scripts.terms import findings_of

EXAMPLE = "scripts/presets/complement.toml"
MODELS = ("community", "label", "complement", "professional")
MOST_MONEY, MOST_SHARES, MOST_STEPS = 2**96 - 1, 2**48 - 1, 2**16 - 1
"""What the fields of ProjectTerms.sol hold."""
MOST_PAGE_BYTES, MOST_DOCUMENT_BYTES = 2_048, 8_192
"""Texts that are kept on the chain cost gas, the page's in the code of the share itself."""
HOUR = 3_600


@dataclass(frozen=True)
class Currency:
    address: str
    symbol: str
    decimals: int

    def in_words(self, units: int) -> str:
        return format_amount(units, self.decimals, self.symbol)


UNKNOWN_CURRENCY = Currency(HOLDERS, "", 6)


@dataclass(frozen=True)
class Surroundings:
    """What the terms depend on and the preset does not say.

    currencies: those of the factory, by symbol; people: addresses by the names that the preset uses;
    now: seconds since 1970; folder: where the files are that the preset names.
    """

    currencies: Mapping[str, Currency]
    people: Mapping[str, str]
    now: int
    folder: Path


def read_preset(file: Path, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The values of a preset, with top-level `changes` put in their place. Raises Refused."""
    return {**read_toml(file, EXAMPLE), **(changes or {})}


def people_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The people that a preset names, and their addresses; "" for those to be filled in."""
    people = values.get("people", {})
    return {name: str(address) for name, address in people.items()} if isinstance(people, dict) else {}


def build_terms(values: Mapping[str, Any], file: str, around: Surroundings) -> ProjectTerms:
    """The terms that a preset's values stand for. Raises FindingsRefused with all that is wrong with them.

    file: its name, for the message. Whether the terms make sense is looked at once all of them can be read.
    """
    findings: list[Finding] = []
    reader = Reader(values, findings)
    currency = read_currency(reader, around)
    name, people = reader.text("name"), read_people(reader, around)
    document_hash, document_uri = read_document(reader, around.folder)
    terms = ProjectTerms(
        model=read_model(reader),
        name=name,
        symbol=reader.text("symbol"),
        contract_uri=read_page(reader, name, around.folder),
        campaign=read_campaign(reader, currency, around.now),
        financiers=[read_financier(line, currency, people) for line in reader.tables("financiers")],
        waterfall=WaterfallTerms(
            positions=[read_position(position, people) for position in reader.tables("positions")],
            collectors=[person(reader, "collectors", name, people) for name in reader.texts("collectors")],
            deduction_ceiling_bps=reader.percent("deduction_ceiling_percent"),
            royalty_steps=reader.count("royalty_steps", MOST_STEPS),
        ),
        document_hash=document_hash,
        document_uri=document_uri,
    )
    reader.finish()
    findings = findings or findings_of(terms, around.now, currency.in_words)
    if findings:
        raise FindingsRefused(file, findings)
    return terms


def read_currency(reader: Reader, around: Surroundings) -> Currency:
    symbol = reader.text("currency")
    if symbol and symbol not in around.currencies:
        reader.wrong(
            "currency", f"the platform allows {', '.join(around.currencies)} here: choose one of them"
        )
    return around.currencies.get(symbol, UNKNOWN_CURRENCY)


def read_people(reader: Reader, around: Surroundings) -> dict[str, str]:
    """Addresses by name, with those that the surroundings bring; the holders are always known."""
    table = reader.table("people")
    found = {name: around.people.get(name) or table.address(name) for name in table.names()}
    return {**around.people, **found, "holders": HOLDERS}


def person(reader: Reader, key: str, name: str, people: Mapping[str, str]) -> str:
    """The address of somebody whom the preset names under `key`."""
    if name and name not in people:
        reader.wrong(key, f"who is {name!r}? Write them into [people] with their address")
    return people.get(name) or HOLDERS


def read_model(reader: Reader) -> str:
    model = reader.text("model")
    if model and model not in MODELS:
        reader.wrong("model", f"{model!r} is unknown: choose one of {', '.join(MODELS)}")
    return model


def read_campaign(reader: Reader, currency: Currency, now: int) -> CampaignTerms:
    opens_at = (
        reader.moment("opens_at") if reader.has("opens_at") else next_hour(now + reader.seconds("opens_in"))
    )
    closes_at = (
        reader.moment("closes_at") if reader.has("closes_at") else opens_at + reader.seconds("open_for")
    )
    return CampaignTerms(
        currency=currency.address,
        price_per_share=reader.amount("price", currency.decimals, MOST_MONEY),
        goal=reader.amount("goal", currency.decimals, MOST_MONEY),
        cap_shares=reader.count("most_shares", MOST_SHARES),
        least_shares=reader.count("least_shares", MOST_SHARES),
        min_shares_per_fan=reader.count("fan_least_shares", MOST_SHARES),
        max_shares_per_fan=reader.count("fan_most_shares", MOST_SHARES),
        opens_at=opens_at,
        closes_at=closes_at,
        total_budget=reader.amount("total_budget", currency.decimals, MOST_MONEY),
        community_bps=reader.percent("community_percent"),
    )


def next_hour(moment: int) -> int:
    """Rounded up to the hour: easier to announce, and a plan of some minutes ago has the same addresses."""
    return -(-moment // HOUR) * HOUR


def read_financier(line: Reader, currency: Currency, people: Mapping[str, str]) -> FinancierLine:
    return FinancierLine(
        financier=person(line, "financier", line.text("financier"), people),
        label=line.text("label"),
        amount=line.amount("amount", currency.decimals, MOST_MONEY),
    )


def read_position(position: Reader, people: Mapping[str, str]) -> Position:
    off_the_top = position.has("off_the_top_percent")
    return Position(
        kind=OFF_THE_TOP if off_the_top else PERCENTAGE,
        payee=person(position, "payee", position.text("payee"), people),
        bps=position.percent("off_the_top_percent" if off_the_top else "share_percent"),
        label=position.text("label"),
    )


def read_page(reader: Reader, name: str, folder: Path) -> str:
    """The share's metadata: the texts and the picture of [page]."""
    page = reader.table("page")
    poster = page.text("poster", default="")
    uri = contract_uri(
        name,
        english=page.text("english"),
        french=page.text("french"),
        poster=read_file(page, "poster", folder / poster).decode() if poster else "",
        website=page.text("website", default=""),
    )
    if len(uri) > MOST_PAGE_BYTES:
        reader.wrong(
            "page", f"takes {len(uri)} bytes on the chain, {MOST_PAGE_BYTES} fit: shorten texts or picture"
        )
    return uri


def read_document(reader: Reader, folder: Path) -> tuple[str, str]:
    """Hash and address of the prospectus; without an address of its own it goes on the chain itself."""
    name = reader.text("prospectus")
    content = read_file(reader, "prospectus", folder / name) if name else b""
    uri = reader.text("prospectus_uri", default="") or data_uri("text/markdown;charset=utf-8", content)
    if len(uri) > MOST_DOCUMENT_BYTES:
        reader.wrong("prospectus", "is too long for the chain: publish it and give its prospectus_uri")
    return "0x" + keccak(content).hex(), uri


def read_file(reader: Reader, key: str, file: Path) -> bytes:
    if file.is_file():
        return file.read_bytes()
    reader.wrong(key, f"there is no file {file}")
    return b""
