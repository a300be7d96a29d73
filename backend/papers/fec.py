"""The French fichier des écritures comptables: the 18 columns of article A47 A-1 of the LPF.

In euros, as French books are: one unit of the project's currency is worth what the accountant says, and
Montantdevise keeps the exact amount. One journal, numbered from 1; each entry balances to the cent (see
books.rounding).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from backend.amounts import AmountUnreadable, format_decimal, format_units, parse_decimal
from backend.books.postings import Account, Entry
from backend.books.rounding import round_entries
from backend.errors import CoprodError
from backend.papers.accountant import Books
from backend.papers.accounts import NUMBERS, RESULT, label_posting, name_account
from backend.papers.words import say
from backend.queries.times import read_day

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum",
    "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet",
    "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
ENCODING = "iso8859-15"
"""The one that the article names beside ASCII; what it lacks is written as a question mark, but for those
characters of French type that have a plainer form."""
_PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u2013": "-", "\u2014": "-", "\u2026": "..."})
JOURNAL = ("DR", "Droits")
CENTS = 2
LONGEST_RATE = 40


class RateMissing(CoprodError):
    """Nobody said what the project's currency is worth in euros, or not so that it can be checked."""

    status = 422
    type = "rate-missing"
    title = "What is the currency worth in euros?"


class SirenWrong(CoprodError):
    """What is given as the producer's SIREN is none."""

    status = 422
    type = "siren-wrong"
    title = "This is no SIREN"


@dataclass(frozen=True, slots=True)
class EuroRate:
    """Euros for one unit of the currency, and who says so."""

    rate: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class _Line:
    """exact: in the project's currency; None where cents of several years are added up."""

    number: str
    name: str
    party: str
    label: str
    debit: int
    credit: int
    exact: str = ""


def write_fec(books: Books, rate: EuroRate | None = None) -> bytes:
    """The file. Raises RateMissing for a currency that is no euro."""
    rate = rate or _par(books)
    factor = Fraction(rate.rate) * 10**CENTS / 10**books.currency.decimals
    rounded = list(round_entries(books.entries, factor))
    lines = ["\t".join(COLUMNS)]
    written = 0
    opening = list(_bring_forward([each for each in rounded if each.time < books.opens_at]))
    if opening:
        written += 1
        lines += _write(books, rate, written, read_day(books.opens_at), say("fr", "opening"), opening)
    exact = {(each.block_number, each.log_index, each.kind): each for each in books.entries}
    for entry in rounded:
        if entry.time >= books.opens_at:
            written += 1
            original = exact[entry.block_number, entry.log_index, entry.kind]
            posted = list(_read(books, entry, original))
            lines += _write(books, rate, written, read_day(entry.time), entry.transaction_hash, posted)
    return "".join(f"{line}\r\n" for line in lines).translate(_PLAIN).encode(ENCODING, errors="replace")


def read_rate(rate: str | None, source: str) -> EuroRate | None:
    """As the accountant gives it, with a point or a comma; None when none is given. Raises RateMissing."""
    if rate is None:
        return None
    if len(rate) > LONGEST_RATE:
        raise RateMissing(f"The rate is longer than {LONGEST_RATE} characters: nobody published it.")
    try:
        worth = parse_decimal(rate.replace(",", "."))
    except AmountUnreadable as problem:
        raise RateMissing(f"The rate is {problem}.") from None
    if worth <= 0 or not source.strip():
        raise RateMissing("A rate is above 0, and has a source: who says so, and of which day.")
    return EuroRate(worth, source.strip())


def name_file(books: Books, siren: str = "") -> str:
    """As the administration wants it: SIREN, FEC, and the day on which the year closes. Raises SirenWrong."""
    siren = "".join(siren.split())
    if siren and not _is_siren(siren):
        raise SirenWrong(f"“{siren}” is no SIREN: write its nine digits, and look whether one is mistyped.")
    # Anybody names a project: of a symbol no letter stays that could lead out of a folder or a header.
    return f"{siren or re.sub('[^A-Za-z0-9]', '', books.symbol)}FEC{books.year}1231.txt"


def _is_siren(text: str) -> bool:
    """Nine digits, of which the last one follows from the others (Luhn's formula, ISO/IEC 7812)."""
    if not re.fullmatch("[0-9]{9}", text):
        return False
    return sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(text)) % 10 == 0


def _par(books: Books) -> EuroRate:
    symbol = books.currency.symbol
    if not books.currency.is_euro:
        raise RateMissing(
            f"French books are in euros, and these receipts are in {symbol}: give `rate`, what one {symbol} "
            "is worth in euros, and `rate_source`, who says so."
        )
    return EuroRate(Decimal(1), "")


def _read(books: Books, entry: Entry, original: Entry) -> Iterator[_Line]:
    whole = Counter[tuple[str, str | None]]()
    for each in original.postings:
        whole[each.account, each.party] += each.debit + each.credit
    for each in entry.postings:
        yield _Line(
            NUMBERS[each.account],
            name_account("fr", each.account),
            (each.party or "") if entry.kind in ("share", "pay") else "",
            label_posting("fr", original, each),
            each.debit,
            each.credit,
            _decimal(whole[each.account, each.party], books.currency.decimals),
        )


def _bring_forward(entries: Sequence[Entry]) -> Iterator[_Line]:
    """The balances of the accounts that go on; what rounding left of the others is the result."""
    balances: Counter[Account] = Counter()
    for entry in entries:
        for each in entry.postings:
            balances[each.account] += each.debit - each.credit
    result, label = 0, say("fr", "opening")
    for account, number in sorted(NUMBERS.items(), key=lambda item: item[1]):
        debit, credit = max(balances[account], 0), max(-balances[account], 0)
        if not number.startswith("4"):
            result += balances[account]
        elif debit or credit:
            yield _Line(number, name_account("fr", account), "", label, debit, credit)
    if result:
        number = RESULT["debit" if result > 0 else "credit"]
        yield _Line(number, say("fr", "result"), "", label, max(result, 0), max(-result, 0))


def _write(
    books: Books, rate: EuroRate, number: int, day: date, piece: str, lines: Sequence[_Line]
) -> Iterator[str]:
    said = f"{day:%Y%m%d}"
    suffix = ""
    if rate.source:
        worth = format_decimal(rate.rate).replace(".", ",")
        suffix = f" (1 {books.currency.symbol} = {worth} EUR, {rate.source})"
    for line in lines:
        fields = (
            *JOURNAL, str(number), said, line.number, line.name, line.party,
            f"{line.party[:6]}...{line.party[-4:]}" if line.party else "",
            piece, said, line.label + suffix, _decimal(line.debit, CENTS), _decimal(line.credit, CENTS),
            "", "", said, line.exact, books.currency.symbol if line.exact else "",
        )  # fmt: skip
        yield "\t".join(" ".join(field.split()) for field in fields)


def _decimal(units: int, decimals: int) -> str:
    return format_units(units, decimals).replace(".", ",")
