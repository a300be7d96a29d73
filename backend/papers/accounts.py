"""The accounts of the books as French producers number them (plan comptable général), and their names.

Numbers of this length can be mapped to any producer's own chart by their first three digits.
"""

from collections.abc import Mapping

from backend.books.postings import Account, Entry, Posting
from backend.papers.paper import Language
from backend.papers.words import name_deduction, say
from backend.queries.writing import show_line

NUMBERS: Mapping[Account, str] = {
    "receipts": "706100",
    "deductions": "622200",
    "sharing": "651800",
    "waterfall": "467100",
    "shares": "467200",
    "positions": "467300",
    "waiting": "467400",
    "holders": "467500",
}
RESULT = {"credit": "110000", "debit": "119000"}
"""Brought forward from earlier years: of the books' own, nothing but what rounding left."""


def name_account(language: Language, account: Account) -> str:
    return say(language, f"account {account}")


def label_posting(language: Language, entry: Entry, posting: Posting) -> str:
    """What the line is about; reporters write anything as source and kind."""
    if posting.account == "deductions":
        return name_deduction(language, show_line(posting.party or ""))
    words = say(language, f"entry {entry.kind}")
    if entry.kind == "report":
        source = next(each.party or "" for each in entry.postings if each.account == "receipts")
        return f"{words} {show_line(source)}".rstrip()
    return words
