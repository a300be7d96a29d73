"""Takes every step of a life twice, on the chain and in the model, and compares all that can be read."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from brownie import web3

from tests.contracts.answers import plain, refused
from tests.contracts.campaign.model import MAX_PAUSE, Refusal
from tests.contracts.campaign.producing_model import LAPSES_AFTER, MAX_REFUSALS, Life
from tests.contracts.project import ESCROWED, Project, at_second
from tests.contracts.signing import FOREVER, sign
from tests.contracts.stages import RAISING, SUCCEEDED, WOUND_DOWN
from tests.contracts.terms import DAY, NOBODY

ENDLESS = 2**256 - 1


class Drive:
    """The fans come first among the people; then whoever else is paid."""

    def __init__(self, project: Project, fans: list[Any], others: list[Any], life: Life) -> None:
        self.project, self.campaign, self.shares = project, project.campaign, project.shares
        self.currency, self.fans, self.people = project.currency, fans, [*fans, *others]
        self.life = life
        self.due = 0
        self.steps = 0

    # --- a step ---

    def act(self, change: Callable[[], None], call: Callable[[], Any]) -> None:
        """The model first: it knows what the contract must do in the second of the next block."""
        self.life.now = max(self.life.now + 1, self.due)
        at_second(self.life.now)
        self.steps += 1
        try:
            change()
        except Refusal as refusal:
            with refused(*refusal.args):
                call()
        else:
            assert call().timestamp == self.life.now
        self.check()

    def wait(self, which: int, offset: int) -> None:
        """The next step is taken around one of the next moments at which something ends."""
        coming = sorted({moment for moment in self.moments() if moment > self.life.now + 1})
        if coming:
            self.due = coming[which % len(coming)] + offset

    def moments(self) -> Iterator[int]:
        life = self.life
        yield from (window.until for windows in life.windows.values() for window in windows)
        yield from (life.closes_at, life.last_firm_at)
        if life.paused_since is not None:
            yield life.paused_since + MAX_PAUSE - life.paused_seconds
        if life.question:
            asked = life.question
            yield from (asked.until, asked.again_at, (asked.again_at or asked.until) + LAPSES_AFTER)
        if life.status == SUCCEEDED:
            terms = self.project.terms.production
            yield from (milestone.due_at + terms.grace for milestone in terms.milestones)

    # --- raising ---

    def buy(self, way: str, who: int, shares: int, tier: int) -> None:
        fan, call = self.fans[who], getattr(self.campaign, way)
        more = [self.permit(fan)] if way == "contributeWithPermit" else []
        self.act(
            lambda: self.life.contribute(fan, fan, shares, tier, up_to=way == "contributeUpTo"),
            lambda: call(shares, tier, *more, {"from": fan}),
        )

    def permit(self, fan: Any) -> tuple[Any, ...]:
        nonce = self.currency.nonces(fan)
        signed = sign(fan, self.currency, "Permit", fan, self.campaign, ENDLESS, nonce, FOREVER)
        return (ENDLESS, FOREVER, signed[64], signed[:32], signed[32:64])

    def present(self, who: int, other: int, shares: int) -> None:
        payer, fan = self.fans[who], self.fans[other]
        self.act(
            lambda: self.life.contribute_for(payer, fan, shares),
            lambda: self.campaign.contributeFor(fan, shares, {"from": payer}),
        )

    def buy_signed(self, who: int, other: int, shares: int, tier: int) -> None:
        payer, fan = self.fans[who], self.fans[other]
        values = (fan, payer, shares, tier, self.campaign.nonces(fan), FOREVER)
        signature = sign(fan, self.campaign, "Contribution", *values)
        self.act(
            lambda: self.life.contribute(payer, fan, shares, tier),
            lambda: self.campaign.contributeBySignature(
                fan, shares, tier, FOREVER, signature, {"from": payer}
            ),
        )

    def give(self, who: int, amount: int) -> None:
        patron = self.fans[who]
        self.act(lambda: self.life.give(patron, amount), lambda: self.campaign.give(amount, {"from": patron}))

    def revoke(self, who: int) -> None:
        fan = self.fans[who]
        self.act(lambda: self.life.revoke(fan), lambda: self.campaign.revoke({"from": fan}))

    def pause(self, yes: bool) -> None:
        platform = {"from": self.project.platform}
        factory = self.project.factory
        if yes:
            self.act(self.life.pause, lambda: factory.pauseContributions(platform))
        else:
            self.act(self.life.resume, lambda: factory.resumeContributions(platform))

    # --- the end of the raising ---

    def finalize(self) -> None:
        self.act(self.life.finalize, lambda: self.campaign.finalize({"from": self.fans[0]}))

    def close(self) -> None:
        self.due = max(self.life.closes_at, self.life.last_firm_at)
        if self.life.is_paused:
            self.due += MAX_PAUSE
        self.finalize()

    def think_late(self, who: int, shares: int, offset: int) -> None:
        """Buy a day before the closing, at least what the goal misses, and revoke around the closing."""
        self.due = self.life.closes_at - DAY
        self.buy("contribute", who, max(shares, self.life.shares_missing), 0)
        self.due = self.life.closes_at + offset
        self.revoke(who)

    def cancel(self) -> None:
        self.act(self.life.cancel, lambda: self.campaign.cancel({"from": self.project.producer}))

    def refund(self, who: int) -> None:
        fan = self.fans[who]
        self.act(lambda: self.life.refund(fan), lambda: self.campaign.refund(fan, {"from": self.fans[0]}))

    def refund_many(self, *batch: int) -> None:
        fans = [self.fans[who] for who in batch]
        self.act(
            lambda: self.life.refund_many(fans),
            lambda: self.campaign.refundMany(fans, {"from": self.fans[0]}),
        )

    def refund_gift(self, who: int) -> None:
        patron = self.fans[who]
        self.act(
            lambda: self.life.refund_gift(patron),
            lambda: self.campaign.refundGift(patron, {"from": self.fans[0]}),
        )

    def return_line(self) -> None:
        self.act(self.life.return_line, lambda: self.campaign.returnLine(0, {"from": self.fans[0]}))

    # --- producing ---

    def announce(self, milestone: int) -> None:
        self.act(
            lambda: self.life.announce(milestone),
            lambda: self.campaign.announce(milestone, bytes(32), "", {"from": self.project.producer}),
        )

    def open_wind_down(self, who: int, milestone: int) -> None:
        holder = self.fans[who]
        self.act(
            lambda: self.life.open_wind_down(holder, milestone),
            lambda: self.campaign.openWindDown(milestone, {"from": holder}),
        )

    def object(self, who: int) -> None:
        holder = self.fans[who]
        self.act(lambda: self.life.object(holder), lambda: self.campaign.object({"from": holder}))

    def read(self) -> None:
        self.act(
            lambda: self.life.read(self.project.producer),
            lambda: self.campaign.read({"from": self.fans[0]}),
        )

    def ask(self, milestone: int, *objectors: int) -> None:
        """Announce a release, if that can be; objections; and its end, read twice if need be."""
        self.announce(milestone)
        self.answer(objectors)

    def give_up(self, milestone: int, *objectors: int) -> None:
        """The same for winding down, when there are grounds or time has brought them."""
        terms = self.project.terms.production
        if milestone < len(terms.milestones) and not self.life.has_grounds(milestone):
            self.due = terms.milestones[milestone].due_at + terms.grace
        self.open_wind_down(max(range(len(self.fans)), key=self.holding), milestone)
        self.answer(objectors)

    def answer(self, objectors: Sequence[int]) -> None:
        for who in objectors:
            self.object(who)
        self.read_out()

    def read_out(self) -> None:
        while self.life.question:
            self.due = max(self.life.question.until, self.life.question.again_at)
            self.read()

    def sell(self, who: int, other: int, shares: int) -> None:
        seller, buyer = self.fans[who], self.fans[other]
        self.act(
            lambda: self.life.transfer(seller, buyer, shares),
            lambda: self.shares.transfer(buyer, shares, {"from": seller}),
        )

    def exit(self, who: int, shares: int) -> None:
        holder = self.fans[who]
        self.act(lambda: self.life.exit(holder, shares), lambda: self.campaign.exit(shares, {"from": holder}))

    def holding(self, who: int) -> int:
        return self.life.held[self.fans[who]]

    # --- what is owed, and what is nobody's ---

    def block(self, who: int, yes: bool) -> None:
        """The currency's issuer blocks somebody, or no longer does."""
        person = self.people[who]
        change = self.life.blocked.add if yes else self.life.blocked.discard
        self.act(
            lambda: change(person), lambda: self.currency.setBlocked(person, yes, {"from": self.fans[0]})
        )

    def withdraw(self, who: int) -> None:
        payee = self.people[who]
        self.act(
            lambda: self.life.withdraw(payee, payee),
            lambda: self.campaign.withdraw(payee, {"from": self.fans[0]}),
        )

    def withdraw_to(self, who: int, other: int) -> None:
        payee, to = self.people[who], self.people[other]
        self.act(lambda: self.life.withdraw(payee, to), lambda: self.campaign.withdrawTo(to, {"from": payee}))

    def lose(self, amount: int) -> None:
        """Somebody sends currency to the campaign without a call."""
        self.act(
            lambda: self.life.lose(amount),
            lambda: self.currency.mint(self.campaign, amount, {"from": self.fans[0]}),
        )

    def sweep(self) -> None:
        self.act(
            lambda: self.life.sweep(self.currency),
            lambda: self.campaign.sweep(self.currency, {"from": self.fans[0]}),
        )

    # --- comparing ---

    def check(self) -> None:
        """Solvent; all shares are the supply, those of objectors the tally; everything else as modelled."""
        questions = [*self.questions_about_all(), *self.questions_about_each()]
        calls = [
            ("eth_call", [{"to": ask._address, "data": ask.encode_input(*values)}, "latest"])
            for ask, values, _ in questions
        ]
        answers = web3.provider.make_batch_request(calls)
        for (ask, values, expected), answer in zip(questions, answers, strict=True):
            told = plain(ask.decode_output(answer["result"]))
            assert told == plain(expected), (ask._name, values)
        for fan in self.fans:
            revocable, firm_at, tier = plain(self.campaign.pledgeOf(fan))
            ended = 0 if firm_at <= self.life.now else firm_at
            assert (revocable, ended, tier) == self.life.pledge_of(fan)

    def questions_about_all(self) -> Iterator[tuple[Any, tuple[Any, ...], Any]]:
        life, campaign = self.life, self.campaign
        yield campaign.status, (), life.status
        yield campaign.raised, (), life.raised
        yield campaign.sharesLeft, (), life.left
        yield campaign.closesAt, (), life.closes_at
        yield campaign.isPaused, (), life.is_paused
        yield campaign.lastFirmAt, (), life.last_firm_at
        yield campaign.reserved, (), life.reserved
        yield self.currency.balanceOf, (campaign,), life.reserved + life.surplus
        yield campaign.pot, (), (life.pot, life.unspent)
        asked = life.question
        told = (
            (asked.round, asked.milestone, asked.winds_down, asked.until, asked.again_at)
            if asked
            else (0,) * 5
        )
        yield campaign.question, (), told
        supply = sum(life.held.values())
        yield self.shares.totalSupply, (), supply
        yield self.shares.objections, (), (asked.round if asked else 0, life.objecting, supply)
        for tier in range(1, len(self.project.terms.tiers) + 1):
            yield campaign.tierTaken, (tier,), life.taken(tier)
        for milestone in range(len(self.project.terms.production.milestones)):
            told = (life.amount_of(milestone), milestone in life.released, life.refusals[milestone])
            yield campaign.milestoneOf, (milestone,), told

    def questions_about_each(self) -> Iterator[tuple[Any, tuple[Any, ...], Any]]:
        life, campaign = self.life, self.campaign
        for each in self.people:
            yield self.currency.balanceOf, (each,), life.purses[each]
            yield campaign.owedTo, (each,), life.owed[each]
        for fan in self.fans:
            yield self.shares.balanceOf, (fan,), life.held[fan]
            yield campaign.giftOf, (fan,), life.gifts[fan]
            yield campaign.payerOf, (fan,), life.payers.get(fan, (NOBODY, 0))
            yield self.shares.hasObjected, (fan,), fan in life.objectors

    # --- the end ---

    def end(self) -> None:
        """Everybody leaves with what is theirs; what stays is what rounding down has left, and nobody's."""
        for who, person in enumerate(self.people):
            if person in self.life.blocked:
                self.block(who, False)
        if self.life.status == RAISING:
            self.close()
        if self.life.status == SUCCEEDED:
            self.produce()
        for who in range(len(self.fans)):
            self.leave(who)
        if self.life.line == ESCROWED and self.life.status != SUCCEEDED:
            self.return_line()
        for who, person in enumerate(self.people):
            if self.life.owed[person]:
                self.withdraw(who)
        if self.life.surplus:
            self.sweep()
        dust = self.life.unspent
        assert self.currency.balanceOf(self.campaign) == self.campaign.reserved() == dust
        assert dust <= len([*filter(None, self.life.gifts.values())])

    def produce(self) -> None:
        """Release what is left, or wind down if a milestone cannot be released any more."""
        self.read_out()
        for milestone in range(len(self.project.terms.production.milestones)):
            if self.life.status == WOUND_DOWN or milestone in self.life.released:
                continue
            if self.life.refusals[milestone] == MAX_REFUSALS:
                self.give_up(milestone, *(who for who in range(len(self.fans)) if self.holding(who)))
            else:
                self.ask(milestone)

    def leave(self, who: int) -> None:
        if self.life.status == SUCCEEDED:
            return
        if self.holding(who):
            if self.life.status == WOUND_DOWN:
                self.exit(who, self.holding(who))
            else:
                self.refund(who)
        if self.life.gifts[self.fans[who]]:
            self.refund_gift(who)
