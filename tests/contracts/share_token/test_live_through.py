"""Whatever happens in whatever order, royalties are exact and solvent at every moment (5.3 to 5.5)."""

import pytest
from brownie.test import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.contracts.currencies import only_currency
from tests.contracts.fuzzing import examples, record
from tests.contracts.share_token.royalty_life import Royalties

STEPS = 3
AMOUNT = st.one_of(st.integers(1, 300), st.integers(0, 10**12))
WHO = st.integers(0, 4)
MILESTONE = st.integers(0, 1)
ROYALTIES = [
    st.tuples(st.just("deposit"), AMOUNT),
    st.tuples(st.just("give"), st.integers(1, 10**6)),
    st.tuples(st.just("wait_and_release"), st.integers(0, 4), st.integers(0, 20)),
    st.tuples(st.just("sell"), WHO, WHO, st.integers(0, 60)),
    st.tuples(st.just("claim"), WHO),
    st.tuples(st.just("claim_to"), WHO, WHO),
    st.tuples(st.just("redirect"), WHO, WHO),
    st.tuples(st.just("pay_out"), st.lists(WHO, max_size=6)),
    st.tuples(st.just("choose"), WHO, st.booleans()),
    st.tuples(st.just("block"), WHO, st.booleans()),
]
QUESTIONS = [
    st.tuples(st.just("announce"), MILESTONE),
    st.tuples(st.just("open_wind_down"), WHO, MILESTONE),
    st.tuples(st.just("object"), WHO),
    st.tuples(st.just("object"), WHO),
    st.tuples(st.just("read")),
]
EXITS = [
    st.tuples(st.just("exit"), WHO, st.integers(0, 97)),
    st.tuples(st.just("exit"), WHO, st.just(97)),
]
PRODUCING = st.lists(st.one_of(*ROYALTIES, *QUESTIONS), min_size=8, max_size=8)
ENDING = st.lists(st.one_of(*ROYALTIES, *EXITS, *EXITS), min_size=8, max_size=8)
LIVES = st.one_of(
    st.builds(lambda before, after: [*before, *after], PRODUCING, PRODUCING),
    st.builds(lambda before, after: [*before, ("wind_down",), *after], PRODUCING, ENDING),
)


@pytest.fixture(scope="module")
def terms(terms):
    """A price that nothing divides by, so that a wind-down leaves a rest."""
    return terms.change(steps=STEPS, price=9_999_991)


@pytest.fixture(scope="module")
def funded(project, currency, producer):
    """The producer has all the receipts that there will ever be."""
    currency.mint(producer, 10**15, {"from": producer})
    currency.approve(project.waterfall, 10**15, {"from": producer})
    return project


@pytest.fixture(scope="module")
def count():
    """Lives and their steps, for the record."""
    sums = {"lives": 0, "steps": 0}
    yield sums
    record("royalties", **sums)


@only_currency("BlockingCurrency")
@settings(max_examples=examples(6), deadline=None)
@given(steps=LIVES)
def test_royalties_stay_exact_whatever_happens(
    funded, fan, second_fan, financier, stranger, collector, count, steps
):
    """4.2, 4.3, 5.2 to 5.5, K1, K3, K8, K9, K10, K13, K15: against the model, after every step."""
    life = Royalties(funded, [fan, second_fan, financier, stranger, collector], STEPS)
    life.sell(0, 2, 20)
    life.deposit(1_000_003)
    for verb, *arguments in steps:
        getattr(life, verb)(*arguments)
        life.check()
    life.end()
    count["lives"] += 1
    count["steps"] += len(steps)
