"""A statement's document as a page shows it: checked against the chain's deposit, title by title."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.queries.statements import Deposit
from backend.queries.terms import Currency
from backend.royalties.statements.verification import Check, Told, verify

Days = tuple[date, date]


@dataclass(frozen=True)
class TitleRow:
    """Amounts are exact decimals in the file's currency, as text; deductions by kind."""

    artist: str
    title: str
    lines: int
    gross: str
    deductions: Mapping[str, str]
    net: str


@dataclass(frozen=True)
class Document:
    """What a document says. repeated: lines that were left out because an earlier statement has them.

    reported, received: the first and the last day on which the sales were reported to the distributor, and
    their money came to the producer; None where the file does not tell.
    rate: what one unit of the file's currency `base` is worth, by `rate_source` on the day `rate_on`.
    """

    file: str
    file_sha256: str
    base: str
    rate: str
    rate_source: str
    rate_on: date
    lines: int
    repeated: int
    reported: Days | None
    received: Days | None
    kinds: Sequence[str]
    titles: Sequence[TitleRow]
    whole: TitleRow


def check_document(content: bytes, deposit: Deposit, currency: Currency) -> tuple[Check, ...]:
    """The document against the deposit, as the mirror has it."""
    told = Told(
        document_hash=deposit.document_hash,
        reporter=deposit.reporter,
        source=deposit.source,
        period_start=deposit.period_start,
        period_end=deposit.period_end,
        gross=deposit.gross,
        deductions={each.category: each.amount for each in deposit.deductions},
        net=deposit.net,
        currency=currency.symbol,
        decimals=currency.decimals,
    )
    return verify(content, told)


def read_document(content: bytes, checks: Sequence[Check]) -> Document | None:
    """What it says; None unless its titles and its rate add up, for then nothing of it can be relied on."""
    agreeing = {each.name for each in checks if each.agrees}
    if not {"form", "titles", "rate"} <= agreeing:
        return None
    try:
        return _read(json.loads(content))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _read(said: dict[str, Any]) -> Document:
    rate, exact = said["rate"], said["exact"]
    titles = [_row(each) for each in said["titles"]]
    return Document(
        file=str(said["file"]["name"]),
        file_sha256=str(said["file"]["sha256"]),
        base=str(rate["base"]),
        rate=str(rate["rate"]),
        rate_source=str(rate["source"]),
        rate_on=date.fromisoformat(rate["date"]),
        lines=int(said["lines"]),
        repeated=int(said.get("repeated", 0)),
        reported=_read_days(said.get("reported")),
        received=_read_days(said.get("received")),
        kinds=sorted(exact["deductions"]),
        titles=titles,
        whole=_row({"artist": "", "title": "", "lines": said["lines"], **exact}),
    )


def _read_days(said: Mapping[str, str] | None) -> Days | None:
    return None if said is None else (date.fromisoformat(said["start"]), date.fromisoformat(said["end"]))


def _row(said: Mapping[str, Any]) -> TitleRow:
    return TitleRow(
        artist=str(said["artist"]),
        title=str(said["title"]),
        lines=int(said["lines"]),
        gross=str(said["gross"]),
        deductions={str(kind): str(amount) for kind, amount in said["deductions"].items()},
        net=str(said["net"]),
    )
