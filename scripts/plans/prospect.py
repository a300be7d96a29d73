"""What a proposal means, in words: what its producer reads before it is sent, and fans will hold on to."""

from collections.abc import Iterator
from typing import Any

from scripts import chain
from scripts.description.project_terms import NOBODY, percent
from scripts.description.terms import Money
from scripts.description.wording import campaign_lines as campaign_lines
from scripts.description.wording import production_lines as production_lines
from scripts.description.wording import reward_lines as reward_lines
from scripts.description.wording import waterfall_lines as waterfall_lines
from scripts.language import say, say_count
from scripts.plans.proposal import Proposal
from scripts.project.standing import (
    lines_standing,
    milestones_standing,
    opening_standing,
    question_standing,
    standing,
    uncovered_lines,
)
from scripts.records import Records
from scripts.reverts import in_words, utc


def lines_of(proposal: Proposal) -> Iterator[str]:
    """A summary for the terminal, a line at a time."""
    terms, money = proposal.terms, proposal.currency.in_words
    yield say("{name} ({symbol}), model {model}", name=terms.name, symbol=terms.symbol, model=terms.model)
    yield from campaign_lines(terms, money)
    for line in terms.financiers:
        yield f"    {money(line.amount):>20}  {line.financier}  {line.label}"
    yield from reward_lines(terms)
    yield from production_lines(terms)
    yield from waterfall_lines(terms, money)
    if terms.transfer_rule != NOBODY:
        yield say(
            "  Shares go only to whom {rule} allows, kept by {keeper}",
            rule=terms.transfer_rule,
            keeper=terms.rule_keeper,
        )
    fee = percent(proposal.fee_bps)
    yield say("  The platform takes {fee} of the money raised, on success only", fee=fee)
    yield say("  Prospectus {hash}", hash=terms.document_hash)
    yield say("Producer  {address}", address=proposal.producer)
    yield say("Campaign  {address}", address=proposal.campaign)
    yield say("Waterfall {address}", address=proposal.waterfall)
    yield say("Shares    {address}", address=proposal.share_token)
    yield say(
        "Gas       {gas:,} ({cost} now); terms {hash}, nonce {nonce}",
        gas=proposal.gas,
        cost=chain.ether(proposal.gas * chain.gas_price()),
        hash=proposal.terms_hash,
        nonce=proposal.nonce,
    )


def lines_of_standing(now: dict[str, Any]) -> Iterator[str]:
    """Where a project stands, for the terminal."""
    money = now["currency"].in_words
    yield f"{now['slug']}: {now['name']}, {in_words(now['status'])}"
    raised, goal = money(now["raised"]), money(now["goal"])
    refunded = say(", refunded {amount}", amount=money(now["refunded"])) if now["refunded"] else ""
    yield say("  Raised {raised} of {goal}", raised=raised, goal=goal) + refunded
    left = say(", left {shares:,}", shares=now["shares_left"]) if now["status"] == "raising" else ""
    yield say("  Shares {shares:,}", shares=now["shares"]) + left
    opens, closes = utc(now["opens_at"]), utc(now["closes_at"])
    yield say("  Open from {opens} to {closes}", opens=opens, closes=closes)
    if now["pot"]:
        pot, unspent = money(now["pot"]), money(now["unspent"])
        yield say("  Entrusted {pot}, unspent {unspent}", pot=pot, unspent=unspent)
    yield say(
        "  Royalties of the fans {amount}, paid {paid}",
        amount=money(now["royalties"]),
        paid=money(now["royalties_paid"]),
    )
    if now["report_due_at"]:
        yield say("  Next statement due {moment}", moment=utc(now["report_due_at"]))


def next_step(project: dict[str, Any], records: Records) -> str:
    """What a project that is not open yet still waits for, to end a line; empty of any other."""
    opening = opening_standing(project, records)
    if opening is None:
        return ""
    missing = [] if opening["approved"] else [say("the platform approves it")]
    missing += [] if opening["consented"] else [say("the artist consents")]
    missing += [say("line {number} is covered", number=number + 1) for number in uncovered_lines(project)]
    return say(
        " Next, before {moment}: {steps}.",
        moment=utc(standing(project)["opens_at"]),
        steps="; ".join(missing) or say("anybody opens it"),
    )


def lines_of_details(project: dict[str, Any], records: Records, money: Money) -> Iterator[str]:
    """What one project waits for: its opening, its financiers, its milestones, its holders."""
    if opening := opening_standing(project, records):
        if opening["approved"]:
            yield say("  Listing approved by the platform")
        else:
            yield say("  Listing not approved yet by the platform")
        if opening["consented"]:
            yield say("  Artist consents")
        else:
            yield say("  Artist has not signed, or no longer consents")
    for number, line in enumerate(lines_standing(project), 1):
        yield say(
            "  Line {number}: {amount}, {state}: {label}",
            number=number,
            amount=money(line["amount"]),
            state=in_words(line["state"]),
            label=line["label"],
        )
    for number, milestone in enumerate(milestones_standing(project), 1):
        yield milestone_line(number, milestone, money)
    if question := question_standing(project):
        yield question_line(question)


def milestone_line(number: int, milestone: dict[str, Any], money: Money) -> str:
    due, refusals = utc(milestone["due_at"]), milestone["refusals"]
    refused = say_count(", refused {count} time", ", refused {count} times", refusals) if refusals else ""
    outcome = say("released") if milestone["released"] else say("due {moment}", moment=due)
    return say(
        "  Milestone {number}: {part}, {outcome}: {label}",
        number=number,
        part=money(milestone["amount"]) if milestone["amount"] else percent(milestone["bps"]),
        outcome=outcome + refused,
        label=milestone["label"],
    )


def question_line(question: dict[str, Any]) -> str:
    values = {
        "objecting": question["objecting"],
        "supply": question["supply"],
        "part": percent(question["threshold_bps"]),
        "milestone": question["milestone"] + 1,
        "until": utc(question["objections_until"]),
    }
    if question["winds_down"]:
        return say(
            "  Holders of {objecting:,} of {supply:,} shares object, {part} wind the project down "
            "(milestone {milestone}, until {until})",
            **values,
        )
    return say(
        "  Holders of {objecting:,} of {supply:,} shares object, {part} stop the release "
        "(milestone {milestone}, until {until})",
        **values,
    )
