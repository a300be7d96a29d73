"""The whole life of a project, tried out on a copy of the chain before it is proposed.

From the very call data of the plan: proposed, approved, consented to, every line in escrow, open. From
there it lives twice: it succeeds, is released to the last milestone and shares the receipts of a typical
statement; and it fails, and everybody is refunded. Nobody's signature is at hand: a wallet that agrees
stands in for the artist, and every financier puts its money in escrow.
"""

from collections.abc import Iterator
from typing import Any

from eth_utils import keccak

from scripts.description.terms import DAY
from scripts.plans.proposal import Proposal
from scripts.rehearsal.fork import fork_chain
from scripts.rehearsal.receipts_foreseen import share_receipts
from scripts.rehearsal.stage import ANYBODY, PATRON, Stage, batches, contribute, finalize, give


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
