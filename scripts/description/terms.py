"""Whether terms make sense, before they are proposed: what TermsCheck refuses on the chain, said to a person.

Pure. TermsCheck.sol stops at the first thing that is wrong; here is everything, by the key of the preset.
"""

from collections.abc import Callable, Iterator

from scripts.description.findings import Finding
from scripts.description.project_terms import (
    NOBODY,
    WHOLE_BPS,
    CampaignTerms,
    FinancierLine,
    ProductionTerms,
    ProjectTerms,
    RewardTier,
    percent,
)
from scripts.description.waterfall_terms import waterfall_findings
from scripts.language import say

MAX_MONEY = 2**96 - 1
MAX_FINANCIERS = MAX_TIERS = MAX_MILESTONES = 32
MAX_DAYS = 365
"""Longest wait for the opening, and longest campaign."""
MAX_PRODUCTION_DAYS = 3_650
"""Latest due date of a milestone, after the closing."""
MAX_WORD, MAX_LABEL, MAX_METADATA, MAX_DOCUMENT = 64, 256, 8_192, 16_384
"""Bytes of texts."""
DAY = 86_400
REFLECTION_DAYS, OBJECTION_DAYS, MAX_GRACE_DAYS = (1, 30), (7, 60), 366
MAX_OBJECTION_BPS = 3_333

Money = Callable[[int], str]
"""Currency units in words, such as "20.00 EURC"."""


def findings_of(terms: ProjectTerms, now: int, money: Money) -> list[Finding]:
    """Everything in the terms that makes no sense (PROTOCOL 2.1, 2.3, 2.4) for a block at `now`."""
    return [
        *text_findings(terms),
        *campaign_findings(terms.campaign, now, money),
        *financing_findings(terms.campaign, terms.financiers, money),
        *reward_findings(terms.tiers, terms.campaign.max_shares_per_fan),
        *production_findings(terms.production, terms.campaign.closes_at),
        *waterfall_findings(terms.waterfall),
        *rule_findings(terms),
    ]


def text_findings(terms: ProjectTerms) -> Iterator[Finding]:
    labels = {
        "financiers": [each.label for each in terms.financiers],
        "rewards": [each.label for each in terms.tiers],
        "milestones": [each.label for each in terms.production.milestones],
        "positions": [each.label for each in terms.waterfall.positions],
    }
    for key, text, most in (
        ("model", terms.model, MAX_WORD),
        ("symbol", terms.symbol, MAX_WORD),
        ("name", terms.name, MAX_LABEL),
        ("page", terms.contract_uri, MAX_METADATA),
        ("prospectus", terms.document_uri, MAX_DOCUMENT),
        *(
            (f"{key}[{number}].label", label, MAX_LABEL)
            for key, listed in labels.items()
            for number, label in enumerate(listed, 1)
        ),
    ):
        if (size := len(text.encode())) > most:
            problem = say(
                "{size:,} bytes are too many, {most:,} fit: shorten it, or publish it elsewhere",
                size=size,
                most=most,
            )
            yield Finding(key, problem)


def campaign_findings(terms: CampaignTerms, now: int, money: Money) -> Iterator[Finding]:
    yield from share_findings(terms)
    if terms.goal == 0:
        yield Finding("goal", say("write how much money the campaign needs to succeed"))
    elif terms.goal > terms.most_raised:
        problem = say(
            "{shares} shares bring {most} at most: lower the goal, or raise most_shares or price",
            shares=terms.cap_shares,
            most=money(terms.most_raised),
        )
        yield Finding("goal", problem)
    if terms.most_raised > MAX_MONEY:
        problem = say("together they are worth more than the contracts can count: sell fewer")
        yield Finding("most_shares", problem)
    yield from time_findings(terms, now)
    if terms.artist == NOBODY:
        problem = say("write whose consent the project needs: nothing opens without it")
        yield Finding("rights_holder", problem)
    if terms.community_bps > WHOLE_BPS:
        problem = say("fans cannot bring more than the whole: write 100 or less")
        yield Finding("community_percent", problem)
    if terms.most_raised > terms.ceiling:
        problem = say(
            "fans could bring {most}, community_percent allows {ceiling}: sell fewer shares, or cheaper ones",
            most=money(terms.most_raised),
            ceiling=money(terms.ceiling),
        )
        yield Finding("most_shares", problem)


def share_findings(terms: CampaignTerms) -> Iterator[Finding]:
    if terms.price_per_share == 0:
        yield Finding("price", say("a share cannot be free: write what one costs"))
    if terms.least_shares == 0:
        problem = say("at least 1 share has to be sold for success: write 1 or more")
        yield Finding("least_shares", problem)
    elif terms.least_shares > terms.cap_shares:
        problem = say(
            "{shares} can never be sold: lower it to most_shares or less", shares=terms.least_shares
        )
        yield Finding("least_shares", problem)
    if terms.min_shares_per_fan == 0:
        yield Finding("fan_least_shares", say("nobody can buy no share: write 1 or more"))
    elif terms.min_shares_per_fan > terms.max_shares_per_fan:
        problem = say("a fan has to buy {least} at least: raise it to that", least=terms.min_shares_per_fan)
        yield Finding("fan_most_shares", problem)


