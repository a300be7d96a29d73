"""Entries in whole units of another currency, such as cents of a euro: rounded, and still balanced. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from backend.books.postings import Entry, Posting


def round_entries(entries: Iterable[Entry], factor: Fraction) -> Iterator[Entry]:
    """Each entry with its amounts times `factor`, in whole units.

    An entry is what the running sum of its kind, rounded half-even, grows by; so nothing is lost however
    small each is, and an entry that adds no whole unit is left out, with its amount in a later one. It is
    given to the lines of each side by the largest remainder, so that both sides are the same.
    """
    exact: Counter[str] = Counter()
    for entry in entries:
        before = round(exact[entry.kind] * factor)
        exact[entry.kind] += entry.amount
        total = round(exact[entry.kind] * factor) - before
        if total:
            yield replace(entry, postings=tuple(_share(entry.postings, total)))


def _share(postings: Sequence[Posting], total: int) -> Iterator[Posting]:
    """Lines of nothing are left out."""
    debits = apportion([each.debit for each in postings], total)
    credits = apportion([each.credit for each in postings], total)
    for each, debit, credit in zip(postings, debits, credits, strict=True):
        if debit or credit:
            yield replace(each, debit=debit, credit=credit)


def apportion(amounts: Sequence[int], total: int) -> list[int]:
    """`total` in proportion to the amounts: rounded down, and what is left to the largest remainders, the
    first one of equals. Raises ZeroDivisionError when the amounts are all 0."""
    whole = sum(amounts)
    parts = [amount * total // whole for amount in amounts]
    order = sorted(range(len(amounts)), key=lambda place: -(amounts[place] * total % whole))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts
