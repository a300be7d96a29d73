"""Whatever happens in whatever order, a campaign does as its model, and ends empty (3.1-3.6, 4.1-4.3).

Hypothesis draws the seed of a life and its length; the seed draws the steps, since hypothesis itself
prefers to repeat itself, and lives of repeated steps go nowhere.
"""

from random import Random

import pytest
from brownie import chain
from brownie.test import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.contracts.campaign.drive import Drive
from tests.contracts.campaign.producing_model import Life
from tests.contracts.conftest import FEE_BPS
from tests.contracts.currencies import only_currency
from tests.contracts.fuzzing import examples, record
from tests.contracts.project import ESCROWED
from tests.contracts.stages import SUCCEEDED

PURSE = 10**13
WHO, PERSON = range(4), range(7)
SHARES = [*range(16), *range(16), 25, 40, 61]
TIER = [0, 0, 0, 0, 1, 1, 2, 3]
MILESTONE = [0, 0, 1, 1, 2]
AROUND = [-1, 0, 1]

# Each step: a verb of Drive, and what each of its arguments is chosen from.
ALWAYS = [
    ("wait", range(3), AROUND),
    ("block", PERSON, [True, False]),
    ("lose", range(1, 10**9)),
]
RAISING = [
    ("buy", ["contribute", "contributeUpTo", "contributeWithPermit"], WHO, SHARES, TIER),
    ("buy", ["contribute"], WHO, SHARES, TIER),
    ("buy_signed", WHO, WHO, SHARES, TIER),
    ("present", WHO, WHO, SHARES),
    ("give", WHO, [0, 1, *range(0, 2 * 10**8, 12_345_678)]),
    ("revoke", WHO),
    ("pause", [True, False]),
    ("refund", WHO),
    ("finalize",),
    ("sweep",),
]
BETWEEN = [
    ("sweep",),
    ("withdraw", PERSON),
    ("withdraw_to", PERSON, PERSON),
    ("finalize",),
    ("cancel",),
    ("revoke", WHO),
    ("refund_gift", WHO),
    ("return_line",),
    ("buy", ["contribute"], WHO, SHARES, TIER),
]
REFUNDING = [
    ("refund", WHO),
    ("refund_many", WHO, WHO, WHO),
    ("announce", MILESTONE),
    ("sell", WHO, WHO, range(60)),
]
PRODUCING = [
    ("ask", MILESTONE, WHO, WHO),
    ("ask", MILESTONE, WHO, WHO),
    ("ask", MILESTONE),
    ("give_up", MILESTONE, WHO, WHO),
    ("announce", MILESTONE),
    ("open_wind_down", WHO, MILESTONE),
    ("object", WHO),
    ("read",),
    ("sell", WHO, WHO, range(60)),
    ("exit", WHO, range(60)),
    ("refund", WHO),
]
TURN = [
    ("close",),
    ("close",),
    ("close",),
    ("think_late", WHO, range(2, 25), AROUND),
    ("think_late", [3], range(2, 25), [0, 1]),
    ("cancel",),
]


@pytest.fixture(scope="module")
def terms(terms):
    """With a least number of shares that gifts of money do not replace."""
    return terms.change(least=40)


@pytest.fixture(scope="module")
def fans(proposed, currency, fan, second_fan, stranger, patron):
    """With full purses, in a campaign whose financier has put its line in escrow."""
    proposed.escrow()
    proposed.open()
    people = [fan, second_fan, stranger, patron]
    for each in people:
        currency.mint(each, PURSE, {"from": each})
        currency.approve(proposed.campaign, 2**256 - 1, {"from": each})
    return people


@pytest.fixture(scope="module")
def others(producer, treasury, financier):
    """Who is paid beside the fans."""
    return [producer, treasury, financier]


@pytest.fixture(scope="module")
def count():
    """Lives and their steps, for the record."""
    sums = {"lives": 0, "steps": 0}
    yield sums
    record("campaign", **sums)


@only_currency("BlockingCurrency")
@settings(max_examples=examples(6), deadline=None)
@given(seed=st.integers(0, 2**64 - 1), length=st.integers(6, 14))
def test_a_campaign_lives_as_its_model(proposed, fans, others, currency, count, seed, length):
    """3.1 to 3.6, 4.1 to 4.3, K4 to K8, K10: after every step all that can be read is as modelled."""
    life = Life(proposed.terms, chain[-1].timestamp, FEE_BPS, others[1])
    life.line, life.escrowed = ESCROWED, proposed.terms.financiers[0].amount
    life.purses.update({each: currency.balanceOf(each) for each in (*fans, *others)})
    drive, dice = Drive(proposed, fans, others, life), Random(seed)

    def take(number, *kinds):
        for verb, *choices in dice.choices(kinds, k=number):
            getattr(drive, verb)(*(dice.choice(each) for each in choices))

    for who, shares in enumerate([35, 35, dice.choice([5, 15])]):
        drive.buy("contribute", who, shares, who % 2)
    drive.due = dice.choice([0, life.last_firm_at])
    take(dice.randrange(length), *ALWAYS, *RAISING)
    take(1, *TURN)
    take(length, *ALWAYS, *BETWEEN, *(PRODUCING * 2 if life.status == SUCCEEDED else REFUNDING))
    drive.end()
    count["lives"] += 1
    count["steps"] += drive.steps
