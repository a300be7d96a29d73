"""What a proposal means, in words: what its producer reads before it is sent, and fans will hold on to."""

from collections.abc import Iterator
from typing import Any

from scripts import chain
from scripts.project_terms import (
    HOLDERS,
    NOBODY,
    OFF_THE_TOP,
    PERCENTAGE,
    WHOLE_BPS,
    Position,
    ProjectTerms,
    WaterfallTerms,
    percent,
)
from scripts.proposal import Proposal
from scripts.records import Records
from scripts.reverts import in_words, utc
from scripts.standing import (
    lines_standing,
    milestones_standing,
    opening_standing,
    question_standing,
    standing,
    uncovered_lines,
)
from scripts.terms import DAY, Money


def lines_of(proposal: Proposal) -> Iterator[str]:
    """A summary for the terminal, a line at a time."""
    terms, money = proposal.terms, proposal.currency.in_words
    yield f"{terms.name} ({terms.symbol}), model {terms.model}"
    yield from campaign_lines(terms, money)
    for line in terms.financiers:
        yield f"    {money(line.amount):>20}  {line.financier}  {line.label}"
    yield from reward_lines(terms)
    yield from production_lines(terms)
    yield from waterfall_lines(terms, money)
    if terms.transfer_rule != NOBODY:
        yield f"  Shares go only to whom {terms.transfer_rule} allows, kept by {terms.rule_keeper}"
    yield f"  The platform takes {percent(proposal.fee_bps)} of the money raised, on success only"
    yield f"  Prospectus {terms.document_hash}"
    yield f"Producer  {proposal.producer}"
    yield f"Campaign  {proposal.campaign}"
    yield f"Waterfall {proposal.waterfall}"
    yield f"Shares    {proposal.share_token}"
    cost = chain.ether(proposal.gas * chain.gas_price())
    yield f"Gas       {proposal.gas:,} ({cost} now); terms {proposal.terms_hash}, nonce {proposal.nonce}"


def campaign_lines(terms: ProjectTerms, money: Money) -> Iterator[str]:
    campaign = terms.campaign
    fan = f"{campaign.min_shares_per_fan} to {campaign.max_shares_per_fan} shares per fan"
    yield f"  A share costs {money(campaign.price_per_share)}; {fan}"
    yield f"  Open from {utc(campaign.opens_at)} to {utc(campaign.closes_at)}"
    yield f"  Below {money(campaign.goal)} and {campaign.least_shares} shares everybody is refunded"
    yield f"  At most {money(campaign.most_raised)} in {campaign.cap_shares:,} shares"
    part = f"{percent(campaign.community_bps)}, {money(campaign.ceiling)}"
    yield f"  Fans may bring {part}, of a budget of {money(campaign.total_budget)}"
    yield f"  Fans can take a pledge back for {days(campaign.reflection_seconds)}"
    yield f"  Nothing opens without the consent of the artist, {campaign.artist}"


def reward_lines(terms: ProjectTerms) -> Iterator[str]:
    if terms.tiers:
        yield "  Rewards, each for the first fans who take it:"
    for tier in terms.tiers:
        yield f"    {tier.limit:>8,} for {tier.min_shares} shares or more  {tier.label}"


def production_lines(terms: ProjectTerms) -> Iterator[str]:
    production = terms.production
    yield "  What is raised is released by milestones, whatever their order:"
    for milestone in production.milestones:
        yield f"    {percent(milestone.bps):>8} due {utc(milestone.due_at)}  {milestone.label}"
    part, window = percent(production.objection_bps), days(production.objection_seconds)
    yield f"  A release goes through unless holders of {part} of the shares object within {window}:"
    yield "  their silence is a yes. As many can wind the project down once a milestone was refused twice,"
    yield f"  or is {days(production.grace_seconds)} overdue: the producer's silence is a no"


def waterfall_lines(terms: ProjectTerms, money: Money) -> Iterator[str]:
    waterfall = terms.waterfall
    yield "  Receipts are shared in this order:"
    for position in waterfall.positions:
        payee = "the holders" if position.payee == HOLDERS else position.payee
        yield f"    {taken(position, money):<62}  {payee:<42}  {position.label}"
    if waterfall.holders_cap_per_share:
        cap = money(waterfall.holders_cap_per_share)
        yield f"  A share earns {cap} at most; the producer takes what exceeds it"
    steps = "at once" if waterfall.royalty_steps == 1 else f"in {waterfall.royalty_steps} daily steps"
    yield f"  The fans' part enters {steps}"
    yield "  Receipts are reported by the producer" + (" and by" if waterfall.collectors else "")
    yield from (f"    {collector}" for collector in waterfall.collectors)
    every, delay = days(waterfall.reporting_seconds), days(waterfall.reporting_delay_seconds)
    yield f"  A statement is due every {every}, {delay} after the end of its period"
    yield f"  Statements may deduct {percent(waterfall.deduction_ceiling_bps)} of the gross at most"
    yield from ceiling_warnings(waterfall)


