"""A project's life by script, and the steps that are refused in words before anything is sent (2.4, 3.4)."""

from collections.abc import Callable
from typing import Any

import pytest
from brownie import web3

from scripts.chain import contract_at
from scripts.plans.proposal import Proposal, apply_proposal
from scripts.plans.prospect import lines_of_standing
from scripts.project.refunds import fans_to_refund, refund_fans
from scripts.project.standing import standing
from scripts.project.steps import approve_listing, cancel_campaign, finalize_campaign, open_campaign
from scripts.records import Records
from tests.contracts.project import wait_until
from tests.contracts.scripts.conftest import refused_unsent
from tests.contracts.scripts.life import agree, close, contribute, open_whole

ONE = 10**6
Plan = Callable[..., Proposal]


@pytest.fixture
def project(plan: Plan, records: Records, producer: Any) -> dict[str, Any]:
    """The record that everybody is needed for to pay: 6,000 shares at 10 USDC, all of them to be sold."""
    return apply_proposal(plan("community", fan_most_shares=6_000), producer, records)


@pytest.fixture
def opened(project: dict[str, Any], records: Records, platform: Any, stranger: Any) -> dict[str, Any]:
    open_whole(project, records, platform, stranger)
    return project


def said(project: dict[str, Any]) -> list[str]:
    """Where it stands, as the terminal shows it."""
    return [line.replace("\u00a0", " ") for line in lines_of_standing(standing(project))]


def test_project_is_said_to_be_approved(
    project: dict[str, Any], records: Records, platform: Any, stranger: Any
) -> None:
    """As on the website: until it opens, the campaign itself knows nothing of it."""
    assert said(project)[0] == "ligne-de-crete: Ligne de crête, proposed"
    agree(project, records, platform, stranger)
    assert said(project)[0] == "ligne-de-crete: Ligne de crête, approved"
    open_campaign(project, stranger)
    assert said(project)[0] == "ligne-de-crete: Ligne de crête, raising"
    assert said(project)[2] == "  Shares 0, left 6,000"


def test_project_succeeds(opened: dict[str, Any], fan: Any, second_fan: Any, stranger: Any) -> None:
    contribute(opened, fan, 5_999)
    contribute(opened, second_fan, 1)
    close(opened, stranger)
    now = standing(opened)
    assert (now["status"], now["raised"], now["shares"], now["shares_left"]) == (
        "succeeded",
        60_000 * ONE,
        6_000,
        0,
    )
    assert said(opened)[:3] == [
        "ligne-de-crete: Ligne de crête, succeeded",
        "  Raised 60,000.00 USDC of 60,000.00 USDC",
        "  Shares 6,000",
    ]


def test_project_fails_and_everybody_is_refunded(
    opened: dict[str, Any], fan: Any, second_fan: Any, stranger: Any
) -> None:
    contribute(opened, fan, 10)
    contribute(opened, second_fan, 20)
    contribute(opened, fan, 5)
    close(opened, stranger)
    assert said(opened)[:3] == [
        "ligne-de-crete: Ligne de crête, failed",
        "  Raised 350.00 USDC of 60,000.00 USDC",
        "  Shares 35",
    ]
    assert fans_to_refund(opened) == [fan, second_fan]
    assert refund_fans(opened, fans_to_refund(opened), stranger) == 1
    token = contract_at("TestCurrency", standing(opened)["currency"].address)
    assert (token.balanceOf(fan), token.balanceOf(second_fan)) == (150 * ONE, 200 * ONE)
    assert fans_to_refund(opened) == []
    assert said(opened)[1:3] == [
        "  Raised 350.00 USDC of 60,000.00 USDC, refunded 350.00 USDC",
        "  Shares 0",
    ]


def test_refunds_go_out_in_batches(
    opened: dict[str, Any], accounts: Any, producer: Any, stranger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more than fits into a batch: nobody is left out at the seam."""
    monkeypatch.setattr("scripts.project.refunds.FANS_PER_BATCH", 3)
    crowd = [accounts[number] for number in range(10, 14)]
    for each in crowd:
        contribute(opened, each, 2)
    cancel_campaign(opened, producer)
    assert fans_to_refund(opened) == crowd
    assert refund_fans(opened, crowd, stranger) == 2
    assert standing(opened)["shares"] == 0


def test_only_the_platform_approves(project: dict[str, Any], records: Records, producer: Any) -> None:
    with refused_unsent(f"only the platform can do this, not {producer}", producer):
        approve_listing(project, records, producer)


def test_platform_is_found_by_itself(project: dict[str, Any], records: Records, platform: Any) -> None:
    assert approve_listing(project, records).sender == platform


def test_second_approval_is_refused(opened: dict[str, Any], records: Records, platform: Any) -> None:
    with refused_unsent(f"the platform has already approved {opened['campaign']}", platform):
        approve_listing(opened, records, platform)


def test_project_is_not_opened_before_its_approval(project: dict[str, Any], stranger: Any) -> None:
    with refused_unsent("the platform has not approved this project yet", stranger):
        open_campaign(project, stranger)


def test_lapsed_project_is_not_opened(
    project: dict[str, Any], records: Records, platform: Any, stranger: Any
) -> None:
    agree(project, records, platform, stranger)
    wait_until(standing(project)["opens_at"])
    assert standing(project)["status"] == "lapsed"
    with refused_unsent("it had to be opened before 20", stranger):
        open_campaign(project, stranger)


def test_project_is_not_finalised_before_its_closing(opened: dict[str, Any], stranger: Any) -> None:
    with refused_unsent("the campaign closes on 20", stranger):
        finalize_campaign(opened, stranger)


def test_project_is_not_finalised_while_fans_can_think_again(
    opened: dict[str, Any], fan: Any, stranger: Any
) -> None:
    wait_until(standing(opened)["closes_at"] - 86_400)
    contribute(opened, fan, 10)
    wait_until(standing(opened)["closes_at"])
    with refused_unsent("fans can think again until 20", stranger):
        finalize_campaign(opened, stranger)


def test_only_the_producer_cancels(opened: dict[str, Any], producer: Any, stranger: Any) -> None:
    with refused_unsent(f"only the producer can do this, not {stranger}", stranger):
        cancel_campaign(opened, stranger)
    assert cancel_campaign(opened).sender == producer


def test_success_is_not_cancelled(opened: dict[str, Any], fan: Any, producer: Any) -> None:
    contribute(opened, fan, 6_000)
    wait_until(standing(opened)["closes_at"])
    with refused_unsent("the goal was met and the closing has passed: finalize it", producer):
        cancel_campaign(opened, producer)


def test_nobody_is_refunded_while_the_campaign_runs(opened: dict[str, Any], fan: Any, stranger: Any) -> None:
    contribute(opened, fan, 10)
    with refused_unsent("a campaign whose status is “raising”", stranger):
        refund_fans(opened, [str(fan)], stranger)


def test_nobody_to_refund_is_said(opened: dict[str, Any], producer: Any, stranger: Any) -> None:
    cancel_campaign(opened, producer)
    with refused_unsent("nobody is left to refund in ligne-de-crete", stranger):
        refund_fans(opened, fans_to_refund(opened), stranger)


def test_unfunded_account_is_refused(opened: dict[str, Any], accounts: Any) -> None:
    poor = accounts[40]
    wait_until(standing(opened)["closes_at"])
    web3.provider.make_request("anvil_setBalance", [str(poor), "0x0"])
    with refused_unsent("has 0.000000 ETH on chain 31337", poor):
        finalize_campaign(opened, poor)
    assert standing(opened)["status"] == "raising"
