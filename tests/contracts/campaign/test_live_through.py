"""Whatever happens in whatever order, a campaign does as its model, and ends empty (3.1-3.6, 4.1-4.3)."""

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
WHO = st.integers(0, 3)
PERSON = st.integers(0, 6)
SHARES = st.one_of(st.integers(0, 70), st.integers(2, 25))
TIER = st.sampled_from([0, 0, 0, 1, 1, 2, 3])
MILESTONE = st.sampled_from([0, 0, 1, 1, 2])
SOME = st.lists(WHO, max_size=4)


def step(verb, *arguments):
    return st.tuples(st.just(verb), *arguments)


ALWAYS = [
    step("wait", st.integers(0, 2), st.integers(-1, 1)),
    step("block", PERSON, st.sampled_from([True, False, False])),
    step("lose", st.integers(1, 10**9)),
]
BETWEEN = [
    step("sweep"),
    step("withdraw", PERSON),
    step("withdraw_to", PERSON, PERSON),
    step("finalize"),
    step("cancel"),
    step("revoke", WHO),
    step("refund_gift", WHO),
    step("return_line"),
    step("buy", st.just("contribute"), WHO, SHARES, TIER),
]
RAISING = [
    step("buy", st.sampled_from(["contribute", "contributeUpTo", "contributeWithPermit"]), WHO, SHARES, TIER),
    step("buy", st.just("contribute"), WHO, SHARES, TIER),
    step("buy_signed", WHO, WHO, SHARES, TIER),
    step("present", WHO, WHO, SHARES),
    step("give", WHO, st.integers(0, 4 * 10**8)),
    step("revoke", WHO),
    step("pause", st.booleans()),
    step("refund", WHO),
    step("finalize"),
    step("sweep"),
]
REFUNDING = [
    *BETWEEN,
    step("refund", WHO),
    step("refund_many", SOME),
    step("announce", MILESTONE),
    step("sell", WHO, WHO, st.integers(0, 60)),
]
PRODUCING = [
    step("ask", MILESTONE, SOME),
    step("ask", MILESTONE, SOME),
    step("give_up", MILESTONE, SOME),
    step("announce", MILESTONE),
    step("open_wind_down", WHO, MILESTONE),
    step("object", WHO),
    step("read"),
    step("sell", WHO, WHO, st.integers(0, 60)),
    step("exit", WHO, st.integers(0, 60)),
    step("refund", WHO),
]
TURN = st.one_of(
    step("close"),
    step("close"),
    step("think_late", WHO, st.integers(2, 25), st.integers(-1, 1)),
    step("cancel"),
)


def steps(number, *kinds):
    return st.lists(st.one_of(*kinds), min_size=number, max_size=number)


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
@given(
    is_firm=st.booleans(),
    before=steps(12, *ALWAYS, *RAISING),
    turn=TURN,
    refunding=steps(8, *ALWAYS, *REFUNDING),
    producing=steps(12, *ALWAYS, *BETWEEN, *PRODUCING, *PRODUCING),
)
def test_a_campaign_lives_as_its_model(
    proposed, fans, others, currency, count, is_firm, before, turn, refunding, producing
):
    """3.1 to 3.6, 4.1 to 4.3, K4 to K8, K10: after every step all that can be read is as modelled."""
    life = Life(proposed.terms, chain[-1].timestamp, FEE_BPS, others[1])
    life.line, life.escrowed = ESCROWED, proposed.terms.financiers[0].amount
    life.purses.update({each: currency.balanceOf(each) for each in (*fans, *others)})
    drive = Drive(proposed, fans, others, life)
    for who, shares in enumerate([35, 35, 15]):
        drive.buy("contribute", who, shares, who % 2)
    drive.due = life.last_firm_at if is_firm else 0
    for verb, *arguments in (*before, turn):
        getattr(drive, verb)(*arguments)
    for verb, *arguments in producing if life.status == SUCCEEDED else refunding:
        getattr(drive, verb)(*arguments)
    drive.end()
    count["lives"] += 1
    count["steps"] += drive.steps
