"""The whole life of a project, tried out on a copy of the chain before it is proposed.

From the very call data of the plan: proposed, approved, consented to, every line in escrow, open. From
there it lives twice: it succeeds, is released to the last milestone and shares the receipts of a typical
statement; and it fails, and everybody is refunded. Nobody's signature is at hand: a wallet that agrees
stands in for the artist, and every financier puts its money in escrow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from eth_utils import keccak, to_checksum_address

from scripts.fork import Fork, fork_chain
from scripts.project_terms import NOBODY, WHOLE_BPS, ProjectTerms
from scripts.proposal import Proposal
from scripts.refunds import FANS_PER_BATCH
from scripts.terms import DAY

MOST_FANS = 40
"""So many try it out, more only for the least shares; a patron gives what is missing to the goal."""
SOURCE = b"distributor".ljust(32, b"\0")
NOTHING = bytes(32)


def stand_in(role: str, number: int = 0) -> str:
    """An address that nobody has the key of."""
    return to_checksum_address(keccak(text=f"coprod simulation {role} {number}")[-20:])


ANYBODY, PATRON = stand_in("anybody"), stand_in("patron")


@dataclass(frozen=True)
class Stage:
    """Where it is tried out. gas: of each kind of call, the most that one took."""

    fork: Fork
    factory: str
    proposal: Proposal
    gas: dict[str, int] = field(default_factory=dict)

    @property
    def terms(self) -> ProjectTerms:
        return self.proposal.terms

    @property
    def currency(self) -> str:
        return self.proposal.currency.address

    def act(self, kind: str, who: str, name: str, method: str, *arguments: Any) -> Any:
        """A call of one of the project's contracts, or of the factory. Returns the receipt."""
        return self.note(kind, self.fork.act(who, name, self.address_of(name), method, *arguments))

    def note(self, kind: str, receipt: Any, parts: int = 1) -> Any:
        """parts: for how many people one call did the same; gas is told for one of them, rounded up."""
        self.gas[kind] = max(self.gas.get(kind, 0), -(-receipt["gasUsed"] // parts))
        return receipt

    def read(self, name: str, method: str, *arguments: Any) -> Any:
        return self.fork.read(name, self.address_of(name), method, *arguments)

    def address_of(self, name: str) -> str:
        return {
            "ProjectFactory": self.factory,
            "Campaign": self.proposal.campaign,
            "Waterfall": self.proposal.waterfall,
            "ShareToken": self.proposal.share_token,
        }[name]

    def pay_by(self, who: str, spender: str, amount: int) -> None:
        """Somebody has the money, and lets a contract take exactly that much."""
        self.fork.give_money(who, self.currency, amount)
        self.note("allow", self.fork.act(who, "TestCurrency", self.currency, "approve", spender, amount))

    def balance(self, who: str) -> int:
        return int(self.fork.read("TestCurrency", self.currency, "balanceOf", who))


def simulate(proposal: Proposal, factory: str, data: str, block_number: int, clock: int) -> dict[str, Any]:
    """Both lives of a proposal, on a fork of the connected chain at a block. Sends nothing there.

    data: of the call that proposes it; clock: seconds since 1970, when it is proposed. Returns {"gas",
    "success", "royalty", "failure"}, amounts in currency units: see each of them. Raises Refused when a
    step would fail.
    """
    with fork_chain(block_number) as fork:
        stage = Stage(fork, factory, proposal)
        fork.wait_until(clock)
        open_project(stage, data)
        with fork.undone():
            fans, success = succeed(stage)
            royalty = share_receipts(stage, fans)
        return {"gas": stage.gas, "success": success, "royalty": royalty, "failure": fail(stage)}


def open_project(stage: Stage, data: str) -> None:
    """From the proposal to the second in which fans can contribute."""
    fork, terms, campaign = stage.fork, stage.terms, stage.proposal.campaign
    stage.note("propose", fork.send(stage.proposal.producer, stage.factory, data))
    stage.act("approve", stage.read("ProjectFactory", "owner"), "ProjectFactory", "approveListing", campaign)
    with fork.agreeing(terms.campaign.artist):
        deadline = terms.campaign.opens_at
        stage.act("consent", ANYBODY, "ProjectFactory", "recordConsent", campaign, deadline, bytes(65))
    for number, line in enumerate(terms.financiers):
        stage.pay_by(line.financier, campaign, line.amount)
        stage.act("escrow", line.financier, "Campaign", "escrowLine", number)
    stage.act("open", ANYBODY, "Campaign", "open")
    fork.wait_until(terms.campaign.opens_at)


def succeed(stage: Stage) -> tuple[dict[str, int], dict[str, Any]]:
    """All shares are sold, as far as a few fans can buy them, and every milestone is released.

    Returns shares by fan, and {"fans", "shares", "paid_by_fans", "given", "raised", "escrowed", "fee", "pot",
    "milestones", "producer", "days"}: milestones are the amounts released, producer what it has got of the
    campaign, days how long that took from the opening.
    """
    fork, producer = stage.fork, stage.proposal.producer
    terms, opened_at = stage.terms.campaign, stage.fork.clock()
    fans = contribute(stage, terms.cap_shares)
    shares = sum(fans.values())
    given = max(0, terms.goal - shares * terms.price_per_share)
    give(stage, given)
    ended = fork.event(finalize(stage, "finalize"), "Campaign", "Succeeded")
    before, released = stage.balance(producer), []
    for number in range(len(stage.terms.production.milestones)):
        stage.act("announce", producer, "Campaign", "announce", number, keccak(text="done"), "https://done")
        fork.wait_until(stage.read("Campaign", "question")[3])
        receipt = stage.act("read", ANYBODY, "Campaign", "read")
        released.append(int(fork.event(receipt, "Campaign", "Released")["amount"]))
    return fans, {
        "fans": len(fans),
        "shares": shares,
        "paid_by_fans": shares * terms.price_per_share,
        "given": given,
        "raised": int(ended["raised"]),
        "escrowed": sum(line.amount for line in stage.terms.financiers),
        "fee": int(ended["fee"]),
        "pot": int(ended["pot"]),
        "milestones": released,
        "producer": stage.balance(producer) - before,
        "days": -(-(fork.clock() - opened_at) // DAY),
    }


def share_receipts(stage: Stage, fans: dict[str, int]) -> dict[str, Any]:
    """The receipts of a typical statement go through the waterfall, and the fans' part into their wallets.

    Returns what the statement says and who gets what: {"gross", "deductions", "net", "positions",
    "to_producer", "to_fans", "per_share", "previews"}; per_share is rounded down, previews are what the
    positions would get of other gross receipts, if they were the first.
    """
    fork, reporter = stage.fork, (stage.terms.waterfall.collectors or [stage.proposal.producer])[0]
    previews = [preview(stage, gross) for gross in other_receipts(stage.terms)]
    gross, deductions = typical_receipts(stage.terms)
    net = gross - deductions
    stage.pay_by(reporter, stage.proposal.waterfall, net)
    statement = (
        *(fork.clock() - 30 * DAY, fork.clock(), SOURCE, gross),
        [(b"commission".ljust(32, b"\0"), deductions)] if deductions else [],
        *(net, keccak(text="statement"), "https://statement", NOTHING),
    )
    shared = fork.event(
        stage.act("deposit", reporter, "Waterfall", "deposit", statement), "Waterfall", "Deposited"
    )
    if shared["tranche"]:
        pay_out(stage, list(fans), shared["tranche"])
    paid = sum(stage.balance(fan) for fan in fans)
    return {
        "gross": gross,
        "deductions": deductions,
        "net": net,
        "positions": [int(each) for each in shared["amounts"]],
        "to_producer": int(shared["toProducer"]),
        "to_fans": paid,
        "per_share": paid // sum(fans.values()) if fans else 0,
        "previews": previews,
    }


def pay_out(stage: Stage, fans: list[str], tranche: int) -> None:
    """Once the last daily step is due, everything enters and is paid."""
    days = (stage.terms.waterfall.royalty_steps + 1) * DAY
    stage.fork.wait_until(stage.read("ShareToken", "tranche", tranche)[2] + days)
    stage.act("release", ANYBODY, "ShareToken", "release", tranche)
    for batch in batches(fans):
        pay = stage.fork.act(ANYBODY, "ShareToken", stage.proposal.share_token, "payout", batch)
        stage.note("payout", pay, len(batch))


def preview(stage: Stage, gross: int) -> dict[str, Any]:
    """What the positions would get of gross receipts with the same part deducted."""
    net = gross - typical_deductions(stage.terms, gross)
    amounts, to_producer = stage.read("Waterfall", "preview", gross, net)
    return {
        "gross": gross,
        "net": net,
        "positions": [int(each) for each in amounts],
        "to_producer": int(to_producer),
    }


def typical_receipts(terms: ProjectTerms) -> tuple[int, int]:
    """(gross, deductions) of a statement that brings the whole budget back in gross receipts."""
    gross = terms.campaign.total_budget or terms.campaign.goal
    return gross, typical_deductions(terms, gross)


def typical_deductions(terms: ProjectTerms, gross: int) -> int:
    """Half of what a statement may deduct at most, rounded down."""
    return gross * terms.waterfall.deduction_ceiling_bps // (2 * WHOLE_BPS)


def other_receipts(terms: ProjectTerms) -> list[int]:
    """A tenth of those, and three times as much."""
    gross, _ = typical_receipts(terms)
    return [gross // 10, gross * 3]


def fail(stage: Stage) -> dict[str, Any]:
    """About half of what the goal takes comes in, and everybody gets their own back.

    Returns {"fans", "paid_by_fans", "given", "refunded", "lines", "left"}: refunded is what came back to fans
    and patrons, lines what came back to financiers, left what stays in the campaign.
    """
    terms = stage.terms.campaign
    short = max(0, (terms.goal - 1) // terms.price_per_share) // 2
    fans = contribute(stage, short) if short >= terms.min_shares_per_fan else {}
    paid = sum(fans.values()) * terms.price_per_share
    given = min(terms.price_per_share, terms.goal - 1 - paid)
    give(stage, given)
    finalize(stage, "fail")
    for batch in batches(list(fans)):
        refund = stage.fork.act(ANYBODY, "Campaign", stage.proposal.campaign, "refundMany", batch)
        stage.note("refund", refund, len(batch))
    if given:
        stage.act("refund_gift", ANYBODY, "Campaign", "refundGift", PATRON)
    returned = sum(return_lines(stage))
    return {
        "fans": len(fans),
        "paid_by_fans": paid,
        "given": given,
        "refunded": sum(stage.balance(each) for each in (*fans, PATRON)),
        "lines": returned,
        "left": stage.balance(stage.proposal.campaign),
    }


def return_lines(stage: Stage) -> Iterator[int]:
    """What each financier gets back of its line."""
    for number, line in enumerate(stage.terms.financiers):
        before = stage.balance(line.financier)
        stage.act("return_line", ANYBODY, "Campaign", "returnLine", number)
        yield stage.balance(line.financier) - before


def contribute(stage: Stage, shares: int) -> dict[str, int]:
    """Fans buy so many shares, each as many as one may hold. Returns how many each has."""
    terms, bought, fans = stage.terms.campaign, 0, dict[str, int]()
    while bought < shares and (len(fans) < MOST_FANS or bought < terms.least_shares):
        part = min(terms.max_shares_per_fan, shares - bought)
        if part < terms.min_shares_per_fan and part < terms.cap_shares - bought:
            break
        fan = stand_in("fan", len(fans))
        admit(stage, fan)
        stage.pay_by(fan, stage.proposal.campaign, part * terms.price_per_share)
        stage.act("contribute", fan, "Campaign", "contribute", part, 0)
        fans[fan], bought = part, bought + part
    return fans


def admit(stage: Stage, fan: str) -> None:
    """The keeper of a transfer rule lets a fan receive shares."""
    if stage.terms.transfer_rule != NOBODY:
        keeper, rule = stage.terms.rule_keeper, stage.terms.transfer_rule
        stage.note("admit", stage.fork.act(keeper, "AllowList", rule, "allow", [fan], True))


def give(stage: Stage, amount: int) -> None:
    if amount:
        stage.pay_by(PATRON, stage.proposal.campaign, amount)
        stage.act("give", PATRON, "Campaign", "give", amount)


def finalize(stage: Stage, kind: str) -> Any:
    """Once it is closed and nobody can think again any more. Returns the receipt."""
    stage.fork.wait_until(max(stage.read("Campaign", "closesAt"), stage.read("Campaign", "lastFirmAt")))
    return stage.act(kind, ANYBODY, "Campaign", "finalize")


def batches(fans: list[str]) -> list[list[str]]:
    return [fans[start : start + FANS_PER_BATCH] for start in range(0, len(fans), FANS_PER_BATCH)]
