"""Whether a published statement is the one on the chain, and whether it adds up (PROTOCOL 5.1). Pure.

Nothing of the document is believed: what is missing or of another type does not agree.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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
_Pairs = list[tuple[str, Any]]


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
    expected: str
    found: str

    @property
    def agrees(self) -> bool:
        return self.expected == self.found


def verify(document: bytes, told: Told, file_sha256: str | None = None) -> tuple[Check, ...]:
    """Every check of a document; file_sha256: of the distributor's file, for whoever has it (hex)."""
    fingerprint = Check("fingerprint", told.document_hash.lower(), "0x" + keccak(document).hex())
    try:
        content = json.loads(document)
    except (ValueError, RecursionError):
        return (fingerprint, Check("form", "JSON", "no JSON"))
    checks: dict[str, Callable[[], tuple[str, str]]] = {
        "form": lambda: _check_form(document, content),
        "reporter": lambda: (told.reporter, str(content["reporter"])),
        "source": lambda: (told.source, str(content["source"])),
        "period": lambda: (_show(*_period_told(told)), _show(*_period(content["period"]))),
        "amounts": lambda: (_show(*_amounts_told(told)), _show(*_amounts(content["units"], told))),
        "titles": lambda: _check_titles(content),
        "rate": lambda: _check_rate(content, told),
    }
    if file_sha256 is not None:
        checks["file"] = lambda: (file_sha256.lower(), str(content["file"]["sha256"]))
    return (fingerprint, *(Check(name, *_attempt(check)) for name, check in checks.items()))


def _attempt(check: Callable[[], tuple[str, str]]) -> tuple[str, str]:
    try:
        return check()
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, AmountUnreadable) as error:
        return "a statement's document", f"something else ({type(error).__name__}: {error})"


def _check_form(document: bytes, content: Any) -> tuple[str, str]:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return "canonical JSON", "canonical JSON" if canonical == document else "written in another way"


def _period_told(told: Told) -> _Pairs:
    """Days, both included; the seconds themselves where they are not a day's first."""
    start, end = told.period_start, told.period_end
    if start % DAY or end % DAY:
        return [("from", f"second {start}"), ("to", f"second {end}")]
    first = date(1970, 1, 1)
    last = first + timedelta(days=end // DAY - 1)
    return [("from", (first + timedelta(days=start // DAY)).isoformat()), ("to", last.isoformat())]


def _period(period: Mapping[str, str]) -> _Pairs:
    if set(period) != {"start", "end"}:
        raise ValueError(f"a period of {', '.join(sorted(period))}")
    return [("from", period["start"]), ("to", period["end"])]


def _amounts_told(told: Told) -> _Pairs:
    # Whoever deducts nothing of a kind need not say so on the chain.
    return _sums(
        format_units(told.gross, told.decimals),
        {kind: format_units(amount, told.decimals) for kind, amount in told.deductions.items() if amount},
        format_units(told.net, told.decimals),
    )


def _amounts(units: Mapping[str, Any], told: Told) -> _Pairs:
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


def _sums(gross: str, deductions: Mapping[str, str], net: str) -> _Pairs:
    return [("gross", gross), *sorted(deductions.items()), ("net", net)]


def _check_titles(content: Mapping[str, Any]) -> tuple[str, str]:
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
        return f"net {format_decimal(left)}", f"net {format_decimal(net)}"
    deductions = {kind: write_exact(amount) for kind, amount in deducted.items()}
    whole = _sums(write_exact(gross), deductions, write_exact(net))
    return _show(("lines", lines), *summed), _show(("lines", int(content["lines"])), *whole)


def _check_rate(content: Mapping[str, Any], told: Told) -> tuple[str, str]:
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
    expected = [("from", exact["currency"]), ("to", told.currency), ("rate", rate["rate"])]
    found = [("from", rate["base"]), ("to", rate["quote"]), ("rate", rate["rate"])]
    return (
        _show(*expected, ("decimals", told.decimals), *_amounts(due, told)),
        _show(*found, ("decimals", units["decimals"]), *_amounts(units, told)),
    )


def _show(*pairs: tuple[str, Any]) -> str:
    """Names and values, as people read them; the same text for nothing else."""
    return "; ".join(f"{_word(name)} {_word(value)}" for name, value in pairs)


def _word(value: Any) -> str:
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
