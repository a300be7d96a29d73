"""Whatever happens in whatever order, waterfall and shares are as their twins in Python (4.3, 5.2)."""

import pytest
from brownie import chain
from brownie.test import given
from hypothesis import settings
from hypothesis import strategies as st

from backend.accrual import FINE, Account, Index
from backend.royalties.recoupment import begin, dues_down, holders_room_down, preview
from backend.royalties.waterfall import Position, PositionKind
from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.conftest import FEE_BPS
from tests.contracts.currencies import only_currency
from tests.contracts.fuzzing import examples, record
from tests.contracts.project import Deduction, wait_until
from tests.contracts.share_token.royalty_model import RoyaltyModel
from tests.contracts.terms import DAY, HOLDERS, Line, off_the_top, percentage, recoup
from tests.contracts.waterfall.outcome import shared, tell
from tests.contracts.waterfall.waterfall_model import WaterfallModel

pytestmark = only_currency("no-decimals")
KINDS = list(PositionKind)
CAP = 40
STEPS = 3
AMOUNT = st.one_of(st.integers(0, 30), st.integers(0, 3_000))
WHO = st.integers(0, 4)
STEP = st.one_of(
    st.tuples(st.just("deposit"), AMOUNT, st.integers(0, 2_500)),
    st.tuples(st.just("deposit"), AMOUNT, st.just(0)),
    st.tuples(st.just("deposit"), st.just(10**20), st.just(0)),
    st.tuples(st.just("pay_promised"), st.booleans()),
    st.tuples(st.just("leave"), WHO, st.integers(1, 60)),
    st.tuples(st.just("wait_and_release"), st.integers(0, 2)),
    st.tuples(st.just("sell"), WHO, WHO, st.integers(0, 60)),
    st.tuples(st.just("claim"), WHO),
    st.tuples(st.just("give"), st.integers(1, 300)),
)


@pytest.fixture(scope="module")
def terms(terms, collector, financier, patron, producer):
    """Every kind of position; a unit is large beside a share, so that hardly anything divides evenly."""
    return terms.change(
        financiers=[
            Line(financier, "television", 300),
            Line(financier, "television, before", 250),
            Line(patron, "fund", 650),
        ],
        positions=[
            off_the_top(collector, 777),
            off_the_top(producer, 1_300),
            recoup(financier, 400, premium_bps=1_111),
            recoup(HOLDERS, 500, premium_bps=333, with_previous=True),
            recoup(patron, 450, premium_bps=2_000, with_previous=True),
            recoup(financier, 150),
            percentage(financier, 1_667),
            percentage(HOLDERS, 5_000),
            percentage(producer, 3_333),
        ],
        cap_per_share=CAP,
        steps=STEPS,
    )


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan):
    """One line in escrow, one paid elsewhere, one promised."""
    proposed.escrow(0)
    proposed.sign_line(1, paid=True)
    proposed.sign_line(2, paid=False)
    stages.succeed(proposed, fan, second_fan)
    return proposed


