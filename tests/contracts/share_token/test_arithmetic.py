"""The royalty arithmetic against its twin in Python (5.3, 5.5)."""

from operator import add

import pytest
from brownie import Arithmetic
from brownie.test import given
from hypothesis import settings
from hypothesis import strategies as st

from backend.accrual import FINE, Account, Index, add_down, join_fraction, settle_down
from tests.contracts.share_token.royalty_model import RoyaltyModel

UNITS = st.one_of(st.integers(0, 1_000), st.integers(0, 2**96 - 1))
SHARES = st.one_of(st.integers(1, 1_000), st.integers(1, 2**48 - 1))
FRACTIONS = st.one_of(st.just(0), st.integers(0, FINE - 1), st.just(FINE - 1))
FLAGS = st.integers(0, 2**16 - 1)


@pytest.fixture(scope="module")
def arithmetic(module_isolation, accounts):
    return Arithmetic.deploy({"from": accounts[0]})


@settings(max_examples=150, deadline=None)
@given(before=UNITS, amount=UNITS, supply=SHARES, remainder=FRACTIONS)
def test_royalties_enter_exactly(arithmetic, before, amount, supply, remainder):
    """5.5, K9, K12, K13: rounded down for a share, the remainder carried, for all that can be deposited.

    The remainder can be above the supply: it was left when there were more shares.
    """
    amount = min(amount, 2**96 - 1 - before)
    index = Index(before * FINE // supply, remainder, supply)
    added = add_down(index, amount)
    entered = arithmetic.addDown(index.value, index.remainder, supply, amount)
    assert list(entered) == [added.value, added.remainder, supply]
    assert (added.value - index.value) * supply + added.remainder - index.remainder == amount * FINE
    assert 0 <= added.remainder < supply
    assert added.value < 2**144


@settings(max_examples=150, deadline=None)
@given(
    index=st.integers(0, 2**144 - 1),
    grown=st.integers(0, 2**144 - 1),
    fraction=FRACTIONS,
    shares=st.one_of(st.just(0), SHARES),
    flags=FLAGS,
)
def test_an_account_is_settled_exactly(arithmetic, index, grown, fraction, shares, flags):
    """5.5, K3: nothing is lost between whole units and fraction, nor leaks into the neighbouring bits."""
    new_index = min(index + grown, 2**144 - 1)
    account, earned = settle_down(Account(shares, index, fraction), Index(value=new_index))
    word, contract_earned = arithmetic.settleDown(index, fraction, shares, flags, new_index)
    assert contract_earned == earned
    assert word == (new_index << 112) | (account.fraction << 64) | (shares << 16) | flags
    assert earned * FINE + account.fraction == (new_index - index) * shares + fraction


@settings(max_examples=150, deadline=None)
@given(
    index=st.integers(0, 2**144 - 1),
    fraction=FRACTIONS,
    shares=st.one_of(st.just(0), SHARES),
    flags=FLAGS,
    other=FRACTIONS,
)
def test_two_fractions_are_joined_exactly(arithmetic, index, fraction, shares, flags, other):
    """5.5, K3: the unit they make is earned, the rest is kept, and no neighbouring bit changes."""
    account, earned = join_fraction(Account(shares, index, fraction), other)
    word, contract_earned = arithmetic.joinFraction(index, fraction, shares, flags, other)
    assert contract_earned == earned
    assert word == (index << 112) | (account.fraction << 64) | (shares << 16) | flags
    assert earned * FINE + account.fraction == fraction + other


@settings(max_examples=100, deadline=None)
@given(amounts=st.lists(UNITS, min_size=1, max_size=12), holdings=st.lists(SHARES, min_size=1, max_size=6))
def test_however_it_is_cut_everybody_earns_the_same(amounts, holdings):
    """5.5, K3, K13: settled after every deposit or only once, a holder gets the same to 2^-48 of a unit."""
    index = Index(supply=sum(holdings))
    often = [Account(shares) for shares in holdings]
    taken = [0] * len(holdings)
    for amount in amounts:
        index = add_down(index, amount)
        for place, account in enumerate(often):
            often[place], earned = settle_down(account, index)
            taken[place] += earned
    once = [settle_down(Account(shares), index) for shares in holdings]
    assert taken == [earned for _, earned in once]
    assert often == [account for account, _ in once]
    fractions = sum(account.fraction for account in often)
    assert sum(taken) * FINE + fractions + index.remainder == sum(amounts) * FINE


@settings(max_examples=100, deadline=None)
@given(
    holdings=st.lists(SHARES, min_size=1, max_size=5),
    steps=st.lists(st.tuples(UNITS, st.integers(0, 4), SHARES), max_size=20),
    amount=UNITS,
)
def test_who_leaves_keeps_what_it_earned_and_earns_again_when_nobody_stays(holdings, steps, amount):
    """4.3, 5.2, 5.5, K9: exact at every moment; the last deposit is divided by the shares burned."""
    supply = sum(holdings)
    model = RoyaltyModel(1, Index(supply=supply), {i: Account(each) for i, each in enumerate(holdings)})
    for number, (came_in, who, shares) in enumerate(steps):
        model.deposit(came_in, number)
        leaver = who % len(holdings)
        earned = model.claimable(leaver)
        model.exit(leaver, min(shares, model.accounts[leaver].shares))
        assert model.claimable(leaver) == earned
        assert model.adds_up()
    for leaver, account in [*model.accounts.items()]:
        model.exit(leaver, account.shares)
    assert [model.left[leaver].shares for leaver in model.accounts] == holdings
    earned = [model.claimable(leaver) for leaver in model.accounts]
    fractions = [model.fraction(leaver) for leaver in model.accounts]
    before = model.leavers.value
    model.deposit(amount, len(steps))
    each = model.leavers.value - before
    more = [(each * held + fraction) // FINE for held, fraction in zip(holdings, fractions, strict=True)]
    assert [model.claimable(leaver) for leaver in model.accounts] == list(map(add, earned, more))
    while sum(map(model.pay, model.accounts)):
        assert model.adds_up()
    # Each waits for less than a unit, and each remainder did not divide by the shares.
    assert (model.deposited - model.paid) * FINE < len(holdings) * FINE + 2 * supply
