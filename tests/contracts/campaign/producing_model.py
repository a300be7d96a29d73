"""What a campaign must do after its success, in plain Python (PROTOCOL 4): no chain is asked."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.contracts.campaign.model import WHOLE_BPS, Raising, Refusal
from tests.contracts.stages import SUCCEEDED, WOUND_DOWN
from tests.contracts.terms import DAY

READ_AGAIN_AFTER = DAY
LAPSES_AFTER = 14 * DAY
LAST_RELEASE_ROUND = 200
MAX_REFUSALS = 2


@dataclass
class Question:
    """What the holders are asked."""

    round: int
    milestone: int
    winds_down: bool
    until: int
    again_at: int = 0


@dataclass
class Life(Raising):
    """A campaign from its opening to whatever end. Shares that the contract holds are not in `held`."""

    pot: int = 0
    unspent: int = 0
    unspent_at_end: int = 0
    released: set[int] = field(default_factory=set)
    refusals: Counter[int] = field(default_factory=Counter)
    question: Question | None = None
    objectors: set[Any] = field(default_factory=set)
    release_rounds: int = 0
    wind_down_rounds: int = 0
    holders_turn: bool = False

    # --- what anyone can read ---

    @property
    def reserved(self) -> int:
        held = self.unspent if self.status in (SUCCEEDED, WOUND_DOWN) else self.raised + self.escrowed
        return sum(self.owed.values()) + held

    @property
    def objecting(self) -> int:
        return sum(self.held[each] for each in self.objectors)

    @property
    def per_share(self) -> int:
        return self._part(self.terms.campaign.price)

    def amount_of(self, milestone: int) -> int:
        parts = [self.pot * each.bps // WHOLE_BPS for each in self.terms.production.milestones]
        return parts[milestone] if milestone < len(parts) - 1 else self.pot - sum(parts[:-1])

    def has_grounds(self, milestone: int) -> bool:
        terms = self.terms.production
        is_overdue = self.now >= terms.milestones[milestone].due_at + terms.grace
        return milestone not in self.released and (is_overdue or self.refusals[milestone] >= MAX_REFUSALS)

    # --- what the holders are asked ---

    def announce(self, milestone: int) -> None:
        self._require_status(SUCCEEDED)
        self._require_milestone(milestone)
        if milestone in self.released:
            raise Refusal("Campaign_AlreadyReleased", milestone)
        if self.refusals[milestone] >= MAX_REFUSALS:
            raise Refusal("Campaign_RefusedTwice", milestone)
        asked = self.question
        if asked and (not asked.winds_down or asked.again_at or self.holders_turn):
            raise Refusal("Campaign_QuestionOpen", asked.round)
        self.release_rounds += 1
        self._ask(self.release_rounds, milestone, winds_down=False)

    def open_wind_down(self, holder: Any, milestone: int) -> None:
        self._require_status(SUCCEEDED)
        if self.question:
            raise Refusal("Campaign_QuestionOpen", self.question.round)
        if not self.held[holder]:
            raise Refusal("Campaign_OnlyHolder", holder)
        self._require_milestone(milestone)
        if not self.has_grounds(milestone):
            raise Refusal("Campaign_NoGroundsToWindDown", milestone)
        self.wind_down_rounds += 1
        self._ask(LAST_RELEASE_ROUND + self.wind_down_rounds, milestone, winds_down=True)

    def object(self, holder: Any) -> None:
        if not self.question:
            raise Refusal("Campaign_NoQuestionOpen")
        if self.now >= self.question.until:
            raise Refusal("Campaign_ObjectionsClosed", self.question.until)
        if not self.held[holder]:
            raise Refusal("ShareToken_NoShares", holder)
        if holder in self.objectors:
            raise Refusal("ShareToken_AlreadyObjecting", holder)
        self.objectors.add(holder)

    def read(self, producer: Any) -> None:
        asked = self.question
        if not asked:
            raise Refusal("Campaign_NoQuestionOpen")
        if self.now < asked.until:
            raise Refusal("Campaign_ObjectionsOpen", asked.until)
        if self.now < asked.again_at:
            raise Refusal("Campaign_ReadAgainLater", asked.again_at)
        is_lapsed = self.now >= (asked.again_at or asked.until) + LAPSES_AFTER
        threshold = sum(self.held.values()) * self.terms.production.objection_bps
        is_stopped = not is_lapsed and self.objecting * WHOLE_BPS >= threshold
        if is_stopped and not asked.again_at:
            asked.again_at = self.now + READ_AGAIN_AFTER
            return
        self.question, self.objectors = None, set()
        if asked.winds_down:
            self.holders_turn = False
        elif is_stopped:
            self.holders_turn = True
        if asked.winds_down and is_stopped:
            self._wind_down()
        elif not asked.winds_down and is_stopped:
            self.refusals[asked.milestone] += 1
        elif not asked.winds_down and not is_lapsed:
            self.released.add(asked.milestone)
            self.unspent -= self.amount_of(asked.milestone)
            self._pay(producer, self.amount_of(asked.milestone))

    # --- the holders' shares ---

    def transfer(self, seller: Any, buyer: Any, shares: int) -> None:
        if self.status not in (SUCCEEDED, WOUND_DOWN):
            raise Refusal("ShareToken_TransfersClosed")
        self._require_shares(seller, shares)
        self.held[seller] -= shares
        self.held[buyer] += shares

    def exit(self, holder: Any, shares: int) -> None:
        self._require_status(WOUND_DOWN)
        if shares == 0:
            raise Refusal("Campaign_NoShares")
        self._require_shares(holder, shares)
        self.held[holder] -= shares
        self.unspent -= shares * self.per_share
        self._pay(holder, shares * self.per_share)

    # --- inside ---

    def _fill_pot(self, amount: int) -> None:
        self.pot = self.unspent = amount

    def _ask(self, number: int, milestone: int, *, winds_down: bool) -> None:
        until = self.now + self.terms.production.objection_seconds
        self.question, self.objectors = Question(number, milestone, winds_down, until), set()

    def _wind_down(self) -> None:
        """What rounding leaves belongs to nobody."""
        self.status, self.unspent_at_end = WOUND_DOWN, self.unspent
        parts = self.per_share * self.sold + self._part(self.given) + self._part(self.escrowed)
        self.surplus += self.unspent - parts
        self.unspent = parts

    def _part(self, amount: int) -> int:
        return amount * self.unspent_at_end // (self.raised + self.escrowed)

    def _take_part(self, amount: int) -> int:
        self.unspent -= self._part(amount)
        return self._part(amount)

    def _require_milestone(self, milestone: int) -> None:
        if milestone >= len(self.terms.production.milestones):
            raise Refusal("Campaign_UnknownMilestone", milestone)

    def _require_shares(self, holder: Any, shares: int) -> None:
        if shares > self.held[holder]:
            raise Refusal("ERC20InsufficientBalance", holder, self.held[holder], shares)
