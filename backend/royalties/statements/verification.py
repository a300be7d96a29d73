"""Whether a published statement is the one on the chain, and whether it adds up (PROTOCOL 5.1). Pure.

Nothing of the document is believed: what is missing or of another type does not agree.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from eth_utils.crypto import keccak

from backend.amounts import (
    AmountUnreadable,
    add,
    format_decimal,
    format_units,
    parse_decimal,
    round_half_even,
)
from backend.chain.codec import text_of
from backend.chain.events import Deposited
from backend.royalties.statements.content import write_exact

DAY = 86_400
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")
Kind = Literal[
    "text",
    "wallet",
    "hash",
    "form",
    "day",
    "second",
    "amount",
    "deduction",
    "rate",
    "currency",
    "count",
    "other",
]


class Fact(NamedTuple):
    """One value that a check compares, as text. kind: how it is read; name: which of its kind it is, of a
    deduction what it is for. Amounts and rates are plain decimals; "other" is what cannot be read at all."""

    kind: Kind
    name: str
    value: str


Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a deposit says on the chain: the period from its first second to the first one after it, amounts
    in units of the project's currency, deductions by kind."""

    document_hash: str
    reporter: str
    source: str
    period_start: int
    period_end: int
    gross: int
    deductions: Mapping[str, int]
    net: int
    currency: str
    decimals: int


def read_deposited(deposited: Deposited, currency: str, decimals: int) -> Told:
    """What the event of a deposit says, and its project's currency, a symbol."""
    terms = deposited.statement
    return Told(
        document_hash=terms["documentHash"],
        reporter=deposited.reporter,
        source=text_of(terms["source"]),
        period_start=terms["periodStart"],
        period_end=terms["periodEnd"],
        gross=terms["gross"],
        deductions={text_of(each["category"]): each["amount"] for each in terms["deductions"]},
        net=terms["net"],
        currency=currency,
        decimals=decimals,
    )


@dataclass(frozen=True, slots=True)
class Check:
    """`name` is a stable slug: fingerprint, form, reporter, source, period, amounts, titles, rate, file.

    `expected` is what it has to be, by the chain or by arithmetic, `found` what the document says.
    """

    name: str
    expected: Facts
    found: Facts

    @property
    def agrees(self) -> bool:
        return self.expected == self.found


def verify(document: bytes, told: Told, file_sha256: str | None = None) -> tuple[Check, ...]:
    """Every check of a document; file_sha256: of the distributor's file, for whoever has it (hex)."""
    expected, found = _alone("hash", told.document_hash.lower(), "0x" + keccak(document).hex())
    fingerprint = Check("fingerprint", expected, found)
    try:
        content = json.loads(document)
    except (ValueError, RecursionError):
        return (fingerprint, Check("form", *_alone("form", "JSON", "no JSON")))
    checks: dict[str, Callable[[], tuple[Facts, Facts]]] = {
        "form": lambda: _check_form(document, content),
        "reporter": lambda: _alone("wallet", told.reporter, content["reporter"]),
        "source": lambda: _alone("text", told.source, content["source"]),
        "period": lambda: (_period_told(told), _period(content["period"])),
        "amounts": lambda: (_amounts_told(told), _amounts(content["units"], told)),
        "titles": lambda: _check_titles(content),
        "rate": lambda: _check_rate(content, told),
    }
    if file_sha256 is not None:
        checks["file"] = lambda: _alone("hash", file_sha256.lower(), content["file"]["sha256"])
    return (fingerprint, *(Check(name, *_attempt(check)) for name, check in checks.items()))


def write(facts: Facts) -> str:
    """Names and values on one line, for a terminal; the same text for nothing else."""
    alone = len(facts) == 1 and not facts[0].name
    return facts[0].value if alone else "; ".join(f"{_word(each.name)} {_word(each.value)}" for each in facts)


def _attempt(check: Callable[[], tuple[Facts, Facts]]) -> tuple[Facts, Facts]:
    try:
        return check()
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, AmountUnreadable) as error:
        return _alone("other", "a statement's document", f"something else ({type(error).__name__}: {error})")


def _alone(kind: Kind, expected: str, found: Any) -> tuple[Facts, Facts]:
    return (Fact(kind, "", expected),), (Fact(kind, "", str(found)),)


def _check_form(document: bytes, content: Any) -> tuple[Facts, Facts]:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    found = "canonical JSON" if canonical == document else "written in another way"
    return _alone("form", "canonical JSON", found)