def time_findings(terms: CampaignTerms, now: int) -> Iterator[Finding]:
    if terms.opens_at <= now:
        yield Finding("opens_in", say("the opening has to lie ahead: choose a later one"))
    if terms.closes_at <= terms.opens_at:
        yield Finding("open_for", say("the campaign would close before it opens: choose a later closing"))
    if terms.opens_at > now + MAX_DAYS * DAY:
        problem = say("the opening is more than {days} days away: choose an earlier one", days=MAX_DAYS)
        yield Finding("opens_in", problem)
    if terms.closes_at > terms.opens_at + MAX_DAYS * DAY:
        problem = say("fans' money would wait more than {days} days: close earlier", days=MAX_DAYS)
        yield Finding("open_for", problem)
    least, most = REFLECTION_DAYS
    if not least * DAY <= terms.reflection_seconds <= most * DAY:
        problem = say(
            "fans think again for {least} to {most} days: 4 are usual in Europe", least=least, most=most
        )
        yield Finding("reflection", problem)


def financing_findings(
    campaign: CampaignTerms, lines: list[FinancierLine], money: Money
) -> Iterator[Finding]:
    if len(lines) > MAX_FINANCIERS:
        yield too_many("financiers", len(lines), MAX_FINANCIERS)
    for number, line in enumerate(lines, 1):
        if line.financier == NOBODY:
            problem = say("write who brings {label!r}", label=line.label)
            yield Finding(f"financiers[{number}].financier", problem)
        if line.amount == 0:
            problem = say("{label!r} brings nothing: write how much, or remove it", label=line.label)
            yield Finding(f"financiers[{number}].amount", problem)
    planned = campaign.goal + sum(line.amount for line in lines)
    if planned < campaign.total_budget:
        problem = say(
            "goal and financiers are {missing} short of it: find them, or lower the budget",
            missing=money(campaign.total_budget - planned),
        )
        yield Finding("total_budget", problem)
    if planned > MAX_MONEY:
        problem = say("goal and financiers are more than the contracts can count: lower amounts")
        yield Finding("financiers", problem)


def reward_findings(tiers: list[RewardTier], most_shares: int) -> Iterator[Finding]:
    if len(tiers) > MAX_TIERS:
        yield too_many("rewards", len(tiers), MAX_TIERS)
    for number, tier in enumerate(tiers, 1):
        if tier.limit == 0:
            problem = say("nobody could take it: write how many there are")
            yield Finding(f"rewards[{number}].limit", problem)
        if tier.min_shares > most_shares:
            problem = say(
                "no fan can have {shares}: lower it to fan_most_shares or less", shares=tier.min_shares
            )
            yield Finding(f"rewards[{number}].from_shares", problem)


def production_findings(terms: ProductionTerms, closes_at: int) -> Iterator[Finding]:
    yield from milestone_findings(terms, closes_at)
    if not 1 <= terms.objection_bps <= MAX_OBJECTION_BPS:
        problem = say(
            "{part} of the shares cannot decide: write more than 0, and {most} at most",
            part=percent(terms.objection_bps),
            most=percent(MAX_OBJECTION_BPS),
        )
        yield Finding("objections.threshold_percent", problem)
    least, most = OBJECTION_DAYS
    if not least * DAY <= terms.objection_seconds <= most * DAY:
        problem = say(
            "holders have {least} to {most} days to object: choose among them", least=least, most=most
        )
        yield Finding("objections.window", problem)
    if terms.grace_seconds > MAX_GRACE_DAYS * DAY:
        problem = say("a delay is forgiven for {days} days at most: shorten it", days=MAX_GRACE_DAYS)
        yield Finding("objections.grace", problem)


def milestone_findings(terms: ProductionTerms, closes_at: int) -> Iterator[Finding]:
    if not terms.milestones:
        problem = say("write at least one: what fans bring is released for something")
        yield Finding("milestones", problem)
        return
    if len(terms.milestones) > MAX_MILESTONES:
        yield too_many("milestones", len(terms.milestones), MAX_MILESTONES)
    for number, milestone in enumerate(terms.milestones, 1):
        if milestone.bps == 0:
            problem = say("it releases nothing: write how much, or remove it")
            yield Finding(f"milestones[{number}].percent", problem)
        if milestone.due_at <= closes_at:
            problem = say("it is due before the closing: choose a later date")
            yield Finding(f"milestones[{number}].due_in", problem)
        elif milestone.due_at > closes_at + MAX_PRODUCTION_DAYS * DAY:
            problem = say(
                "it is due more than {days:,} days after the closing: choose an earlier date",
                days=MAX_PRODUCTION_DAYS,
            )
            yield Finding(f"milestones[{number}].due_in", problem)
    total = sum(milestone.bps for milestone in terms.milestones)
    if total != WHOLE_BPS:
        problem = say("the percent of all add up to {total}: make it 100 %", total=percent(total))
        yield Finding("milestones", problem)


def rule_findings(terms: ProjectTerms) -> Iterator[Finding]:
    """What can be said without the chain: whether there is a rule with a keeper, or neither."""
    if (terms.transfer_rule == NOBODY) != (terms.rule_keeper == NOBODY):
        missing = "address" if terms.transfer_rule == NOBODY else "keeper"
        problem = say("a rule has an address and a keeper: write both or neither")
        yield Finding(f"transfer_rule.{missing}", problem)


def too_many(key: str, count: int, most: int) -> Finding:
    return Finding(key, say("{count} are too many, {most} fit: put some together", count=count, most=most))
