"""From a preset (a TOML file that a producer edits) to the terms that bind the project."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_utils import keccak

from scripts.description.findings import Finding, FindingsRefused, Reader, read_text, read_toml
from scripts.description.metadata import contract_uri, data_uri
from scripts.description.project_terms import HOLDERS, ProjectTerms
from scripts.description.sections import (
    FOR_HOLDERS,
    read_campaign,
    read_financier,
    read_production,
    read_reward,
    read_rule,
    read_waterfall,
)
from scripts.description.terms import findings_of
from scripts.language import say
from scripts.money import Currency

EXAMPLE = "scripts/presets/complement.toml"
MODELS = ("community", "label", "complement", "professional")
MOST_PAGE_BYTES, MOST_DOCUMENT_BYTES = 2_048, 8_192
"""Texts that are kept on the chain cost gas, the page's in the code of the share itself."""
MOST_FILE_BYTES = 16_000_000
"""Of a prospectus that is published elsewhere: it is read whole, for its hash."""
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

    file: its name in the folder of the surroundings, for the message and the lines of the findings.
    """
    terms, findings = read_terms(values, around)
    if findings:
        source = around.folder / file
        raise FindingsRefused(file, findings, read_text(source, EXAMPLE) if source.is_file() else None)
    return terms


def read_terms(values: Mapping[str, Any], around: Surroundings) -> tuple[ProjectTerms, list[Finding]]:
    """The terms that a preset's values stand for, and all that is wrong with them.

    Whether the terms make sense is looked at once all of them can be read.
    """
    findings: list[Finding] = []
    reader = Reader(values, findings)
    currency = read_currency(reader, around)
    name, people = reader.text("name"), read_people(reader, around)
    document_hash, document_uri = read_document(reader, around.folder)
    transfer_rule, rule_keeper = read_rule(reader, people)
    campaign = read_campaign(reader, currency, people, around.now)
    terms = ProjectTerms(
        model=read_model(reader),
        name=name,
        symbol=reader.text("symbol"),
        contract_uri=read_page(reader, name, around.folder),
        campaign=campaign,
        financiers=[read_financier(line, currency, people) for line in reader.tables("financiers")],
        tiers=[read_reward(reward) for reward in reader.tables("rewards")],
        production=read_production(reader, campaign.closes_at),
        waterfall=read_waterfall(reader, currency, people),
        transfer_rule=transfer_rule or HOLDERS,
        rule_keeper=rule_keeper,
        document_hash=document_hash,
        document_uri=document_uri,
    )
    reader.finish()
    return terms, findings or findings_of(terms, around.now, currency.in_words)


def read_currency(reader: Reader, around: Surroundings) -> Currency:
    symbol = reader.text("currency")
    if symbol and symbol not in around.currencies:
        reader.wrong(
            "currency",
            say(
                "the platform allows {currencies} here: choose one of them",
                currencies=", ".join(around.currencies),
            ),
        )
    return around.currencies.get(symbol, UNKNOWN_CURRENCY)


def read_people(reader: Reader, around: Surroundings) -> dict[str, str]:
    """Addresses by name, with those that the surroundings bring; the holders are always known."""
    table = reader.table("people")
    found = {name: around.people.get(name) or table.address(name, say(FOR_HOLDERS)) for name in table.names()}
    return {**around.people, **found, "holders": HOLDERS}


def read_model(reader: Reader) -> str:
    model = reader.text("model")
    if model and model not in MODELS:
        problem = say("{model!r} is unknown: choose one of {models}", model=model, models=", ".join(MODELS))
        reader.wrong("model", problem)
    return model


def read_page(reader: Reader, name: str, folder: Path) -> str:
    """The share's metadata: the texts and the picture of [page]."""
    page = reader.table("page")
    poster = page.text("poster", default="")
    picture = read_file(page, "poster", folder, poster) if poster else b""
    uri = contract_uri(
        name,
        english=page.text("english"),
        french=page.text("french"),
        poster=decode(page, "poster", picture),
        website=page.text("website", default=""),
    )
    if len(uri) > MOST_PAGE_BYTES:
        problem = say(
            "takes {bytes} bytes on the chain, {most} fit: shorten texts or picture",
            bytes=len(uri),
            most=MOST_PAGE_BYTES,
        )
        reader.wrong("page", problem)
    return uri


def read_document(reader: Reader, folder: Path) -> tuple[str, str]:
    """Hash and address of the prospectus; without an address of its own it goes on the chain itself."""
    name = reader.text("prospectus")
    content = read_file(reader, "prospectus", folder, name) if name else b""
    uri = reader.text("prospectus_uri", default="") or data_uri("text/markdown;charset=utf-8", content)
    if len(uri) > MOST_DOCUMENT_BYTES:
        reader.wrong("prospectus", say("is too long for the chain: publish it and give its prospectus_uri"))
    return "0x" + keccak(content).hex(), uri


def decode(reader: Reader, key: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        reader.wrong(key, say("is no SVG file: save it as SVG, in UTF-8"))
        return ""


def read_file(reader: Reader, key: str, folder: Path, name: str) -> bytes:
    """Nothing of elsewhere: a description that somebody sent could publish what lies on this machine."""
    file = folder / name
    if "\0" in name or not file.resolve().is_relative_to(folder.resolve()):
        reader.wrong(key, say("lies outside the folder of the description: put it there"))
    elif not file.is_file():
        reader.wrong(key, say("there is no file {file}", file=file))
    elif file.stat().st_size > MOST_FILE_BYTES:
        reader.wrong(key, say("is larger than {most:,} bytes: make it smaller", most=MOST_FILE_BYTES))
    else:
        return file.read_bytes()
    return b""
