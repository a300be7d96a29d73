"""The demo's tables, on a terminal and in a file."""

import io

import pytest
from rich.console import Console

from backend.demo.readme import read_tables
from backend.demo.report import print_account
from backend.demo.sums import Account, Row
from backend.queries.terms import Currency

CURRENCY = Currency("0x" + 40 * "1", "EURC", 6)


def printed(account: Account, width: int) -> str:
    text = io.StringIO()
    print_account(Console(file=text, width=width), account)
    return text.getvalue()


@pytest.mark.parametrize("width", [20, 80, 100])
def test_amounts_are_never_cut(width: int) -> None:
    """80 columns are what a file has: an amount that ends in … would be a wrong one."""
    paid = 987_654_321_125_771_989_247
    row = Row("Rachid", 5_912, 118_240_000_000, paid + 1, paid, 1)
    out = printed(Account("0x", "Les Heures claires", "succeeded", CURRENCY, (row,), ()), width)
    assert "…" not in out
    for amount in ("5,912", "118,240.00", "987,654,321,125,771.989248", "987,654,321,125,771.989247"):
        assert out.count(amount) == 2, "in the row, and in the sum"


def test_width_changes_nothing() -> None:
    row = Row("Rachid", 309, 5_900_000_000, 6_573_671_292, 6_573_671_292, 0)
    account = Account("0x", "Les Heures claires", "succeeded", CURRENCY, (row,), ())
    assert printed(account, 40) == printed(account, 80) == printed(account, 200)
    assert printed(account, 80).splitlines()[0].strip() in read_tables()
