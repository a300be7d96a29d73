"""Whatever happens in whatever order, the campaign holds what it owes, and ends empty (3.1 to 3.5)."""

from brownie import chain
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.currencies import only_currency
from tests.contracts.machines import ChainMachine, live_through
from tests.contracts.project import wait_until
from tests.contracts.terms import DAY

WHO = st.integers(0, 3)


class Raising(ChainMachine):
    """Contributions, gifts, days, cancellation, the end and refunds, some of them blocked, in any order."""

    def __init__(self, project, people):
        super().__init__()
        self.project, self.campaign, self.currency = project, project.campaign, project.currency
        self.people, self.terms = people, project.terms.campaign
        self.status = stages.RAISING
        self.held = dict.fromkeys(self.people, 0)
        self.owed = dict.fromkeys(self.people, 0)
        self.paid_back = dict.fromkeys(self.people, 0)
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

    @rule(who=WHO, shares=st.integers(0, 70))
    def contribute(self, who, shares):
        fan, amount = self.people[who], shares * self.terms.price
        refusal = self.refusal_to_sell(fan, shares)
        if refusal:
            self.currency.approve(self.campaign, amount, {"from": fan})
            with refused(*refusal):
                self.campaign.contribute(shares, {"from": fan})
        else:
            self.project.contribute(fan, shares)
            self.held[fan] += shares

    @rule(days=st.integers(0, 20))
    def wait(self, days):
        wait_until(chain[-1].timestamp + days * DAY)

    @rule(amount=st.integers(1, 10**9))
    def give(self, amount):
        self.currency.mint(self.campaign, amount, {"from": self.people[0]})
        self.gifts += amount

    @rule()
    def sweep(self):
        if self.gifts:
            self.campaign.sweep(self.currency, {"from": self.people[0]})
            self.gifts = 0
        else:
            with refused("Vault_NothingToSweep", self.currency):
                self.campaign.sweep(self.currency, {"from": self.people[0]})

    @rule()
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

    @rule()
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

    @rule(who=WHO)
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
            (self.owed if fan in self.blocked else self.paid_back)[fan] += amount
            self.held[fan] = 0

    @rule(who=WHO)
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
            self.paid_back[fan] += self.owed[fan]
            self.owed[fan] = 0

    @rule(who=WHO, yes=st.booleans())
    def block(self, who, yes):
        self.currency.setBlocked(self.people[who], yes, {"from": self.people[0]})
        (self.blocked.add if yes else self.blocked.discard)(self.people[who])

    @invariant()
    def it_is_solvent(self):
        raised = 0 if self.status == stages.SUCCEEDED else self.sold * self.terms.price
        reserved = self.campaign.reserved()
        assert reserved == raised + sum(self.owed.values())
        assert self.currency.balanceOf(self.campaign) == reserved + self.gifts

    @invariant()
    def shares_are_what_was_paid_for(self):
        assert self.campaign.status() == self.status
        assert self.campaign.raised() == self.sold * self.terms.price
        assert self.campaign.sharesLeft() == self.terms.cap - self.sold
        assert {fan: self.project.shares.balanceOf(fan) for fan in self.people} == self.held

    @invariant()
    def nobody_gets_more_than_it_paid(self):
        for fan in self.people:
            assert self.currency.balanceOf(fan) == self.paid_back[fan]

    def teardown(self):
        """In the end everybody is paid, and nothing stays."""
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


@only_currency("BlockingCurrency")
def test_the_campaign_stays_solvent_whatever_happens(project, fan, second_fan, stranger, financier):
    """3.1, 3.4, 3.5, K4, K5, K7, K10: against a model, after every step and in the end."""
    people = [fan, second_fan, stranger, financier]
    live_through(lambda: Raising(project, people))