class Life:
    """Deposits, days, payments of lines, sales, claims, a wind-down and exits, in any order."""

    def __init__(self, project, people):
        self.project, self.waterfall, self.shares = project, project.waterfall, project.shares
        self.people, self.number = people, 0
        self.is_promised = True
        terms, raised = project.terms.waterfall, 97 * project.price
        accounts = dict(zip(people, [Account(60), Account(37), Account(), Account(), Account()], strict=True))
        self.model = WaterfallModel(
            waterfall=begin([twin_of(each) for each in terms.positions], terms.cap_per_share),
            royalties=RoyaltyModel(terms.steps, Index(supply=97), accounts),
            price=project.price,
            unspent=raised - raised * FEE_BPS // 10_000,
            brought=raised,
        )
        self.model.succeed()
        self.note_line(0, in_escrow=True)
        self.note_line(1, in_escrow=False)

    # --- what happens ---

    def deposit(self, gross, kept_bps):
        kept = gross * kept_bps // 10_000
        self.number += 1
        deductions = [Deduction(b"tax".ljust(32, b"\0"), kept)]
        deposit = self.project.deposit(gross - kept, self.number, gross=gross, deductions=deductions)
        expected = self.model.deposit(gross, gross - kept, chain[-1].timestamp)
        assert shared(deposit) == (list(expected.amounts), expected.to_producer)

    def pay_promised(self, in_escrow):
        """Once, and too late after a wind-down."""
        if not self.is_promised or self.model.per_share is not None:
            return
        self.is_promised = False
        if in_escrow:
            self.project.escrow(2)
        else:
            self.project.sign_line(2, paid=True)
        self.note_line(2, in_escrow)

    def leave(self, who, part):
        """The first to leave ends the project."""
        if self.model.per_share is None:
            self.wind_down()
        holder = self.people[who]
        shares = min(part, self.account(holder).shares)
        if shares == 0:
            with refused("Campaign_NoShares"):
                self.project.campaign.exit(0, {"from": holder})
            return
        if waiting := self.model.royalties.deposited - self.model.royalties.released:
            with refused("Campaign_ReleaseRoyaltiesFirst", waiting):
                self.project.campaign.exit(shares, {"from": holder})
            self.release()
        exited = self.project.campaign.exit(shares, {"from": holder})
        amount = self.model.exit(holder, shares)
        assert happened(exited, "Exited") == [{"holder": holder, "shares": shares, "amount": amount}]

    def wait_and_release(self, days):
        wait_until(chain[-1].timestamp + days * DAY)
        self.release()

    def release(self):
        """Every tranche, as far as it has come: all of it after a wind-down."""
        royalties = self.model.royalties
        for place in range(len(royalties.tranches)):
            released = self.shares.release(place + 1, {"from": self.people[0]})
            assert released.return_value == royalties.release(place, chain[-1].timestamp)

    def sell(self, who, other, part):
        seller, buyer = self.people[who], self.people[other]
        shares = min(part, self.account(seller).shares)
        self.shares.transfer(buyer, shares, {"from": seller})
        self.model.royalties.transfer(seller, buyer, shares)

    def claim(self, who):
        holder = self.people[who]
        if self.model.royalties.claimable(holder) == 0:
            with refused("ShareToken_NothingToClaim", holder):
                self.shares.claim({"from": holder})
        else:
            assert self.shares.claim({"from": holder}).return_value == self.model.royalties.pay(holder)

    def give(self, amount):
        """Currency that nobody reported is the holders' beside the waterfall, and outside their cap."""
        self.project.currency.mint(self.shares, amount, {"from": self.people[0]})
        self.shares.sweep(self.project.currency, {"from": self.people[0]})
        self.model.royalties.give(amount)

    def wind_down(self):
        terms, campaign = self.project.terms.production, self.project.campaign
        wait_until(terms.milestones[0].due_at + terms.grace)
        holders = [each for each in self.people if self.account(each).shares]
        campaign.openWindDown(0, {"from": holders[0]})
        for holder in holders:
            campaign.object({"from": holder})
        self.project.read()
        self.project.read()
        self.model.wind_down()

    # --- what is compared ---

    def check(self):
        model, royalties = self.model, self.model.royalties
        earning = royalties.earning_shares
        assert self.shares.earningShares() == earning
        assert self.waterfall.holdersRoom() == holders_room_down(model.waterfall, earning)
        for place, (due, standing) in enumerate(
            zip(dues_down(model.waterfall), model.waterfall.standings, strict=True)
        ):
            assert self.waterfall.dueOf(place) == due
            assert plain(self.waterfall.recoupedOf(place)) == (standing.proved, standing.recouped)
        for gross, net in ((1, 1), (997, 801), (10**9, 10**9)):
            expected = preview(model.waterfall, earning, gross, net)
            assert tell(self.waterfall.preview(gross, net)) == (list(expected.amounts), expected.to_producer)
        assert royalties.adds_up()
        assert plain(self.shares.totals()) == (royalties.deposited, royalties.released, royalties.paid)
        assert (self.shares.index(), self.shares.leaversIndex()) == (
            royalties.index.value,
            royalties.leavers.value,
        )
        for holder in self.people:
            assert plain(self.shares.accountOf(holder)) == tuple(self.account(holder))
            assert plain(self.shares.leaverOf(holder)) == royalties.left[holder][:3]
            assert self.shares.claimable(holder) == royalties.claimable(holder)

    def end(self):
        """Everybody leaves, between deposits, and takes everything."""
        for who in range(len(self.people)):
            self.leave(who, 97)
            self.deposit(1_009, 0)
            self.check()
        assert self.shares.totalSupply() == 0
        for who in range(len(self.people)):
            self.claim(who)
        self.check()
        left = self.project.currency.balanceOf(self.shares)
        assert left * FINE == self.model.royalties.dust
        assert self.project.currency.balanceOf(self.waterfall) == 0

    # --- inside ---

    def account(self, holder):
        return self.model.royalties.accounts[holder]

    def note_line(self, line, in_escrow):
        financier, _, amount = self.project.terms.financiers[line]
        self.model.pay_line(line, str(financier), amount, in_escrow)


def twin_of(position):
    kind, with_previous, payee, bps, amount, label = position
    return Position(KINDS[kind], str(payee), bps, amount, with_previous, label)


@pytest.fixture(scope="module")
def count():
    """Lives and their steps, for the record."""
    sums = {"lives": 0, "steps": 0}
    yield sums
    record("waterfall", **sums)


@settings(max_examples=examples(6), deadline=None)
@given(steps=st.lists(STEP, min_size=12, max_size=12))
def test_the_waterfall_is_its_twin_whatever_happens(
    project, fan, second_fan, financier, stranger, collector, count, steps
):
    """4.3, 5.2, 5.5, K3, K9: every amount, due, proof, room and account, after every step and in the end."""
    life = Life(project, [fan, second_fan, financier, stranger, collector])
    life.check()
    for verb, *arguments in steps:
        getattr(life, verb)(*arguments)
        life.check()
    life.end()
    count["lives"] += 1
    count["steps"] += len(steps)
