"""Whatever happens in whatever order, the campaign holds what it owes, and ends empty (3.1 to 3.5)."""

import pytest
from brownie import chain
from brownie.test import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.currencies import only_currency
from tests.contracts.project import wait_until
from tests.contracts.terms import DAY

WHO = st.integers(0, 3)
PURSE = 10**12
STEP = st.one_of(
    st.tuples(st.just("contribute"), WHO, st.integers(0, 70)),
    st.tuples(st.just("contribute"), WHO, st.integers(2, 30)),
    st.tuples(st.just("wait"), st.integers(0, 20)),
    st.tuples(st.just("give"), st.integers(1, 10**9)),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("finalize")),
    st.tuples(st.just("finalize_or_cancel"), st.integers(0, 3)),
    st.tuples(st.just("refund"), WHO),
    st.tuples(st.just("withdraw"), WHO),
    st.tuples(st.just("block"), WHO, st.booleans()),
)


class Raising:
    """Contributions, gifts, days, cancellation, the end and refunds, some of them blocked, in any order."""

    def __init__(self, project, people):
        self.project, self.campaign, self.currency = project, project.campaign, project.currency
        self.people, self.terms = people, project.terms.campaign
        self.status = stages.RAISING
        self.held = dict.fromkeys(self.people, 0)
        self.owed = dict.fromkeys(self.people, 0)
        self.spent = dict.fromkeys(self.people, 0)
        self.blocked = set()
        self.gifts = 0

    @property
    def sold(self):
        return sum(self.held.values())

    @property
    def is_closed(self):
        return chain[-1].timestamp >= self.terms.closes_at

    @property
    def is_goal_met(self):
        return self.sold * self.terms.price >= self.terms.goal

    def refusal_to_sell(self, fan, shares):
        """The error that a purchase must meet, or None."""
        left, held = self.terms.cap - self.sold, self.held[fan] + shares
        if self.status != stages.RAISING:
            return ("Campaign_WrongStatus", self.status)
        if self.is_closed:
            return ("Campaign_Closed", self.terms.closes_at)
        if shares == 0:
            return ("Campaign_NoShares",)
        if shares > left:
            return ("Campaign_NotEnoughLeft", shares, left)
        if held < self.terms.min_per_fan and shares != left:
            return ("Campaign_TooFewShares", held, self.terms.min_per_fan)
        if held > self.terms.max_per_fan:
            return ("Campaign_TooManyShares", held, self.terms.max_per_fan)
        return ("Blocked", fan) if fan in self.blocked else None

    def contribute(self, who, shares):
        fan = self.people[who]
        if refusal := self.refusal_to_sell(fan, shares):
            with refused(*refusal):
                self.campaign.contribute(shares, {"from": fan})
        else:
            self.campaign.contribute(shares, {"from": fan})
            self.held[fan] += shares
            self.spent[fan] += shares * self.terms.price

    def wait(self, days):
        wait_until(chain[-1].timestamp + days * DAY)

    def give(self, amount):
        self.currency.mint(self.campaign, amount, {"from": self.people[0]})
        self.gifts += amount

    def sweep(self):
        if self.gifts:
            self.campaign.sweep(self.currency, {"from": self.people[0]})
            self.gifts = 0
        else:
            with refused("Vault_NothingToSweep", self.currency):
                self.campaign.sweep(self.currency, {"from": self.people[0]})

    def cancel(self):
        producer = {"from": self.project.producer}
        if self.status != stages.RAISING:
            with refused("Campaign_WrongStatus", self.status):
                self.campaign.cancel(producer)
        elif self.is_closed and self.is_goal_met:
            with refused("Campaign_GoalMet", self.sold * self.terms.price, self.terms.goal):
                self.campaign.cancel(producer)
        else:
            self.campaign.cancel(producer)
            self.status = stages.CANCELLED

    def finalize(self):
        if self.status != stages.RAISING:
            with refused("Campaign_WrongStatus", self.status):
                self.campaign.finalize({"from": self.people[0]})
        elif not self.is_closed:
            with refused("Campaign_NotClosedYet", self.terms.closes_at):
                self.campaign.finalize({"from": self.people[0]})
        else:
            self.campaign.finalize({"from": self.people[0]})
            self.status = stages.SUCCEEDED if self.is_goal_met else stages.FAILED

    def finalize_or_cancel(self, luck):
        """The producer's way out is taken less often than the rest: it ends the campaign."""
        if luck == 3:
            self.cancel()
        else:
            self.finalize()

    def refund(self, who):
        fan, amount = self.people[who], self.held[self.people[who]] * self.terms.price
        if self.status not in (stages.FAILED, stages.CANCELLED):
            with refused("Campaign_WrongStatus", self.status):
                self.campaign.refund(fan, {"from": self.people[0]})
        elif amount == 0:
            with refused("Campaign_NothingToRefund", fan):
                self.campaign.refund(fan, {"from": self.people[0]})
        else:
            self.campaign.refund(fan, {"from": self.people[0]})
            if fan in self.blocked:
                self.owed[fan] += amount
            else:
                self.spent[fan] -= amount
            self.held[fan] = 0

    def withdraw(self, who):
        fan = self.people[who]
        if self.owed[fan] == 0:
            with refused("Vault_NothingOwed", fan):
                self.campaign.withdraw(fan, {"from": self.people[0]})
        elif fan in self.blocked:
            with refused("Vault_PaymentRefused", fan, self.owed[fan]):
                self.campaign.withdraw(fan, {"from": self.people[0]})
        else:
            self.campaign.withdraw(fan, {"from": self.people[0]})
            self.spent[fan] -= self.owed[fan]
            self.owed[fan] = 0

    def block(self, who, yes):
        self.currency.setBlocked(self.people[who], yes, {"from": self.people[0]})
        (self.blocked.add if yes else self.blocked.discard)(self.people[who])

    def check(self):
        """Solvent; shares are what was paid for; nobody has more than before."""
        raised = self.sold * self.terms.price
        reserved = self.campaign.reserved()
        assert reserved == sum(self.owed.values()) + (0 if self.status == stages.SUCCEEDED else raised)
        assert self.currency.balanceOf(self.campaign) == reserved + self.gifts
        assert (self.campaign.status(), self.campaign.raised()) == (self.status, raised)
        assert self.campaign.sharesLeft() == self.terms.cap - self.sold
        for fan in self.people:
            assert self.project.shares.balanceOf(fan) == self.held[fan]
            assert self.currency.balanceOf(fan) == PURSE - self.spent[fan]

    def end(self):
        """Everybody is paid, and nothing stays."""
        wait_until(self.terms.closes_at)
        if self.status == stages.RAISING:
            self.finalize()
        for who, fan in enumerate(self.people):
            self.block(who, False)
            if self.status != stages.SUCCEEDED and self.held[fan]:
                self.refund(who)
            if self.owed[fan]:
                self.withdraw(who)
        if self.gifts:
            self.sweep()
        assert self.currency.balanceOf(self.campaign) == self.campaign.reserved() == 0


@pytest.fixture(scope="module")
def people(project, currency, fan, second_fan, stranger, financier):
    """Fans with full purses."""
    fans = [fan, second_fan, stranger, financier]
    for each in fans:
        currency.mint(each, PURSE, {"from": each})
        currency.approve(project.campaign, PURSE, {"from": each})
    return fans


@only_currency("BlockingCurrency")
@settings(max_examples=8, deadline=None)
@given(steps=st.lists(STEP, min_size=15, max_size=15))
def test_the_campaign_stays_solvent_whatever_happens(project, people, steps):
    """3.1, 3.4, 3.5, K4, K5, K7, K10: against a model, after every step and in the end."""
    life = Raising(project, people)
    life.contribute(0, 40)
    for verb, *arguments in steps:
        getattr(life, verb)(*arguments)
        life.check()
    life.end()
