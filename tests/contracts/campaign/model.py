"""What a campaign must do while it raises and refunds, in plain Python (PROTOCOL 3): no chain is asked.

Every verb raises Refusal with the error that the contract must give, or changes the model as the contract
must change. Amounts are currency units, times are seconds, people are whatever the test calls them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.contracts.project import ESCROWED, OPEN_LINE, RETURNED
from tests.contracts.stages import CANCELLED, FAILED, RAISING, SUCCEEDED, WOUND_DOWN
from tests.contracts.terms import DAY, ProjectTerms

MAX_PAUSE = 14 * DAY
WHOLE_BPS = 10_000


class Refusal(Exception):
    """The contract refuses with the error args[0] and the values after it."""


@dataclass
class Window:
    """One pledge in its reflection."""

    until: int
    shares: int
    payer: Any
    took_tier: bool


@dataclass
class Raising:
    """A campaign from its opening on, with one financier's line that may be in escrow."""

    terms: ProjectTerms
    now: int
    fee_bps: int
    treasury: Any
    status: int = RAISING
    sold: int = 0
    given: int = 0
    escrowed: int = 0
    line: int = OPEN_LINE
    surplus: int = 0
    last_firm_at: int = 0
    reopened_until: int = 0
    paused_since: int | None = None
    paused_seconds: int = 0
    held: Counter[Any] = field(default_factory=Counter)
    windows: dict[Any, list[Window]] = field(default_factory=dict)
    payers: dict[Any, tuple[Any, int]] = field(default_factory=dict)
    tiers: dict[Any, int] = field(default_factory=dict)
    gifts: Counter[Any] = field(default_factory=Counter)
    owed: Counter[Any] = field(default_factory=Counter)
    purses: Counter[Any] = field(default_factory=Counter)
    blocked: set[Any] = field(default_factory=set)

    # --- what anyone can read ---

    @property
    def raised(self) -> int:
        return self.sold * self.terms.campaign.price + self.given

    @property
    def left(self) -> int:
        return self.terms.campaign.cap - self.sold

    @property
    def reserved(self) -> int:
        return sum(self.owed.values()) + self.raised + self.escrowed

    @property
    def is_goal_met(self) -> bool:
        return self.raised >= self.terms.campaign.goal and self.sold >= self.terms.campaign.least

    @property
    def shares_missing(self) -> int:
        """How many more would meet the goal; none or fewer if it is met."""
        terms = self.terms.campaign
        return max(-((self.raised - terms.goal) // terms.price), terms.least - self.sold)

    @property
    def extension(self) -> int:
        running = 0 if self.paused_since is None else self.now - self.paused_since
        return min(self.paused_seconds + running, MAX_PAUSE)

    @property
    def is_paused(self) -> bool:
        return self.paused_since is not None and self.extension < MAX_PAUSE

    @property
    def closes_at(self) -> int:
        return (self.reopened_until or self.terms.campaign.closes_at) + self.extension

    def pledge_of(self, fan: Any) -> tuple[int, int, int]:
        """Shares in reflection, when the last of them are firm, and the reward."""
        running = [window for window in self.windows.get(fan, []) if window.until > self.now]
        firm_at = max((window.until for window in running), default=0)
        return sum(window.shares for window in running), firm_at, self.tiers.get(fan, 0)

    def taken(self, tier: int) -> int:
        return [*self.tiers.values()].count(tier)

    # --- raising ---

    def contribute(self, payer: Any, fan: Any, shares: int, tier: int = 0, *, up_to: bool = False) -> None:
        if up_to and self.left == 0:
            raise Refusal("Campaign_NotEnoughLeft", shares, 0)
        shares = min(shares, self.left) if up_to else shares
        held = self._require_purchase(payer, fan, shares, tier)
        running = [window for window in self.windows.get(fan, []) if window.until > self.now]
        firm_at = self.now + self.terms.campaign.reflection
        self.windows[fan] = [*running, Window(firm_at, shares, payer, tier != 0)]
        self.last_firm_at = firm_at
        if payer != fan:
            self.payers[fan] = (payer, self.payers.get(fan, (payer, 0))[1] + shares)
        if tier:
            self.tiers[fan] = tier
        self.held[fan] = held
        self.sold += shares
        self.purses[payer] -= shares * self.terms.campaign.price

    def contribute_for(self, payer: Any, fan: Any, shares: int) -> None:
        self._require_purchase(payer, fan, shares, 0)
        if self.held[fan]:
            raise Refusal("Campaign_FanHasPledged", fan)
        self.contribute(payer, fan, shares)

    def give(self, patron: Any, amount: int) -> None:
        self._require_contributing()
        if amount == 0:
            raise Refusal("Campaign_NoGift")
        self._require_unblocked(patron)
        self.gifts[patron] += amount
        self.given += amount
        self.purses[patron] -= amount

    def revoke(self, fan: Any) -> None:
        self._require_status(RAISING)
        was_met, back = self.is_goal_met, Counter()
        for window in self.windows.get(fan, []):
            if window.until > self.now:
                back[window.payer] += window.shares
                if window.took_tier:
                    del self.tiers[fan]
        if not back:
            raise Refusal("Campaign_NothingToRevoke", fan)
        self.windows[fan] = [window for window in self.windows[fan] if window.until <= self.now]
        self._strike_off(fan, back)
        if was_met and not self.is_goal_met and not self.reopened_until and self.now >= self.closes_at:
            self.reopened_until = self.now + self.terms.campaign.reflection - self.extension
        self._pay_back(back)

    def pause(self) -> None:
        if self.paused_since is not None:
            raise Refusal("ProjectFactory_AlreadyPaused", self.paused_since)
        self.paused_since = self.now

    def resume(self) -> None:
        if self.paused_since is None:
            raise Refusal("ProjectFactory_NotPaused")
        self.paused_seconds += self.now - self.paused_since
        self.paused_since = None

    # --- the end ---

    def finalize(self) -> None:
        self._require_status(RAISING)
        if self.left and self.now < self.closes_at:
            raise Refusal("Campaign_NotClosedYet", self.closes_at)
        if self.now < self.last_firm_at:
            raise Refusal("Campaign_ReflectionRunning", self.last_firm_at)
        if not self.is_goal_met:
            self.status = FAILED
            return
        self.status = SUCCEEDED
        fee = self.raised * self.fee_bps // WHOLE_BPS
        self._fill_pot(self.raised - fee + self.escrowed)
        self._pay(self.treasury, fee)

    def cancel(self) -> None:
        if self.status > RAISING:
            raise Refusal("Campaign_WrongStatus", self.status)
        if (self.reopened_until or self.now >= self.closes_at) and self.is_goal_met:
            raise Refusal("Campaign_GoalMet", self.raised, self.terms.campaign.goal)
        self.status = CANCELLED

    def refund(self, fan: Any) -> None:
        self._require_status(FAILED, CANCELLED)
        if not self.held[fan]:
            raise Refusal("Campaign_NothingToRefund", fan)
        self.refund_many([fan])

    def refund_many(self, fans: Iterable[Any]) -> None:
        self._require_status(FAILED, CANCELLED)
        for fan in fans:
            payer, paid_for = self.payers.get(fan, (fan, 0))
            back = Counter({fan: self.held[fan] - paid_for})
            back[payer] += paid_for
            self.tiers.pop(fan, None)
            self.windows.pop(fan, None)
            self._strike_off(fan, back)
            self._pay_back(back)

    def refund_gift(self, patron: Any) -> None:
        amount = self.gifts[patron]
        if amount == 0:
            raise Refusal("Campaign_NothingToRefund", patron)
        if self.status == WOUND_DOWN:
            amount = self._take_part(amount)
        else:
            self._require_status(FAILED, CANCELLED)
            self.given -= amount
        self.gifts[patron] = 0
        self._pay(patron, amount)

    def return_line(self) -> None:
        financier, _, amount = self.terms.financiers[0]
        if self.line != ESCROWED:
            raise Refusal("Campaign_WrongLineState", 0, self.line)
        if self.status == WOUND_DOWN:
            amount = self._take_part(amount)
        else:
            self._require_status(FAILED, CANCELLED)
            self.escrowed -= amount
        self.line = RETURNED
        self._pay(financier, amount)

    # --- what is owed, and what is nobody's ---

    def withdraw(self, payee: Any, to: Any) -> None:
        amount = self.owed[payee]
        if amount == 0:
            raise Refusal("Vault_NothingOwed", payee)
        if to in self.blocked:
            raise Refusal("Vault_PaymentRefused", to, amount)
        self.owed[payee] = 0
        self.purses[to] += amount

    def lose(self, amount: int) -> None:
        self.surplus += amount

    def sweep(self, currency: Any) -> None:
        if self.status <= RAISING:
            raise Refusal("Campaign_WrongStatus", self.status)
        if self.surplus == 0:
            raise Refusal("Vault_NothingToSweep", currency)
        if self.status in (FAILED, CANCELLED):
            if self.treasury in self.blocked:
                raise Refusal("Blocked", self.treasury)
            self.purses[self.treasury] += self.surplus
        self.surplus = 0

    # --- inside ---

    def _fill_pot(self, amount: int) -> None:
        raise NotImplementedError

    def _take_part(self, amount: int) -> int:
        raise NotImplementedError

    def _require_status(self, *wanted: int) -> None:
        if self.status not in wanted:
            raise Refusal("Campaign_WrongStatus", self.status)

    def _require_unblocked(self, payer: Any) -> None:
        if payer in self.blocked:
            raise Refusal("Blocked", payer)

    def _require_contributing(self) -> None:
        self._require_status(RAISING)
        if self.now >= self.closes_at:
            raise Refusal("Campaign_Closed", self.closes_at)
        if self.is_paused:
            raise Refusal("Campaign_Paused")

    def _require_purchase(self, payer: Any, fan: Any, shares: int, tier: int) -> int:
        """What the fan would hold; in the order in which the contract looks."""
        self._require_contributing()
        terms, held = self.terms.campaign, self.held[fan] + shares
        if shares == 0:
            raise Refusal("Campaign_NoShares")
        if shares > self.left:
            raise Refusal("Campaign_NotEnoughLeft", shares, self.left)
        running = [window.until for window in self.windows.get(fan, []) if window.until > self.now]
        if len(running) == 2:
            raise Refusal("Campaign_TwoWindowsRunning", min(running))
        if payer != fan and self.payers.get(fan, (payer, 0))[0] != payer:
            raise Refusal("Campaign_OtherPayer", self.payers[fan][0])
        if held < terms.min_per_fan and shares != self.left:
            raise Refusal("Campaign_TooFewShares", held, terms.min_per_fan)
        if held > terms.max_per_fan:
            raise Refusal("Campaign_TooManyShares", held, terms.max_per_fan)
        if tier:
            self._require_tier(fan, tier, held)
        self._require_unblocked(payer)
        return held

    def _require_tier(self, fan: Any, number: int, held: int) -> None:
        if number > len(self.terms.tiers):
            raise Refusal("Campaign_UnknownTier", number)
        if fan in self.tiers:
            raise Refusal("Campaign_HasTier", self.tiers[fan])
        tier = self.terms.tiers[number - 1]
        if held < tier.least:
            raise Refusal("Campaign_TierNeedsShares", held, tier.least)
        if self.taken(number) >= tier.limit:
            raise Refusal("Campaign_TierTaken", number)

    def _strike_off(self, fan: Any, back: Counter[Any]) -> None:
        self.held[fan] -= back.total()
        self.sold -= back.total()
        payer, paid_for = self.payers.pop(fan, (fan, 0))
        if payer != fan and paid_for > back[payer]:
            self.payers[fan] = (payer, paid_for - back[payer])

    def _pay_back(self, back: Counter[Any]) -> None:
        for payer, shares in back.items():
            self._pay(payer, shares * self.terms.campaign.price)

    def _pay(self, payee: Any, amount: int) -> None:
        (self.owed if payee in self.blocked else self.purses)[payee] += amount
