"""With one step, a tranche has entered when it comes in (5.3)."""

import pytest
from brownie import chain

from tests.contracts.answers import plain
from tests.contracts.terms import DAY


@pytest.mark.parametrize("days", [0, 1, 30])
def test_there_is_nothing_left_to_release(project, shares, stranger, days):
    """5.3: asking is no error, on no day."""
    project.deposit(1_000)
    chain.sleep(days * DAY + 1)
    assert shares.release(1, {"from": stranger}).return_value == 0
    assert plain(shares.totals()) == (1_000, 1_000, 0)
