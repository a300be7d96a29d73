"""What the holders of one project are asked, in any order, and what they should be told (4.1 to 4.3)."""

from typing import Any

from brownie import chain

from tests.contracts.answers import happened, refused
from tests.contracts.project import wait_until
from tests.contracts.share_token.royalty_model import RoyaltyModel
from tests.contracts.stages import SUCCEEDED, WOUND_DOWN
from tests.contracts.terms import DAY

WHOLE_BPS = 10_000
WIND_DOWN_ROUNDS = 200
"""Rounds up to this number are the producer's, those above it the holders'."""


class Questions:
    """Announcements, objections, readings and wind-downs."""

    project: Any
    shares: Any
    people: list[Any]
    model: RoyaltyModel

    def begin(self, raised: int, fee: int) -> None:
        """Right after success."""
        terms = self.project.terms.production
        self.terms, self.raised = terms, raised
        first = (raised - fee) * terms.milestones[0].bps // WHOLE_BPS
        self.amounts = [first, raised - fee - first]
        self.refusals, self.released = [0, 0], [False, False]
        self.asked, self.ended = 0, 0
        self.round, self.milestone, self.until, self.again_at = 0, 0, 0, 0
        self.objectors: set[Any] = set()
        self.holders_turn = False
        self.status, self.per_share = SUCCEEDED, 0

    @property
    def campaign(self) -> Any:
        return self.project.campaign

    @property
    def unspent(self) -> int:
        return sum(amount for amount, gone in zip(self.amounts, self.released, strict=True) if not gone)

    @property
    def objecting(self) -> int:
        return sum(self.model.accounts[holder].shares for holder in self.objectors)

    def has_grounds(self, milestone: int) -> bool:
        overdue = chain[-1].timestamp >= self.terms.milestones[milestone].due_at + self.terms.grace
        return not self.released[milestone] and (self.refusals[milestone] == 2 or overdue)

    # --- steps ---

    def announce(self, milestone: int) -> None:
        replaces = self.round > WIND_DOWN_ROUNDS and not self.again_at and not self.holders_turn
        if self.status == WOUND_DOWN:
            refusal = refused("Campaign_WrongStatus", WOUND_DOWN)
        elif self.released[milestone]:
            refusal = refused("Campaign_AlreadyReleased", milestone)
        elif self.refusals[milestone] == 2:
            refusal = refused("Campaign_RefusedTwice", milestone)
        elif self.round and not replaces:
            refusal = refused("Campaign_QuestionOpen", self.round)
        else:
            self.asked += 1
            self.project.announce(milestone)
            self.ask(self.asked, milestone)
            return
        with refusal:
            self.project.announce(milestone)

    def open_wind_down(self, who: int, milestone: int) -> None:
        holder = self.people[who]
        if self.status == WOUND_DOWN:
            refusal = refused("Campaign_WrongStatus", WOUND_DOWN)
        elif self.round:
            refusal = refused("Campaign_QuestionOpen", self.round)
        elif not self.model.accounts[holder].shares:
            refusal = refused("Campaign_OnlyHolder", holder)
        elif not self.has_grounds(milestone):
            refusal = refused("Campaign_NoGroundsToWindDown", milestone)
        else:
            self.ended += 1
            self.campaign.openWindDown(milestone, {"from": holder})
            self.ask(WIND_DOWN_ROUNDS + self.ended, milestone)
            return
        with refusal:
            self.campaign.openWindDown(milestone, {"from": holder})

    def object(self, who: int) -> None:
        holder = self.people[who]
        if not self.round:
            refusal = refused("Campaign_NoQuestionOpen")
        elif chain[-1].timestamp >= self.until:
            refusal = refused("Campaign_ObjectionsClosed", self.until)
        elif not self.model.accounts[holder].shares:
            refusal = refused("ShareToken_NoShares", holder)
        elif holder in self.objectors:
            refusal = refused("ShareToken_AlreadyObjecting", holder)
        else:
            self.campaign.object({"from": holder})
            self.objectors.add(holder)
            return
        with refusal:
            self.campaign.object({"from": holder})

    def read(self) -> None:
        """Wait until the tally can be read, and read it."""
        if not self.round:
            with refused("Campaign_NoQuestionOpen"):
                self.campaign.read({"from": self.people[0]})
            return
        readable_at = self.again_at or self.until
        wait_until(readable_at)
        reading = self.campaign.read({"from": self.people[0]})
        lapsed = reading.timestamp >= readable_at + 14 * DAY
        objected = self.objecting * WHOLE_BPS >= self.model.index.supply * self.terms.objection_bps
        if objected and not lapsed and not self.again_at:
            self.again_at = reading.timestamp + DAY
            return
        winds_down, milestone = self.round > WIND_DOWN_ROUNDS, self.milestone
        self.ask(0, 0)
        if winds_down:
            self.holders_turn = False
            if objected and not lapsed:
                self.wound_down(reading)
        elif lapsed:
            assert happened(reading, "ReleaseLapsed") == [{"milestone": milestone}]
        elif objected:
            self.refusals[milestone] += 1
            self.holders_turn = True
        else:
            told = {"milestone": milestone, "amount": self.amounts[milestone]}
            assert happened(reading, "Released") == [told]
            self.released[milestone] = True

    def wind_down(self) -> None:
        """Everybody agrees to end what can be ended, after all that was asked before."""
        while self.round:
            self.read()
        if self.status == WOUND_DOWN or all(self.released):
            return
        milestone = self.released.index(False)
        wait_until(self.terms.milestones[milestone].due_at + self.terms.grace)
        holders = [who for who, each in enumerate(self.people) if self.model.accounts[each].shares]
        self.open_wind_down(holders[0], milestone)
        for who in holders:
            self.object(who)
        self.read()
        self.read()
        assert self.status == WOUND_DOWN

    # --- inside ---

    def ask(self, number: int, milestone: int) -> None:
        """A round begins; with number 0 it ends."""
        self.round, self.milestone, self.again_at = number, milestone, 0
        self.until = chain[-1].timestamp + self.terms.objection_seconds if number else 0
        self.objectors = set()

    def wound_down(self, reading: Any) -> None:
        self.status = WOUND_DOWN
        self.per_share = self.project.price * self.unspent // self.raised
        told = {"unspent": self.unspent, "brought": self.raised, "perShare": self.per_share}
        assert happened(reading, "WoundDown") == [told]
        self.model.end_steps()
