"""Whatever happens in whatever order, royalties are exact and solvent at every moment (5.3 to 5.5)."""

from dataclasses import astuple

import pytest
from brownie import chain
from brownie.test import given
from hypothesis import settings
from hypothesis import strategies as st

from backend.accrual import FINE, Account, Index
from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import only_currency
from tests.contracts.project import statement, wait_until
from tests.contracts.share_token.royalty_model import RoyaltyModel
from tests.contracts.terms import DAY

STEPS = 3
AMOUNT = st.one_of(st.integers(1, 300), st.integers(1, 10**12))
WHO = st.integers(0, 4)
STEP = st.one_of(
    st.tuples(st.just("deposit"), AMOUNT),
    st.tuples(st.just("give"), AMOUNT),
    st.tuples(st.just("wait_and_release"), st.integers(0, 4), st.integers(0, 20)),
    st.tuples(st.just("sell"), WHO, WHO, st.integers(0, 60)),
    st.tuples(st.just("claim"), WHO),
    st.tuples(st.just("pay_out"), st.lists(WHO, max_size=6)),
    st.tuples(st.just("choose"), WHO, st.booleans()),
    st.tuples(st.just("block"), WHO, st.booleans()),
)


@pytest.fixture(scope="module")
def terms(terms):
    return terms.change(steps=STEPS)


class Royalties:
    """Deposits, gifts, days, sales, claims and payouts, some of them blocked, in any order."""

    def __init__(self, project, people):
        self.project, self.shares, self.currency = project, project.shares, project.currency
        self.people = people
        holdings = dict(zip(self.people, [60, 37, 0, 0, 0], strict=True))
        accounts = {holder: Account(shares) for holder, shares in holdings.items()}
        self.model = RoyaltyModel(STEPS, Index(supply=97), accounts)
        self.refusing = set()
        self.blocked = set()

    def deposit(self, amount):
        filed = statement(amount, number=len(self.model.tranches) + 1)
        self.project.waterfall.deposit(filed, {"from": self.project.producer})
        self.model.deposit(amount, chain[-1].timestamp)

    def give(self, amount):
        self.currency.mint(self.shares, amount, {"from": self.people[0]})
        self.shares.sweep(self.currency, {"from": self.people[0]})
        self.model.give(amount)

    def wait_and_release(self, days, which):
        wait_until(chain[-1].timestamp + days * DAY)
        if not self.model.tranches:
            with refused("ShareToken_UnknownTranche", 1):
                self.shares.release(1, {"from": self.people[0]})
            return
        place = which % len(self.model.tranches)
        release = self.shares.release(place + 1, {"from": self.people[0]})
        assert release.return_value == self.model.release(place, chain[-1].timestamp)

    def sell(self, who, other, part):
        seller, buyer = self.people[who], self.people[other]
        shares = min(part, self.model.accounts[seller].shares)
        self.shares.transfer(buyer, shares, {"from": seller})
        self.model.transfer(seller, buyer, shares)

    def claim(self, who):
        holder, amount = self.people[who], self.model.claimable(self.people[who])
        if amount == 0:
            with refused("ShareToken_NothingToClaim", holder):
                self.shares.claim({"from": holder})
        elif holder in self.blocked:
            with refused("Vault_PaymentRefused", holder, amount):
                self.shares.claim({"from": holder})
        else:
            assert self.shares.claim({"from": holder}).return_value == self.model.pay(holder)

    def pay_out(self, batch):
        paid, failed = [], []
        for holder in (self.people[place] for place in batch):
            if holder in self.refusing or self.model.claimable(holder) == 0:
                continue
            if holder in self.blocked:
                failed.append({"holder": holder, "amount": self.model.fail_to_pay(holder)})
            else:
                paid.append({"holder": holder, "to": holder, "amount": self.model.pay(holder)})
        payout = self.shares.payout([self.people[place] for place in batch], {"from": self.people[0]})
        assert happened(payout, "RoyaltyPaid") == paid
        assert happened(payout, "RoyaltyPaymentFailed") == failed

    def choose(self, who, yes):
        self.shares.acceptPush(yes, {"from": self.people[who]})
        (self.refusing.discard if yes else self.refusing.add)(self.people[who])

    def block(self, who, yes):
        self.currency.setBlocked(self.people[who], yes, {"from": self.people[0]})
        (self.blocked.add if yes else self.blocked.discard)(self.people[who])

    def check(self):
        """Solvent, exact and complete."""
        reserved = self.shares.reserved()
        assert self.currency.balanceOf(self.shares) == reserved == self.model.deposited - self.model.paid
        assert self.model.adds_up()
        assert plain(self.shares.totals()) == (self.model.deposited, self.model.released, self.model.paid)
        assert self.shares.index() == self.model.index.value
        assert self.shares.totalSupply() == sum(account.shares for account in self.model.accounts.values())
        for holder, account in self.model.accounts.items():
            assert plain(self.shares.accountOf(holder)) == astuple(account)
            assert self.shares.claimable(holder) == self.model.claimable(holder)

    def end(self):
        """Everybody takes everything; what stays is less than a unit for each, and one."""
        wait_until(chain[-1].timestamp + STEPS * DAY)
        for place in range(len(self.model.tranches)):
            self.wait_and_release(0, place)
        for who in range(len(self.people)):
            self.block(who, False)
            self.claim(who)
        left = self.currency.balanceOf(self.shares)
        assert left * FINE == self.model.dust
        assert left <= len(self.people)


@pytest.fixture(scope="module")
def funded(project, currency, producer):
    """The producer has all the receipts that there will ever be."""
    currency.mint(producer, 10**15, {"from": producer})
    currency.approve(project.waterfall, 10**15, {"from": producer})
    return project


@only_currency("BlockingCurrency")
@settings(max_examples=6, deadline=None)
@given(steps=st.lists(STEP, min_size=15, max_size=15))
def test_royalties_stay_exact_whatever_happens(
    funded, fan, second_fan, financier, stranger, collector, steps
):
    """5.3, 5.4, 5.5, K1, K3, K9, K10, K13: against the model, after every step and in the end."""
    life = Royalties(funded, [fan, second_fan, financier, stranger, collector])
    life.sell(0, 2, 20)
    life.deposit(1_000_003)
    for verb, *arguments in steps:
        getattr(life, verb)(*arguments)
        life.check()
    life.end()
