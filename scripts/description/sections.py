"""The sections of a preset, each read into the part of the terms that it stands for."""

from collections.abc import Mapping

from scripts.description.findings import Reader
from scripts.description.project_terms import (
    HOLDERS,
    NOBODY,
    OFF_THE_TOP,
    PERCENTAGE,
    RECOUP,
    CampaignTerms,
    FinancierLine,
    Milestone,
    Position,
    ProductionTerms,
    RewardTier,
    WaterfallTerms,
)
from scripts.language import mark, say
from scripts.money import Currency

MOST_MONEY, MOST_SHARES, MOST_REWARDS, MOST_STEPS = 2**96 - 1, 2**48 - 1, 2**32 - 1, 2**16 - 1
"""What the fields of ProjectTerms.sol hold."""
HOUR = 3_600
FOR_HOLDERS = mark('write "holders" as the payee for the holders')
People = Mapping[str, str]
"""Addresses by the names that a preset uses."""


def person(reader: Reader, key: str, name: str, people: People) -> str:
    """The address of somebody whom the preset names under `key`."""
    if name == HOLDERS:
        reader.wrong(key, say("the zero address is nobody's: {instead}", instead=say(FOR_HOLDERS)))
    elif name and name not in people:
        reader.wrong(key, say("who is {name!r}? Write them into [people] with their address", name=name))
    return people.get(name) or HOLDERS


def next_hour(moment: int) -> int:
    """Rounded up to the hour: easier to announce, and a plan of some minutes ago has the same addresses."""
    return -(-moment // HOUR) * HOUR


def read_campaign(reader: Reader, currency: Currency, people: People, now: int) -> CampaignTerms:
    opens_at = (
        reader.moment("opens_at") if reader.has("opens_at") else next_hour(now + reader.seconds("opens_in"))
    )
    closes_at = (
        reader.moment("closes_at") if reader.has("closes_at") else opens_at + reader.seconds("open_for")
    )
    return CampaignTerms(
        currency=currency.address,
        price_per_share=reader.amount("price", currency.decimals, MOST_MONEY),
        goal=reader.amount("goal", currency.decimals, MOST_MONEY),
        cap_shares=reader.count("most_shares", MOST_SHARES),
        least_shares=reader.count("least_shares", MOST_SHARES),
        min_shares_per_fan=reader.count("fan_least_shares", MOST_SHARES),
        max_shares_per_fan=reader.count("fan_most_shares", MOST_SHARES),
        opens_at=opens_at,
        closes_at=closes_at,
        total_budget=reader.amount("total_budget", currency.decimals, MOST_MONEY),
        community_bps=reader.percent("community_percent"),
        reflection_seconds=reader.seconds("reflection"),
        artist=person(reader, "rights_holder", reader.text("rights_holder"), people),
    )


def read_financier(line: Reader, currency: Currency, people: People) -> FinancierLine:
    return FinancierLine(
        financier=person(line, "financier", line.text("financier"), people),
        label=line.text("label"),
        amount=line.amount("amount", currency.decimals, MOST_MONEY),
    )


def read_reward(reward: Reader) -> RewardTier:
    return RewardTier(
        min_shares=reward.count("from_shares", MOST_SHARES),
        limit=reward.count("limit", MOST_REWARDS),
        label=reward.text("label"),
    )


def read_production(reader: Reader, closes_at: int) -> ProductionTerms:
    objections = reader.table("objections")
    return ProductionTerms(
        milestones=[read_milestone(each, closes_at) for each in reader.tables("milestones")],
        objection_bps=objections.percent("threshold_percent"),
        objection_seconds=objections.seconds("window"),
        grace_seconds=objections.seconds("grace"),
    )


def read_milestone(milestone: Reader, closes_at: int) -> Milestone:
    """Its due date counts from the closing, unless it is a moment."""
    return Milestone(
        bps=milestone.percent("percent"),
        due_at=(
            milestone.moment("due_at") if milestone.has("due_at") else closes_at + milestone.seconds("due_in")
        ),
        label=milestone.text("label"),
    )


def read_waterfall(reader: Reader, currency: Currency, people: People) -> WaterfallTerms:
    reporting = reader.table("reporting")
    return WaterfallTerms(
        positions=[read_position(position, currency, people) for position in reader.tables("positions")],
        collectors=[person(reader, "collectors", name, people) for name in reader.texts("collectors")],
        deduction_ceiling_bps=reader.percent("deduction_ceiling_percent"),
        royalty_steps=reader.count("royalty_steps", MOST_STEPS),
        holders_cap_per_share=(
            reader.amount("holders_cap_per_share", currency.decimals, MOST_MONEY)
            if reader.has("holders_cap_per_share")
            else 0
        ),
        reporting_seconds=reporting.seconds("every"),
        reporting_delay_seconds=reporting.seconds("delay"),
    )


def read_position(position: Reader, currency: Currency, people: People) -> Position:
    """One of three kinds, by the key that says how much it takes."""
    payee, label = person(position, "payee", position.text("payee"), people), position.text("label")
    if position.has("off_the_top_percent"):
        return Position(OFF_THE_TOP, False, payee, position.percent("off_the_top_percent"), 0, label)
    if position.has("recoups"):
        premium = position.percent("premium_percent") if position.has("premium_percent") else 0
        amount = position.amount("recoups", currency.decimals, MOST_MONEY)
        return Position(RECOUP, position.flag("with_previous"), payee, premium, amount, label)
    return Position(PERCENTAGE, False, payee, position.percent("share_percent"), 0, label)


def read_rule(reader: Reader, people: People) -> tuple[str, str]:
    """Address and keeper of the transfer rule; without [transfer_rule] shares can go to anybody."""
    if not reader.has("transfer_rule"):
        return NOBODY, NOBODY
    rule = reader.table("transfer_rule")
    return rule.address("address"), person(rule, "keeper", rule.text("keeper"), people)
