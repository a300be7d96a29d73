"""Each shipped preset lives by the scripts: to the last milestone and a royalty, and to refunds.

PROTOCOL 0, 2.4, 3.4, 4.1, 5.2.
"""

from collections.abc import Callable
from typing import Any

import pytest

from scripts.chain import contract_at
from scripts.plans.proposal import Proposal, apply_proposal
from scripts.project.milestones import announce_release, read_tally
from scripts.project.refunds import refund_everybody
from scripts.project.standing import milestones_standing, question_standing, standing
from scripts.project.steps import campaign_of
from scripts.records import Records
from tests.contracts.project import statement, wait_until
from tests.contracts.scripts.life import close, contribute, currency, fund, open_whole

PRESETS = ("community", "label", "complement", "professional")
ONE = 10**6
DAY = 86_400
Plan = Callable[..., Proposal]


@pytest.fixture(scope="session")
def fan(accounts: Any) -> Any:
    """None of the accounts that stand in for the presets' people."""
    return accounts[20]


@pytest.fixture(scope="session")
def second_fan(accounts: Any) -> Any:
    return accounts[21]


@pytest.fixture(params=PRESETS)
def opened(
    request: pytest.FixtureRequest,
    plan: Plan,
    records: Records,
    producer: Any,
    platform: Any,
    stranger: Any,
) -> dict[str, Any]:
    """One fan may buy all of it, so that a test needs few of them; everything else is as shipped."""
    proposal = plan(request.param, fan_most_shares=10_000)
    project = apply_proposal(proposal, producer, records)
    open_whole(project, records, platform, stranger)
    return project


def release_all(project: dict[str, Any], stranger: Any) -> None:
    for number in range(len(milestones_standing(project))):
        announce_release(project, number, b"done")
        question = question_standing(project)
        assert question is not None
        wait_until(question["objections_until"])
        assert read_tally(project, stranger)[0] == "released"


def test_success_pays_the_producer_by_milestones_and_the_holders_by_share(
    opened: dict[str, Any], fan: Any, second_fan: Any, producer: Any, stranger: Any
) -> None:
    left = standing(opened)["shares_left"]
    contribute(opened, second_fan, left // 3)
    contribute(opened, fan, left - left // 3)
    close(opened, stranger)
    before, pot = currency(opened).balanceOf(producer), standing(opened)["pot"]
    release_all(opened, stranger)
    assert currency(opened).balanceOf(producer) - before == pot
    assert currency(opened).balanceOf(opened["campaign"]) == 0

    waterfall = contract_at("Waterfall", opened["waterfall"])
    shares = contract_at("ShareToken", opened["share_token"])
    net = standing(opened)["raised"] * 9 + 7
    fund(opened, producer, net)
    currency(opened).approve(waterfall, net, {"from": producer})
    foreseen, to_producer = waterfall.preview(net, net)
    paid = waterfall.deposit(statement(net), {"from": producer}).events["Deposited"]
    assert (paid["amounts"], paid["toProducer"]) == (foreseen, to_producer)
    assert sum(foreseen) + to_producer == net
    places = waterfall.setup()["places"]
    theirs = sum(
        amount for amount, place in zip(foreseen, places, strict=True) if int(place["payee"], 16) == 0
    )
    wait_until(shares.tranche(1)[2] + 6 * DAY)
    shares.release(1, {"from": stranger})
    shares.payout([str(fan), str(second_fan)], {"from": stranger})
    assert theirs - 2 <= sum(currency(opened).balanceOf(each) for each in (fan, second_fan)) <= theirs


def test_every_position_is_reached_by_enough_receipts(
    opened: dict[str, Any], fan: Any, producer: Any, stranger: Any
) -> None:
    """No preset promises a share that can never be paid."""
    contribute(opened, fan, standing(opened)["shares_left"])
    close(opened, stranger)
    budget = campaign_of(opened).setup()["terms"]["totalBudget"]
    amounts, _ = contract_at("Waterfall", opened["waterfall"]).preview(3 * budget, 3 * budget)
    assert all(amounts)


def test_failure_gives_everything_back(
    opened: dict[str, Any], fan: Any, second_fan: Any, stranger: Any
) -> None:
    contribute(opened, fan, 10)
    contribute(opened, second_fan, 20)
    lines = len(campaign_of(opened).lists()["lines"])
    price = campaign_of(opened).setup()["terms"]["pricePerShare"]
    close(opened, stranger)
    refunded = refund_everybody(opened, stranger)
    assert (refunded.fans, refunded.patrons, refunded.lines) == (2, 0, lines)
    assert currency(opened).balanceOf(opened["campaign"]) == 0
    assert [currency(opened).balanceOf(each) for each in (fan, second_fan)] == [10 * price, 20 * price]
