"""Terms that make no sense are explained to the producer, by the key to change (2.1, 2.3, 2.4).

Each case is also put to the contract: what the script refuses, the chain refuses too, for the same reason.
"""

from collections.abc import Callable
from typing import Any

import pytest

from scripts.chain import artifact, clock, contract_at
from scripts.description.project_terms import (
    HOLDERS,
    NOBODY,
    OFF_THE_TOP,
    PERCENTAGE,
    RECOUP,
    Milestone,
    Position,
    ProjectTerms,
    RewardTier,
)
from scripts.description.terms import DAY, findings_of
from scripts.plans.proposal import Proposal
from scripts.records import Records
from tests.contracts.answers import refused

ONE = 10**6
PAYEE = "0x" + 40 * "1"
Plan = Callable[..., Proposal]


def campaign(**values: Any) -> Callable[[ProjectTerms], ProjectTerms]:
    return lambda terms: terms._replace(campaign=terms.campaign._replace(**values))


def waterfall(**values: Any) -> Callable[[ProjectTerms], ProjectTerms]:
    return lambda terms: terms._replace(waterfall=terms.waterfall._replace(**values))


def production(**values: Any) -> Callable[[ProjectTerms], ProjectTerms]:
    return lambda terms: terms._replace(production=terms.production._replace(**values))


def milestone(**values: Any) -> Callable[[ProjectTerms], ProjectTerms]:
    """The first of the milestones, changed."""

    def change(terms: ProjectTerms) -> ProjectTerms:
        first, *others = terms.production.milestones
        return production(milestones=[first._replace(**values), *others])(terms)

    return change


def due(days: int) -> Callable[[ProjectTerms], ProjectTerms]:
    return lambda terms: milestone(due_at=terms.campaign.closes_at + days * DAY)(terms)


