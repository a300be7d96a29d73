"""Terms in words: what a producer reads before they are proposed, and fans will hold on to.

Pure: of the terms alone. What the chain says of a project stands in prospect.py.
"""

from collections.abc import Iterator

from scripts.description.project_terms import (
    HOLDERS,
    OFF_THE_TOP,
    PERCENTAGE,
    WHOLE_BPS,
    Position,
    ProjectTerms,
    WaterfallTerms,
    percent,
)
from scripts.description.terms import DAY, Money
from scripts.language import say, say_count
from scripts.times import utc


def campaign_lines(terms: ProjectTerms, money: Money) -> Iterator[str]:
    campaign = terms.campaign
    yield say(
        "  A share costs {price}; {least} to {most} shares per fan",
        price=money(campaign.price_per_share),
        least=campaign.min_shares_per_fan,
        most=campaign.max_shares_per_fan,
    )
    opens, closes = utc(campaign.opens_at), utc(campaign.closes_at)
    yield say("  Open from {opens} to {closes}", opens=opens, closes=closes)
    yield say_count(
        "  Below {goal} and {count:,} share everybody is refunded",
        "  Below {goal} and {count:,} shares everybody is refunded",
        campaign.least_shares,
        goal=money(campaign.goal),
    )
    yield say(
        "  At most {most} in {shares:,} shares", most=money(campaign.most_raised), shares=campaign.cap_shares
    )
    yield say(
        "  Fans may bring {part}, {ceiling}, of a budget of {budget}",
        part=percent(campaign.community_bps),
        ceiling=money(campaign.ceiling),
        budget=money(campaign.total_budget),
    )
    yield say("  Fans can take a pledge back for {time}", time=days(campaign.reflection_seconds))
    yield say("  Nothing opens without the consent of the artist, {artist}", artist=campaign.artist)


def reward_lines(terms: ProjectTerms) -> Iterator[str]:
    if terms.tiers:
        yield say("  Rewards, each for the first fans who take it:")
    for tier in terms.tiers:
        yield say(
            "    {limit:>8,} for {shares} shares or more  {label}",
            limit=tier.limit,
            shares=tier.min_shares,
            label=tier.label,
        )


def production_lines(terms: ProjectTerms) -> Iterator[str]:
    production = terms.production
    yield say("  What is raised is released by milestones, whatever their order:")
    for milestone in production.milestones:
        yield say(
            "    {part:>8} due {due}  {label}",
            part=percent(milestone.bps),
            due=utc(milestone.due_at),
            label=milestone.label,
        )
    yield say(
        "  A release goes through unless holders of {part} of the shares object within {window}:",
        part=percent(production.objection_bps),
        window=days(production.objection_seconds),
    )
    yield say(
        "  their silence is a yes. As many can wind the project down once a milestone was refused twice,"
    )
    yield say("  or is {time} overdue: the producer's silence is a no", time=days(production.grace_seconds))


def waterfall_lines(terms: ProjectTerms, money: Money) -> Iterator[str]:
    waterfall = terms.waterfall
    yield say("  Receipts are shared in this order:")
    for position in waterfall.positions:
        payee = say("the holders") if position.payee == HOLDERS else position.payee
        yield f"    {taken(position, money):<62}  {payee:<42}  {position.label}"
    if waterfall.holders_cap_per_share:
        cap = money(waterfall.holders_cap_per_share)
        yield say("  A share earns {cap} at most; the producer takes what exceeds it", cap=cap)
    if waterfall.royalty_steps == 1:
        yield say("  The fans' part enters at once")
    else:
        yield say("  The fans' part enters in {steps} daily steps", steps=waterfall.royalty_steps)
    if waterfall.collectors:
        yield say("  Receipts are reported by the producer and by")
    else:
        yield say("  Receipts are reported by the producer")
    yield from (f"    {collector}" for collector in waterfall.collectors)
    yield say(
        "  A statement is due every {time}, {delay} after the end of its period",
        time=days(waterfall.reporting_seconds),
        delay=days(waterfall.reporting_delay_seconds),
    )
    part = percent(waterfall.deduction_ceiling_bps)
    yield say("  Statements may deduct {part} of the gross at most", part=part)
    yield from ceiling_warnings(waterfall)


def ceiling_warnings(waterfall: WaterfallTerms) -> Iterator[str]:
    """What is off the top of the gross is still owed when the net falls short of it (PROTOCOL 5.2)."""
    off_the_top = sum(each.bps for each in waterfall.positions if each.kind == OFF_THE_TOP)
    if off_the_top + waterfall.deduction_ceiling_bps > WHOLE_BPS:
        part = percent(off_the_top)
        yield say("  Warning: {part} off the top and those deductions exceed the gross together:", part=part)
        yield say("  a reporter could make the first positions owed more than ever comes in")


def taken(position: Position, money: Money) -> str:
    """What a position takes, in words."""
    part = percent(position.bps)
    if position.kind == OFF_THE_TOP:
        return say("{part:>8} of the gross, off the top", part=part)
    if position.kind == PERCENTAGE:
        return say("{part:>8} of what is left", part=part)
    premium = say(" and {part} on it", part=part) if position.bps else ""
    beside = say(", beside the one before") if position.with_previous else ""
    first = say("first up to {amount}", amount=money(position.amount))
    return f"   {first}{premium}{beside}"


def days(seconds: int) -> str:
    """A length of time as people read it, rounded down to the hour."""
    whole, hours = seconds // DAY, seconds % DAY // 3_600
    in_days = say_count("{count} day", "{count} days", whole)
    return in_days + (" " + say_count("{count} hour", "{count} hours", hours) if hours else "")
