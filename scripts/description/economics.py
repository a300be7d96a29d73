"""What the contracts would accept, and a producer should think about twice: money that does not add up, fans
who
are never reached, fees, dates that leave no time.

Pure, for terms in which terms.py finds nothing wrong.
"""

from collections.abc import Iterator

from scripts.description.findings import Finding
from scripts.description.project_terms import (
    HOLDERS,
    NOBODY,
    OFF_THE_TOP,
    PERCENTAGE,
    RECOUP,
    WHOLE_BPS,
    ProjectTerms,
    percent,
)
from scripts.description.reach import Reach, measure_reach
from scripts.description.terms import DAY
from scripts.language import say
from scripts.money import Currency

FEE_CEILING_BPS = 1_000
"""The largest fee that the contracts let a platform take (PROTOCOL 2.2)."""
FAR_OFF = 10
"""Times the budget: receipts beyond it are told to nobody as likely."""


def economic_findings(
    terms: ProjectTerms, now: int, currency: Currency, fee_bps: int | None
) -> Iterator[Finding]:
    """fee_bps: the platform's, or None when it is not known."""
    yield from budget_findings(terms, currency)
    yield fee_finding(terms, currency, fee_bps)
    yield from fan_findings(terms)
    yield from preparation_findings(terms, now)
    yield from recoupment_findings(terms, currency)
    yield from reach_findings(terms, currency)


def budget_findings(terms: ProjectTerms, currency: Currency) -> Iterator[Finding]:
    campaign = terms.campaign
    lines = sum(line.amount for line in terms.financiers)
    if (surplus := campaign.goal + lines - campaign.total_budget) > 0:
        problem = say(
            "goal and financiers are {surplus} more than it: say what that is for, or lower the goal",
            surplus=currency.in_words(surplus),
        )
        yield Finding("total_budget", problem, "warning")
    if (needed := campaign.least_shares * campaign.price_per_share) > campaign.goal:
        problem = say(
            "so many shares cost {needed}, more than the goal of {goal}: without gifts the goal is too low, "
            "or this too high",
            needed=currency.in_words(needed),
            goal=currency.in_words(campaign.goal),
        )
        yield Finding("least_shares", problem, "warning")


def fee_finding(terms: ProjectTerms, currency: Currency, fee_bps: int | None) -> Finding:
    """The fee is taken of what is raised, on success: the budget has to hold it (PROTOCOL 2.2)."""
    rate = FEE_CEILING_BPS if fee_bps is None else fee_bps
    fee, left = (currency.in_words(units) for units in shares_of_fee(terms.campaign.goal, rate))
    if fee_bps is None:
        problem = say(
            "a platform takes {rate} of what is raised at most, {fee} of the goal, which leaves {left}: "
            "count it "
            "in the budget (--network asks for the fee itself)",
            rate=percent(rate),
            fee=fee,
            left=left,
        )
    else:
        problem = say(
            "the platform takes {rate} of what is raised, {fee} of the goal, which leaves {left}: count it "
            "in "
            "the budget",
            rate=percent(rate),
            fee=fee,
            left=left,
        )
    return Finding("goal", problem, "note")


def shares_of_fee(goal: int, bps: int) -> tuple[int, int]:
    """(fee, rounded down; what is left) of the goal."""
    fee = goal * bps // WHOLE_BPS
    return fee, goal - fee