def with_nobody_for_a_line(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(financiers=[terms.financiers[0]._replace(financier=NOBODY), *terms.financiers[1:]])


def with_a_line_beyond_counting(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(financiers=[*terms.financiers, terms.financiers[0]._replace(amount=2**96 - 1)])


def without_financiers(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(financiers=terms.financiers[1:])


def with_an_empty_line(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(financiers=[*terms.financiers, terms.financiers[0]._replace(amount=0)])


def with_too_many_lines(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(financiers=terms.financiers[:1] * 33)


def closing_at_the_opening(terms: ProjectTerms) -> ProjectTerms:
    return campaign(closes_at=terms.campaign.opens_at)(terms)


def opening_in(days: int, open_for: int) -> Callable[[ProjectTerms], ProjectTerms]:
    def change(terms: ProjectTerms) -> ProjectTerms:
        opens_at = terms.campaign.opens_at + days * 86_400
        return campaign(opens_at=opens_at, closes_at=opens_at + open_for * 86_400)(terms)

    return change


def with_long_label(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(financiers=[terms.financiers[0]._replace(label="x" * 257), *terms.financiers[1:]])


def text(**values: Any) -> Callable[[ProjectTerms], ProjectTerms]:
    return lambda terms: terms._replace(**values)


ALL = Position(PERCENTAGE, False, HOLDERS, 10_000, 0, "holders")
HALF = Position(PERCENTAGE, False, HOLDERS, 5_000, 0, "holders")
OTHER_HALF = Position(PERCENTAGE, False, PAYEE, 5_000, 0, "producer")
TOP = Position(OFF_THE_TOP, False, PAYEE, 100, 0, "agent")
STAKE = Position(RECOUP, False, PAYEE, 0, 1, "distributor")
FANS_STAKE = STAKE._replace(payee=HOLDERS)
REWARD = RewardTier(1, 1, "vinyl")

CASES = [
    (campaign(price_per_share=0), "price", "Terms_PriceZero"),
    (campaign(least_shares=0), "least_shares", "Terms_SharesOutOfRange"),
    (campaign(least_shares=6_751), "least_shares", "Terms_SharesOutOfRange"),
    (campaign(min_shares_per_fan=0), "fan_least_shares", "Terms_SharesPerFanOutOfRange"),
    (campaign(min_shares_per_fan=301), "fan_most_shares", "Terms_SharesPerFanOutOfRange"),
    (campaign(goal=0), "goal", "Terms_GoalOutOfRange"),
    (campaign(goal=135_000 * ONE + 1), "goal", "Terms_GoalOutOfRange"),
    (campaign(opens_at=1), "opens_in", "Terms_TimesOutOfOrder"),
    (closing_at_the_opening, "open_for", "Terms_TimesOutOfOrder"),
    (opening_in(365, 30), "opens_in", "Terms_TooFarAway"),
    (opening_in(1, 366), "open_for", "Terms_TooLong"),
    (text(model="x" * 65), "model", "Terms_TextTooLong"),
    (text(symbol="x" * 65), "symbol", "Terms_TextTooLong"),
    (text(name="é" * 129), "name", "Terms_TextTooLong"),
    (text(contract_uri="x" * 8_193), "page", "Terms_TextTooLong"),
    (text(document_uri="x" * 16_385), "prospectus", "Terms_TextTooLong"),
    (with_long_label, "financiers[1].label", "Terms_TextTooLong"),
    (waterfall(positions=[ALL._replace(label="x" * 257)]), "positions[1].label", "Terms_TextTooLong"),
    (waterfall(positions=[TOP._replace(bps=5_001)] * 2 + [ALL]), "positions", "Terms_BpsAboveWhole"),
    (campaign(cap_shares=6_751), "most_shares", "Terms_AboveCommunityCeiling"),
    (campaign(community_bps=499), "most_shares", "Terms_AboveCommunityCeiling"),
    (campaign(total_budget=2_700_000 * ONE + 20 * ONE), "total_budget", "Terms_BudgetNotReached"),
    (without_financiers, "total_budget", "Terms_BudgetNotReached"),
    (with_an_empty_line, "financiers[7].amount", "Terms_FinancierLineZero"),
    (with_too_many_lines, "financiers", "Terms_TooMany"),
    (waterfall(positions=[OTHER_HALF._replace(bps=0)] * 16 + [ALL]), "positions", "Terms_TooMany"),
    (waterfall(collectors=[PAYEE] * 9), "collectors", "Terms_TooMany"),
    (waterfall(royalty_steps=0), "royalty_steps", "Terms_RoyaltyStepsOutOfRange"),
    (waterfall(royalty_steps=366), "royalty_steps", "Terms_RoyaltyStepsOutOfRange"),
    (waterfall(positions=[ALL, TOP]), "positions[2]", "Terms_PositionOutOfOrder"),
    (waterfall(positions=[TOP._replace(payee=HOLDERS), ALL]), "positions[1].payee", "Terms_HoldersOffTheTop"),
    (waterfall(positions=[HALF]), "positions", "Terms_PercentagesNotWhole"),
    (waterfall(positions=[HALF, HALF]), "positions", "Terms_HoldersPositions"),
    (waterfall(positions=[OTHER_HALF, OTHER_HALF]), "positions", "Terms_HoldersPositions"),
    (campaign(reflection_seconds=DAY - 1), "reflection", "Terms_ReflectionOutOfRange"),
    (campaign(reflection_seconds=30 * DAY + 1), "reflection", "Terms_ReflectionOutOfRange"),
    (campaign(artist=NOBODY), "rights_holder", "Terms_NoArtist"),
    (campaign(community_bps=10_001), "community_percent", "Terms_BpsAboveWhole"),
    (with_nobody_for_a_line, "financiers[1].financier", "Terms_NoFinancier"),
    (with_a_line_beyond_counting, "financiers", "Terms_BudgetAboveMaximum"),
    (text(tiers=[REWARD] * 33), "rewards", "Terms_TooMany"),
    (text(tiers=[REWARD._replace(limit=0)]), "rewards[1].limit", "Terms_TierOutOfRange"),
    (text(tiers=[REWARD._replace(min_shares=301)]), "rewards[1].from_shares", "Terms_TierOutOfRange"),
    (text(tiers=[REWARD._replace(label="x" * 257)]), "rewards[1].label", "Terms_TextTooLong"),
    (production(milestones=[]), "milestones", "Terms_NoMilestones"),
    (production(milestones=[Milestone(1, 2**40 - 1, "x")] * 33), "milestones", "Terms_TooMany"),
    (milestone(bps=0), "milestones[1].percent", "Terms_MilestoneOutOfRange"),
    (due(0), "milestones[1].due_in", "Terms_MilestoneOutOfRange"),
    (due(3_651), "milestones[1].due_in", "Terms_MilestoneOutOfRange"),
    (milestone(label="x" * 257), "milestones[1].label", "Terms_TextTooLong"),
    (milestone(bps=5_001), "milestones", "Terms_MilestonesNotWhole"),
    (production(objection_bps=0), "objections.threshold_percent", "Terms_ObjectionBpsOutOfRange"),
    (production(objection_bps=3_334), "objections.threshold_percent", "Terms_ObjectionBpsOutOfRange"),
    (production(objection_seconds=7 * DAY - 1), "objections.window", "Terms_ObjectionSecondsOutOfRange"),
    (production(objection_seconds=60 * DAY + 1), "objections.window", "Terms_ObjectionSecondsOutOfRange"),
    (production(grace_seconds=366 * DAY + 1), "objections.grace", "Terms_GraceAboveMaximum"),
    (waterfall(deduction_ceiling_bps=10_001), "deduction_ceiling_percent", "Terms_BpsAboveWhole"),
    (waterfall(reporting_seconds=28 * DAY - 1), "reporting.every", "Terms_ReportingOutOfRange"),
    (waterfall(reporting_seconds=732 * DAY + 1), "reporting.every", "Terms_ReportingOutOfRange"),
    (waterfall(reporting_delay_seconds=732 * DAY + 1), "reporting.delay", "Terms_ReportingOutOfRange"),
    (waterfall(positions=[ALL, STAKE]), "positions[2]", "Terms_PositionOutOfOrder"),
    (waterfall(positions=[STAKE, TOP, ALL]), "positions[2]", "Terms_PositionOutOfOrder"),
    (
        waterfall(positions=[TOP, STAKE._replace(with_previous=True), ALL]),
        "positions[2].with_previous",
        "Terms_PositionOutOfOrder",
    ),
    (
        waterfall(positions=[STAKE, ALL._replace(with_previous=True)]),
        "positions[2].with_previous",
        "Terms_PositionOutOfOrder",
    ),
    (waterfall(positions=[STAKE._replace(bps=10_001), ALL]), "positions[1]", "Terms_BpsAboveWhole"),
    (waterfall(positions=[STAKE._replace(amount=0), ALL]), "positions[1].recoups", "Terms_NothingToRecoup"),
    (waterfall(positions=[ALL._replace(amount=1)]), "positions[1].recoups", "Terms_AmountWithoutRecoup"),
    (waterfall(positions=[FANS_STAKE, FANS_STAKE, ALL]), "positions[2].payee", "Terms_HoldersRecoupTwice"),
    (text(rule_keeper=PAYEE), "transfer_rule.address", "Terms_WrongRuleKeeper"),
    (text(transfer_rule=PAYEE), "transfer_rule.keeper", "Terms_WrongRuleKeeper"),
]


@pytest.mark.parametrize(("change", "key", "error"), CASES, ids=[f"{key}-{error}" for _, key, error in CASES])
def test_script_and_chain_refuse_the_same(
    plan: Plan, records: Records, producer: Any, change: Any, key: str, error: str
) -> None:
    proposal = plan()
    terms = change(proposal.terms)
    findings = findings_of(terms, clock(), proposal.currency.in_words)
    assert key in [finding.key for finding in findings]
    factory = contract_at("ProjectFactory", records.factory()["address"])
    with pytest.raises(Exception, match=error):
        factory.propose.call(terms, 0, {"from": producer})


def test_every_refusal_of_the_chain_has_its_case() -> None:
    """Those of TermsCheck and WaterfallCheck; the test fails as soon as they learn another one."""
    refusals = {
        each["name"]
        for name in ("TermsCheck", "WaterfallCheck")
        for each in artifact(name).abi
        if each["type"] == "error"
    }
    assert refusals == {error for _, _, error in CASES}


def test_everything_wrong_is_said_at_once(plan: Plan) -> None:
    proposal = plan()
    wrong = campaign(goal=0, price_per_share=0, least_shares=0)(waterfall(royalty_steps=0)(proposal.terms))
    keys = [finding.key for finding in findings_of(wrong, clock(), proposal.currency.in_words)]
    assert keys == ["price", "least_shares", "goal", "total_budget", "royalty_steps"]


def test_terms_that_make_sense_have_no_findings(plan: Plan) -> None:
    proposal = plan()
    assert findings_of(proposal.terms, clock(), proposal.currency.in_words) == []


def test_finding_says_amounts_as_people_read_them(plan: Plan) -> None:
    proposal = plan()
    [finding] = findings_of(campaign(cap_shares=6_751)(proposal.terms), clock(), proposal.currency.in_words)
    assert str(finding).replace("\u00a0", " ") == (
        "most_shares: fans could bring 135,020.00 EURC, community_percent allows 135,000.00 EURC: "
        "sell fewer shares, or cheaper ones"
    )


def test_custom_error_is_the_one_the_chain_gives(plan: Plan, records: Records, producer: Any) -> None:
    terms = campaign(price_per_share=0)(plan().terms)
    factory = contract_at("ProjectFactory", records.factory()["address"])
    with refused("Terms_PriceZero"):
        factory.propose(terms, 0, {"from": producer})
