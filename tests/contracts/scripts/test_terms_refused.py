"""Terms that make no sense are explained to the producer, by the key to change (2.1, 2.3, 2.4).

Each case is also put to the contract: what the script refuses, the chain refuses too, for the same reason.
"""

from collections.abc import Callable
from typing import Any

import pytest

from scripts.chain import clock, contract_at
from scripts.project_terms import HOLDERS, OFF_THE_TOP, PERCENTAGE, Position, ProjectTerms
from scripts.proposal import Proposal
from scripts.records import Records
from scripts.terms import findings_of
from tests.contracts.answers import refused

ONE = 10**6
PAYEE = "0x" + 40 * "1"
Plan = Callable[..., Proposal]


def campaign(**values: Any) -> Callable[[ProjectTerms], ProjectTerms]:
    return lambda terms: terms._replace(campaign=terms.campaign._replace(**values))


def waterfall(**values: Any) -> Callable[[ProjectTerms], ProjectTerms]:
    return lambda terms: terms._replace(waterfall=terms.waterfall._replace(**values))


def without_financiers(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(financiers=terms.financiers[1:])


def with_an_empty_line(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(financiers=[*terms.financiers, terms.financiers[0]._replace(amount=0)])


def with_too_many_lines(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(financiers=terms.financiers[:1] * 33)


def closing_at_the_opening(terms: ProjectTerms) -> ProjectTerms:
    return campaign(closes_at=terms.campaign.opens_at)(terms)


ALL = Position(PERCENTAGE, HOLDERS, 10_000, "holders")
HALF = Position(PERCENTAGE, HOLDERS, 5_000, "holders")
OTHER_HALF = Position(PERCENTAGE, PAYEE, 5_000, "producer")
TOP = Position(OFF_THE_TOP, PAYEE, 100, "agent")

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