def ceiling_warnings(waterfall: WaterfallTerms) -> Iterator[str]:
    """What is off the top of the gross is still owed when the net falls short of it (PROTOCOL 5.2)."""
    off_the_top = sum(each.bps for each in waterfall.positions if each.kind == OFF_THE_TOP)
    if off_the_top + waterfall.deduction_ceiling_bps > WHOLE_BPS:
        yield f"  Warning: {percent(off_the_top)} off the top and those deductions exceed the gross together:"
        yield "  a reporter could make the first positions owed more than ever comes in"


def taken(position: Position, money: Money) -> str:
    """What a position takes, in words."""
    if position.kind == OFF_THE_TOP:
        return f"{percent(position.bps):>8} of the gross, off the top"
    if position.kind == PERCENTAGE:
        return f"{percent(position.bps):>8} of what is left"
    premium = f" and {percent(position.bps)} on it" if position.bps else ""
    beside = ", beside the one before" if position.with_previous else ""
    return f"   first up to {money(position.amount)}{premium}{beside}"


def days(seconds: int) -> str:
    """A length of time as people read it, rounded down to the hour."""
    whole, rest = divmod(seconds, DAY)
    return f"{whole} days" + (f" {rest // 3_600} hours" if rest else "")


def lines_of_standing(now: dict[str, Any]) -> Iterator[str]:
    """Where a project stands, for the terminal."""
    money = now["currency"].in_words
    yield f"{now['slug']}: {now['name']}, {in_words(now['status'])}"
    refunded = f", refunded {money(now['refunded'])}" if now["refunded"] else ""
    yield f"  Raised {money(now['raised'])} of {money(now['goal'])}{refunded}"
    left = f", left {now['shares_left']:,}" if now["status"] == "raising" else ""
    yield f"  Shares {now['shares']:,}{left}"
    yield f"  Open from {utc(now['opens_at'])} to {utc(now['closes_at'])}"
    if now["pot"]:
        yield f"  Entrusted {money(now['pot'])}, unspent {money(now['unspent'])}"
    yield f"  Royalties of the fans {money(now['royalties'])}, paid {money(now['royalties_paid'])}"
    if now["report_due_at"]:
        yield f"  Next statement due {utc(now['report_due_at'])}"


def next_step(project: dict[str, Any], records: Records) -> str:
    """What a project that is not open yet still waits for, to end a line; empty of any other."""
    opening = opening_standing(project, records)
    if opening is None:
        return ""
    missing = [] if opening["approved"] else ["the platform approves it"]
    missing += [] if opening["consented"] else ["the artist consents"]
    missing += [f"line {number + 1} is covered" for number in uncovered_lines(project)]
    opens_at = utc(standing(project)["opens_at"])
    return f" Next, before {opens_at}: {'; '.join(missing) or 'anybody opens it'}."


def lines_of_details(project: dict[str, Any], records: Records, money: Money) -> Iterator[str]:
    """What one project waits for: its opening, its financiers, its milestones, its holders."""
    if opening := opening_standing(project, records):
        yield f"  Listing {'approved' if opening['approved'] else 'not approved yet'} by the platform"
        yield f"  Artist {'consents' if opening['consented'] else 'has not signed, or no longer consents'}"
    for number, line in enumerate(lines_standing(project), 1):
        yield f"  Line {number}: {money(line['amount'])}, {in_words(line['state'])}: {line['label']}"
    for number, milestone in enumerate(milestones_standing(project), 1):
        outcome = "released" if milestone["released"] else f"due {utc(milestone['due_at'])}"
        refusals = f", refused {milestone['refusals']} times" if milestone["refusals"] else ""
        part = money(milestone["amount"]) if milestone["amount"] else percent(milestone["bps"])
        yield f"  Milestone {number}: {part}, {outcome}{refusals}: {milestone['label']}"
    if question := question_standing(project):
        about = "wind the project down" if question["winds_down"] else "stop the release"
        yield (
            f"  Holders of {question['objecting']:,} of {question['supply']:,} shares object, "
            f"{percent(question['threshold_bps'])} {about} (milestone {question['milestone'] + 1}, "
            f"until {utc(question['objections_until'])})"
        )