def _period_told(told: Told) -> Facts:
    """Days, both included; the seconds themselves where they are not a day's first."""
    start, end = told.period_start, told.period_end
    if start % DAY or end % DAY:
        return Fact("second", "from_second", str(start)), Fact("second", "to_second", str(end))
    first = date(1970, 1, 1)
    last = first + timedelta(days=end // DAY - 1)
    return _days((first + timedelta(days=start // DAY)).isoformat(), last.isoformat())


def _period(period: Mapping[str, str]) -> Facts:
    if set(period) != {"start", "end"}:
        raise ValueError(f"a period of {', '.join(sorted(period))}")
    return _days(period["start"], period["end"])


def _days(start: Any, end: Any) -> Facts:
    return Fact("day", "from", str(start)), Fact("day", "to", str(end))


def _amounts_told(told: Told) -> Facts:
    # Whoever deducts nothing of a kind need not say so on the chain.
    return _sums(
        format_units(told.gross, told.decimals),
        {kind: format_units(amount, told.decimals) for kind, amount in told.deductions.items() if amount},
        format_units(told.net, told.decimals),
    )


def _amounts(units: Mapping[str, Any], told: Told) -> Facts:
    deductions = units["deductions"].items()
    return _sums(
        _read_units(units["gross"], told),
        {kind: _read_units(amount, told) for kind, amount in deductions if int(amount)},
        _read_units(units["net"], told),
    )


def _read_units(written: Any, told: Told) -> str:
    """With its decimals. Raises ValueError for what is not just digits."""
    if str(int(written)) != str(written):
        raise ValueError(f"{written} is not how units are written")
    return format_units(int(written), told.decimals)


def _sums(gross: str, deductions: Mapping[str, str], net: str) -> Facts:
    deducted = (Fact("deduction", kind, amount) for kind, amount in sorted(deductions.items()))
    return Fact("amount", "gross", gross), *deducted, Fact("amount", "net", net)


def _check_titles(content: Mapping[str, Any]) -> tuple[Facts, Facts]:
    """All titles together are what the whole says, to every decimal."""
    titles = content["titles"]
    kinds = {kind for each in titles for kind in each["deductions"]}
    summed = _sums(
        write_exact(add(*(parse_decimal(each["gross"]) for each in titles))),
        {
            kind: write_exact(add(*(parse_decimal(each["deductions"].get(kind, "0")) for each in titles)))
            for kind in kinds
        },
        write_exact(add(*(parse_decimal(each["net"]) for each in titles))),
    )
    lines = sum(int(each["lines"]) for each in titles)
    exact = content["exact"]
    gross, net = parse_decimal(exact["gross"]), parse_decimal(exact["net"])
    deducted = {kind: parse_decimal(amount) for kind, amount in exact["deductions"].items()}
    left = add(gross, *(amount.copy_negate() for amount in deducted.values()))
    if left != net:
        return (
            (Fact("amount", "net", format_decimal(left)),),
            (Fact("amount", "net", format_decimal(net)),),
        )
    deductions = {kind: write_exact(amount) for kind, amount in deducted.items()}
    whole = _sums(write_exact(gross), deductions, write_exact(net))
    said = int(content["lines"])
    return (Fact("count", "lines", str(lines)), *summed), (Fact("count", "lines", str(said)), *whole)


def _check_rate(content: Mapping[str, Any], told: Told) -> tuple[Facts, Facts]:
    """Gross and each deduction at the rate, each rounded half-even to a unit; net is what remains."""
    rate, exact, units = content["rate"], content["exact"], content["units"]
    at = parse_decimal(rate["rate"])

    def convert(amount: str) -> int:
        return round_half_even(parse_decimal(amount), at, told.decimals)

    deductions = {kind: convert(amount) for kind, amount in exact["deductions"].items()}
    gross = convert(exact["gross"])
    due = {"gross": gross, "deductions": deductions, "net": gross - sum(deductions.values())}
    if type(units["decimals"]) is not int:
        raise TypeError("decimals are a number")
    expected = _exchange(exact["currency"], told.currency, rate["rate"], told.decimals)
    found = _exchange(rate["base"], rate["quote"], rate["rate"], units["decimals"])
    return (*expected, *_amounts(due, told)), (*found, *_amounts(units, told))


def _exchange(base: Any, quote: Any, rate: Any, decimals: int) -> Facts:
    return (
        Fact("currency", "from", str(base)),
        Fact("currency", "to", str(quote)),
        Fact("rate", "rate", str(rate)),
        Fact("count", "decimals", str(decimals)),
    )


def _word(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
