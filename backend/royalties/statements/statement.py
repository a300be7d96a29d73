"""A statement: what a project received, in a file's currency and in the project's own, and its hash.

PROTOCOL 5.1: period, source, gross, deductions by category, net, hash. Rounding: half-even, once for
gross and once for each deduction; net is what remains, so that gross = deductions + net to the last unit.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import reduce
from types import MappingProxyType
from typing import Any

from eth_utils.crypto import keccak

from backend.amounts import add, format_decimal, round_half_even
from backend.chain import codec
from backend.chain.abi import find_entry
from backend.errors import CoprodError
from backend.royalties.importers.lines import Origin, Period
from backend.royalties.statements.exchange import ExchangeRate, RateUnusable
from backend.royalties.statements.titles import TitleSum
from backend.royalties.statements.words import EMPTY, NEGATIVE
from backend.sentences import SaidError

SCHEMA = "coprod/statement/2"
NO_CORRECTION = bytes(32)
MOST_UNITS = 2**96 - 1
"""Of a statement's gross, by the Waterfall."""


class StatementEmpty(SaidError):
    """There is nothing to draw a statement up from."""

    status = 422
    type = "statement-empty"
    title = "No title was chosen"
    sentences = EMPTY


class StatementNegative(SaidError):
    """The receipts are below zero: the chain takes no money back."""

    status = 422
    type = "statement-negative"
    title = "The refunds exceed the receipts"
    sentences = NEGATIVE


class StatementTooLarge(CoprodError):
    """The receipts are more than a contract counts."""

    status = 422
    type = "statement-too-large"
    title = "No project receives so much"


@dataclass(frozen=True)
class Exact:
    """Amounts as the file has them, to every decimal, in the file's `currency`."""

    currency: str
    gross: Decimal
    deductions: Mapping[str, Decimal]
    net: Decimal


@dataclass(frozen=True)
class Units:
    """The same amounts in smallest units of the project's `currency`; net = gross - sum(deductions)."""

    currency: str
    decimals: int
    gross: int
    deductions: Mapping[str, int]
    net: int


@dataclass(frozen=True)
class Statement:
    """Who reports what about which period, from which file, title by title.

    `repeated` counts lines of these titles that are not in it because an earlier statement has them.
    """

    reporter: str
    origin: Origin
    period: Period
    lines: int
    exact: Exact
    rate: ExchangeRate
    units: Units
    titles: tuple[TitleSum, ...]
    repeated: int = 0

    @property
    def times(self) -> dict[str, Period]:
        """When sales were `reported` to the distributor and their money `received`, as far as lines tell."""
        told = {
            "reported": [each.reported for each in self.titles if each.reported],
            "received": [each.received for each in self.titles if each.received],
        }
        return {name: reduce(Period.join, days) for name, days in told.items() if days}


def draw_up(
    origin: Origin,
    titles: Sequence[TitleSum],
    *,
    reporter: str,
    rate: ExchangeRate,
    decimals: int,
    repeated: int = 0,
) -> Statement:
    """The statement of a project's `titles`, in a currency (`rate.quote`) of `decimals` decimals.

    Raises StatementEmpty without titles, RateUnusable if the titles are in another currency than `rate.base`.
    """
    if not titles:
        raise StatementEmpty("repeated" if repeated else "no-title")
    for each in titles:
        if each.currency != rate.base:
            raise RateUnusable("other-base", wanted=each.currency, base=rate.base)
    kinds = sorted({kind for each in titles for kind, _ in each.deductions})
    gross = add(*(each.gross for each in titles))
    deducted = {
        kind: add(*(amount for each in titles for of, amount in each.deductions if of == kind))
        for kind in kinds
    }
    net = add(gross, *(amount.copy_negate() for amount in deducted.values()))
    units = round_half_even(gross, rate.rate, decimals)
    deducted_units = {kind: round_half_even(amount, rate.rate, decimals) for kind, amount in deducted.items()}
    return Statement(
        reporter=reporter,
        origin=origin,
        period=reduce(Period.join, (each.period for each in titles)),
        lines=sum(each.lines for each in titles),
        exact=Exact(rate.base, gross, MappingProxyType(deducted), net),
        rate=rate,
        units=Units(
            currency=rate.quote,
            decimals=decimals,
            gross=units,
            deductions=MappingProxyType(deducted_units),
            net=units - sum(deducted_units.values()),
        ),
        titles=tuple(titles),
        repeated=repeated,
    )


