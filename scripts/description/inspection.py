"""Everything that can be said about a description of a project before anything is sent, by its lines.

Without a chain: what the chain would tell is in Facts, when somebody has asked it (see facts.py).
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eth_utils import keccak, to_checksum_address

from scripts.description.bilingual import language_findings
from scripts.description.economics import economic_findings
from scripts.description.findings import Finding, TextUnreadable, parse_toml, read_text
from scripts.description.places import Places
from scripts.description.preset import EXAMPLE, Surroundings, people_of, read_terms
from scripts.description.project_terms import HOLDERS
from scripts.language import say
from scripts.money import Currency

USUAL_DECIMALS = {"EURC": 6, "USDC": 6}
"""Of the currencies that need no chain to be known."""
OTHER_DECIMALS = 18
LEVELS = ("error", "warning", "note")


@dataclass(frozen=True)
class Facts:
    """What a chain says. currencies: those that its platform allows, by symbol; now: its clock, in seconds.

    stand_ins: whether accounts of that chain take the places of people left blank; producer: who proposes.
    """

    currencies: Mapping[str, Currency]
    fee_bps: int
    now: int
    stand_ins: bool
    producer: str | None = None
    chain_id: int = 0


@dataclass(frozen=True)
class Remark:
    """A finding, and where it is: line and column are counted from 1."""

    level: str
    line: int
    column: int
    key: str
    problem: str


@dataclass(frozen=True)
class Inspection:
    """What was found in one file, by line; the file makes sense when none of it is an error."""

    file: Path
    remarks: list[Remark] = field(default_factory=list)

    def of(self, level: str) -> list[Remark]:
        return [remark for remark in self.remarks if remark.level == level]

    def data(self) -> dict[str, Any]:
        """{"file", "errors", "warnings", "notes", "findings": [{level, line, column, key, problem}]}"""
        counts = {f"{level}s": len(self.of(level)) for level in LEVELS}
        return {"file": str(self.file), **counts, "findings": [asdict(each) for each in self.remarks]}


def inspect(file: Path, facts: Facts | None = None) -> Inspection:
    """Everything that is wrong with a file, or worth a second look. Raises Refused when there is none."""
    try:
        text = read_text(file, EXAMPLE)
        values = parse_toml(text, file)
    except TextUnreadable as error:
        return Inspection(file, [Remark("error", error.line, error.column, "", str(error))])
    places = Places(text)
    remarks = {locate(finding, places) for finding in all_findings(values, file.parent, facts)}
    return Inspection(file, sorted(remarks, key=in_order))


def in_order(remark: Remark) -> tuple[int, int, int, str]:
    return remark.line, remark.column, LEVELS.index(remark.level), remark.problem


def locate(finding: Finding, places: Places) -> Remark:
    place = places.find(finding.key)
    return Remark(finding.level, place.line, place.column, places.written(finding.key), finding.problem)


def assume(values: Mapping[str, Any], folder: Path, facts: Facts | None = None) -> Surroundings:
    """What a file's terms depend on, as far as it can be told: for now, stand-ins for people left blank."""
    producer = (facts.producer if facts else None) or stand_in("producer")
    return Surroundings(
        currencies=facts.currencies if facts else usual_currencies(values),
        people={**{name: stand_in(name) for name in filled(values, facts)}, "producer": producer},
        now=facts.now if facts else int(time.time()),
        folder=folder,
    )


def filled(values: Mapping[str, Any], facts: Facts | None) -> list[str]:
    """The people left blank in whose place there is somebody, for as long as nothing is sent."""
    blank = [name for name, address in people_of(values).items() if not address]
    return blank if facts is None or facts.stand_ins else []


def all_findings(values: Mapping[str, Any], folder: Path, facts: Facts | None) -> Iterator[Finding]:
    around = assume(values, folder, facts)
    terms, findings = read_terms(values, around)
    yield from findings
    if not findings:
        currency = around.currencies[values["currency"]]
        yield from economic_findings(terms, around.now, currency, facts.fee_bps if facts else None)
    yield from language_findings(values, folder)
    yield from people_findings(values, filled(values, facts))
    if (
        facts is None
        and values.get("currency") not in USUAL_DECIMALS
        and isinstance(values.get("currency"), str)
    ):
        problem = say(
            "it was counted with {decimals} decimals: --network asks the chain, and whether the platform "
            "allows it",
            decimals=OTHER_DECIMALS,
        )
        yield Finding("currency", problem, "warning")


def people_findings(values: Mapping[str, Any], blank: list[str]) -> Iterator[Finding]:
    """Who is left blank, named and never used, or somebody else too."""
    people, used = people_of(values), names_used(values)
    seen: dict[str, str] = {}
    for name, address in people.items():
        key = f"people.{name}"
        if name in blank:
            problem = say("is blank: write the address; a development chain puts one of its accounts there")
            yield Finding(key, problem, "warning")
        if name not in used:
            problem = say("nothing else names {name!r}: use it, or remove it", name=name)
            yield Finding(key, problem, "warning")
        if address and (other := seen.setdefault(address.lower(), name)) != name:
            problem = say("has the same address as {other!r}: is that one person?", other=other)
            yield Finding(key, problem, "warning")


def names_used(values: Mapping[str, Any]) -> set[str]:
    """Everybody whom a preset names outside of [people]."""
    rule = values.get("transfer_rule")
    collectors = values.get("collectors")
    return {
        str(name)
        for name in (
            values.get("rights_holder"),
            *(collectors if isinstance(collectors, list) else []),
            rule.get("keeper") if isinstance(rule, dict) else None,
            *(line.get("financier") for line in tables(values, "financiers")),
            *(position.get("payee") for position in tables(values, "positions")),
        )
    }


def tables(values: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    listed = values.get(key)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def usual_currencies(values: Mapping[str, Any]) -> dict[str, Currency]:
    """Without a chain any currency may be allowed: the one that the file names is."""
    symbol = values.get("currency")
    named = {symbol: OTHER_DECIMALS} if isinstance(symbol, str) and symbol else {}
    return {each: Currency(HOLDERS, each, decimals) for each, decimals in (named | USUAL_DECIMALS).items()}


def stand_in(name: str) -> str:
    """An address of its own for somebody whose address is not known yet; nobody has its key."""
    return to_checksum_address(keccak(text=f"stands in for {name}")[-20:])
