"""The holders' cap is kept for the largest numbers of shares and units that there can be (5.2, K12)."""

import pytest

from tests.contracts.currencies import only_currency
from tests.contracts.terms import HOLDERS, percentage
from tests.contracts.waterfall.outcome import shared

pytestmark = only_currency("no-decimals")
MOST = 2**48 - 1
CAP = 2**82


@pytest.fixture(scope="module")
def terms(terms):
    """As many shares as there can be, at one unit each; the whole budget."""
    return terms.change(
        price=1,
        goal=MOST,
        cap=MOST,
        max_per_fan=MOST,
        budget=MOST,
        community_bps=10_000,
        financiers=[],
        positions=[percentage(HOLDERS, 10_000)],
        cap_per_share=CAP,
    )


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan):
    proposed.open()
    proposed.contribute(fan, MOST)
    proposed.close()
    return proposed


def test_when_all_have_left_the_last_ones_cap_is_everybodys(project, fan):
    """5.2, K12: the last share got its whole cap; so have all, as if they had stayed."""
    project.wind_down(fan)
    project.campaign.exit(MOST - 1, {"from": fan})
    assert shared(project.deposit(CAP)) == ([CAP], 0)
    project.campaign.exit(1, {"from": fan})
    assert project.waterfall.holdersRoom() == 0
    assert shared(project.deposit(1_000, 2)) == ([0], 1_000)
    assert project.waterfall.holdersRoom() == 0
    assert shared(project.deposit(1_000, 3)) == ([0], 1_000)