def canonical_json(statement: Statement) -> bytes:
    """The published document, JSON as RFC 8785 writes it: sorted keys, no white space, UTF-8."""
    document = _document(statement)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def statement_hash(statement: Statement) -> bytes:
    """keccak256 of the published document, 32 bytes: what the chain keeps."""
    return keccak(canonical_json(statement))


def onchain_terms(statement: Statement, uri: str, corrects: bytes = NO_CORRECTION) -> tuple[Any, ...]:
    """The fields of the contract's Statement, in order, as plain values.

    `uri` is where the document can be read; `corrects` the 32-byte id of the statement that it corrects.
    Times are the first second (UTC) of the period and the first one after it.
    Raises StatementNegative when an amount is below zero, StatementTooLarge.
    """
    units = statement.units
    if units.gross > MOST_UNITS:
        raise StatementTooLarge("The gross is more than 2^96 - 1 units: look for a wrong amount or rate.")
    for kind, amount in {"gross": units.gross, **units.deductions, "net": units.net}.items():
        if amount < 0:
            raise StatementNegative(kind if kind in NEGATIVE else "deduction", name=kind)
    return (
        _midnight(statement.period, 0),
        _midnight(statement.period, 1),
        to_bytes32(statement.origin.source),
        units.gross,
        [(to_bytes32(kind), amount) for kind, amount in sorted(units.deductions.items()) if amount],
        units.net,
        statement_hash(statement),
        uri,
        corrects,
    )


def statement_id_of(chain_id: int, waterfall: str, reporter: str, terms: Sequence[Any]) -> str:
    """What Waterfall.statementIdOf answers: the id of a statement by its reporter and full content."""
    _, statement = find_entry("Waterfall", "function", "statementIdOf")["inputs"]
    parameters = [{"type": "uint256"}, {"type": "address"}, {"type": "address"}, statement]
    return "0x" + keccak(codec.encode(parameters, [chain_id, waterfall, reporter, terms])).hex()


def to_bytes32(name: str) -> bytes:
    """An ASCII name, padded with zeros on its right. Raises ValueError if it is longer than 32 bytes."""
    padded = name.encode("ascii").ljust(32, b"\0")
    if len(padded) > 32:
        raise ValueError(f"{name!r} is longer than 32 bytes")
    return padded


def _midnight(period: Period, after: int) -> int:
    day = period.end + timedelta(days=1) if after else period.start
    return int(datetime.combine(day, time(), UTC).timestamp())


def _document(statement: Statement) -> dict[str, Any]:
    rate, exact, units = statement.rate, statement.exact, statement.units
    return {
        "schema": SCHEMA,
        "reporter": statement.reporter,
        "source": statement.origin.source,
        "file": {"name": statement.origin.file, "sha256": statement.origin.sha256},
        "period": _days(statement.period),
        # Where the file tells: how long the money was on its way, to the distributor and to the producer.
        **{name: _days(days) for name, days in statement.times.items()},
        "lines": statement.lines,
        # Not when there are none, so that the form of all other documents stays what was hashed.
        **({"repeated": statement.repeated} if statement.repeated else {}),
        "exact": {"currency": exact.currency, **_decimals(exact.gross, exact.deductions, exact.net)},
        "rate": {
            "base": rate.base,
            "quote": rate.quote,
            "rate": format_decimal(rate.rate),
            "source": rate.source,
            "date": rate.on.isoformat(),
        },
        "rounding": "half-even",
        "units": {
            "currency": units.currency,
            "decimals": units.decimals,
            "gross": str(units.gross),
            "deductions": {kind: str(amount) for kind, amount in units.deductions.items()},
            "net": str(units.net),
        },
        "titles": [
            {
                "artist": each.artist,
                "title": each.title,
                "isrc": each.isrc,
                "upc": each.upc,
                "lines": each.lines,
                **_decimals(each.gross, dict(each.deductions), each.net),
            }
            for each in statement.titles
        ],
    }


def _days(period: Period) -> dict[str, str]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def _decimals(gross: Decimal, deductions: Mapping[str, Decimal], net: Decimal) -> dict[str, Any]:
    return {
        "gross": format_decimal(gross),
        "deductions": {kind: format_decimal(amount) for kind, amount in deductions.items()},
        "net": format_decimal(net),
    }
