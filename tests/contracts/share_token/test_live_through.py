"""Whatever happens in whatever order, royalties are exact and solvent at every moment (5.3 to 5.5)."""

import pytest
from brownie import chain
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from backend.accrual import FINE, Account, Index
from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import only_currency
from tests.contracts.machines import ChainMachine, live_through
from tests.contracts.project import wait_until
from tests.contracts.share_token.royalty_model import RoyaltyModel
from tests.contracts.terms import DAY

STEPS = 3
AMOUNT = st.one_of(st.integers(1, 300), st.integers(1, 10**12))
WHO = st.integers(0, 4)


@pytest.fixture(scope="module")
def terms(terms):
    return terms.change(steps=STEPS)


class Royalties(ChainMachine):
    """Deposits, gifts, days, sales, claims and payouts, some of them blocked, in any order."""

    def __init__(self, project, people):
        super().__init__()
        self.project, self.shares, self.currency = project, project.shares, project.currency
        self.people = people
        holdings = dict(zip(self.people, [60, 37, 0, 0, 0], strict=True))
        accounts = {holder: Account(shares) for holder, shares in holdings.items()}
        self.model = RoyaltyModel(STEPS, Index(supply=97), accounts)
        self.refusing = set()
        self.blocked = set()

    @rule(amount=AMOUNT)
    def deposit(self, amount):
        self.project.deposit(amount, number=len(self.model.tranches) + 1)
        self.model.deposit(amount, chain[-1].timestamp)

    @rule(amount=AMOUNT)
    def give(self, amount):
        self.currency.mint(self.shares, amount, {"from": self.people[0]})
        self.shares.sweep(self.currency, {"from": self.people[0]})
        self.model.give(amount)

    @rule(days=st.integers(0, 4), which=st.integers(0, 20))
    def wait_and_release(self, days, which):
        wait_until(chain[-1].timestamp + days * DAY)
        if not self.model.tranches:
            with refused("ShareToken_UnknownTranche", 1):
                self.shares.release(1, {"from": self.people[0]})
            return
        place = which % len(self.model.tranches)
        release = self.shares.release(place + 1, {"from": self.people[0]})
        assert release.return_value == self.model.release(place, chain[-1].timestamp)

    @rule(who=WHO, other=WHO, part=st.integers(0, 60))
    def sell(self, who, other, part):
        seller, buyer = self.people[who], self.people[other]
        shares = min(part, self.model.accounts[seller].shares)
        self.shares.transfer(buyer, shares, {"from": seller})
        self.model.transfer(seller, buyer, shares)

    @rule(who=WHO)
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

    @rule(batch=st.lists(WHO, max_size=6))
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

    @rule(who=WHO, yes=st.booleans())
    def choose(self, who, yes):
        self.shares.acceptPush(yes, {"from": self.people[who]})
        (self.refusing.discard if yes else self.refusing.add)(self.people[who])

    @rule(who=WHO, yes=st.booleans())
    def block(self, who, yes):
        self.currency.setBlocked(self.people[who], yes, {"from": self.people[0]})
        (self.blocked.add if yes else self.blocked.discard)(self.people[who])

    @invariant()
    def it_is_solvent(self):
        reserved = self.shares.reserved()
        assert self.currency.balanceOf(self.shares) == reserved == self.model.deposited - self.model.paid

    @invariant()
    def it_is_exact(self):
        assert self.model.adds_up()
        assert plain(self.shares.totals()) == (self.model.deposited, self.model.released, self.model.paid)
        assert self.shares.index() == self.model.index.value
        for holder, account in self.model.accounts.items():
            assert plain(self.shares.accountOf(holder)) == (
                account.shares,
                account.index,
                account.fraction,
                account.owed,
            )
            assert self.shares.claimable(holder) == self.model.claimable(holder)

    @invariant()
    def the_supply_is_what_is_held(self):
        held = sum(self.shares.balanceOf(holder) for holder in self.people)
        assert held == self.shares.totalSupply() == 97

    def teardown(self):
        """In the end everybody takes everything; what stays is less than a unit for each, and one."""
        wait_until(chain[-1].timestamp + STEPS * DAY)
        for place in range(len(self.model.tranches)):
            self.wait_and_release(0, place)
        for who in range(len(self.people)):
            self.block(who, False)
            self.claim(who)
        left = self.currency.balanceOf(self.shares)
        assert left * FINE == self.model.dust
        assert left <= len(self.people)


@only_currency("BlockingCurrency")
def test_royalties_stay_exact_whatever_happens(project, fan, second_fan, financier, stranger, collector):
    """5.3, 5.4, 5.5, K1, K3, K9, K10, K13: against the model, after every step and in the end."""
    people = [fan, second_fan, financier, stranger, collector]
    live_through(lambda: Royalties(project, people))