def fan_findings(terms: ProjectTerms) -> Iterator[Finding]:
    """Whether one fan could decide for all (PROTOCOL 4.2)."""
    campaign, threshold = terms.campaign, terms.production.objection_bps
    sold = -(-campaign.goal // campaign.price_per_share)
    if campaign.max_shares_per_fan * WHOLE_BPS >= sold * threshold:
        problem = say(
            "when {sold:,} shares reach the goal, one fan with so many can stop a release alone, which takes "
            "{part}: lower it, or raise threshold_percent",
            sold=sold,
            part=percent(threshold),
        )
        yield Finding("fan_most_shares", problem, "warning")


def preparation_findings(terms: ProjectTerms, now: int) -> Iterator[Finding]:
    if terms.campaign.opens_at - now < DAY:
        problem = say(
            "before it, the platform approves and the artist and financiers sign: less than a day is little "
            "time"
        )
        yield Finding("opens_in", problem, "warning")


def recoupment_findings(terms: ProjectTerms, currency: Currency) -> Iterator[Finding]:
    """Nobody recoups more than it paid (PROTOCOL 5.2)."""
    left = {HOLDERS: terms.campaign.most_raised}
    for line in terms.financiers:
        left[line.financier] = left.get(line.financier, 0) + line.amount
    for number, position in enumerate(terms.waterfall.positions, 1):
        if position.kind != RECOUP:
            continue
        brings = left.get(position.payee, 0)
        left[position.payee] = max(brings - position.amount, 0)
        if position.amount > brings:
            problem = say(
                "{label!r} brings {brings} to be recouped here, and no more ever comes back: write that, or "
                "correct its line in [[financiers]]",
                label=position.label,
                brings=currency.in_words(brings),
            )
            yield Finding(f"positions[{number}].recoups", problem, "warning")


def reach_findings(terms: ProjectTerms, currency: Currency) -> Iterator[Finding]:
    """At what receipts the fans get something, and their stake back."""
    reach, key = measure_reach(terms, currency.decimals), holders_key(terms)
    if reach.first is None or not earns(terms):
        problem = say("no receipts, however large, ever reach the fans: leave them a part of what comes in")
        yield Finding(key, problem)
        return
    yield from distance_findings(terms, reach, currency)
    off_the_top = sum(each.bps for each in terms.waterfall.positions if each.kind == OFF_THE_TOP)
    if off_the_top + terms.waterfall.deduction_ceiling_bps >= WHOLE_BPS:
        problem = say(
            "such deductions and the {part} off the top take the whole gross: what is left may never reach "
            "the "
            "fans; lower one of them",
            part=percent(off_the_top),
        )
        yield Finding("deduction_ceiling_percent", problem, "warning")


def distance_findings(terms: ProjectTerms, reach: Reach, currency: Currency) -> Iterator[Finding]:
    campaign, key = terms.campaign, holders_key(terms)
    cap = terms.waterfall.holders_cap_per_share
    if 0 < cap < campaign.price_per_share:
        problem = say(
            "a share earns {cap} at most and costs {price}: no fan ever gets the stake back",
            cap=currency.in_words(cap),
            price=currency.in_words(campaign.price_per_share),
        )
        yield Finding("holders_cap_per_share", problem, "warning")
    if reach.first and reach.first > campaign.total_budget:
        problem = say(
            "the fans get nothing before receipts of {receipts}, which is more than the whole budget: move "
            "them "
            "up, or say so in the prospectus",
            receipts=receipts(reach.first, currency),
        )
        yield Finding(key, problem, "warning")
    if reach.stake is None:
        return
    if reach.stake > FAR_OFF * campaign.total_budget:
        problem = say(
            "the fans have their stake back at receipts of {receipts}, over {times} times the budget: give "
            "them "
            "a larger part, or say so in the prospectus",
            receipts=receipts(reach.stake, currency),
            times=FAR_OFF,
        )
        yield Finding(key, problem, "warning")
        return
    yield Finding(key, reach_in_words(reach, currency), "note")


def reach_in_words(reach: Reach, currency: Currency) -> str:
    """Good to know before anything is promised to anybody."""
    first, stake = receipts(reach.first, currency), receipts(reach.stake, currency)
    if reach.stake_at_ceiling is None:
        return say(
            "the fans are reached from receipts of {first} on and have their stake back at {stake}, when "
            "nothing "
            "is deducted and every share is sold",
            first=first,
            stake=stake,
        )
    return say(
        "the fans are reached from receipts of {first} on and have their stake back at {stake}, or at "
        "{late} when "
        "statements deduct all they may; with every share sold",
        first=first,
        stake=stake,
        late=receipts(reach.stake_at_ceiling, currency),
    )


def receipts(units: int | None, currency: Currency) -> str:
    """Receipts in words, rounded up to the hundredth: so much is enough."""
    step = 10 ** max(currency.decimals - 2, 0)
    return currency.in_words(-(-(units or 0) // step) * step)


def earns(terms: ProjectTerms) -> bool:
    """Whether the holders have more than what rounding leaves them."""
    ours = [each for each in terms.waterfall.positions if each.payee == HOLDERS]
    return any(each.bps if each.kind == PERCENTAGE else each.amount for each in ours)


def holders_key(terms: ProjectTerms) -> str:
    """The first position that is the holders'."""
    payees = [each.payee for each in terms.waterfall.positions]
    return f"positions[{payees.index(NOBODY) + 1}]"
