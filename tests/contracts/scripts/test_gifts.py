"""Patrons by script: they give, take no share, and are refunded like everybody (3.3)."""

from collections.abc import Callable
from typing import Any

import pytest

from scripts.plans.proposal import Proposal, apply_proposal
from scripts.project.gifts import give, record_gift_in_kind
from scripts.project.refunds import Refunded, patrons_to_refund, refund_everybody
from scripts.project.standing import standing
from scripts.records import Records
from scripts.refusal import Refused
from tests.contracts.project import wait_until
from tests.contracts.scripts.conftest import refused_unsent
from tests.contracts.scripts.life import close, contribute, currency, fund, open_whole

ONE = 10**6
Plan = Callable[..., Proposal]


@pytest.fixture
def project(plan: Plan, records: Records, producer: Any) -> dict[str, Any]:
    return apply_proposal(plan("label", fan_most_shares=2_000), producer, records)


@pytest.fixture
def opened(project: dict[str, Any], records: Records, platform: Any, stranger: Any) -> dict[str, Any]:
    open_whole(project, records, platform, stranger)
    return project


def test_gift_counts_toward_the_goal_and_gives_no_share(
    opened: dict[str, Any], fan: Any, patron: Any, stranger: Any
) -> None:
    fund(opened, patron, 24_000 * ONE)
    give(opened, 24_000 * ONE, patron)
    contribute(opened, fan, 400)
    close(opened, stranger)
    now = standing(opened)
    assert (now["status"], now["raised"], now["shares"]) == ("succeeded", 30_000 * ONE, 400)
    assert now["pot"] == 30_000 * ONE * 95 // 100 + 20_000 * ONE


def test_patron_and_label_are_refunded_with_the_fans(
    opened: dict[str, Any], fan: Any, patron: Any, stranger: Any
) -> None:
    fund(opened, patron, 5_000 * ONE)
    give(opened, 2_000 * ONE, patron)
    give(opened, 3_000 * ONE, patron)
    contribute(opened, fan, 10, tier=1)
    close(opened, stranger)
    assert patrons_to_refund(opened) == [patron]
    assert refund_everybody(opened, stranger) == Refunded(1, 1, 1)
    assert currency(opened).balanceOf(patron) == 5_000 * ONE
    assert currency(opened).balanceOf(opened["campaign"]) == 0
    now = standing(opened)
    assert now["raised"] == now["refunded"] == 5_150 * ONE
    with pytest.raises(Refused, match="nobody is left to refund in les-filles-du-tramway"):
        refund_everybody(opened, stranger)


def test_gift_is_taken_while_fans_contribute_only(
    project: dict[str, Any], records: Records, platform: Any, patron: Any, stranger: Any
) -> None:
    fund(project, patron, 5_000 * ONE)
    with refused_unsent("takes no gifts now: only while fans contribute", patron):
        give(project, 5_000 * ONE, patron)
    open_whole(project, records, platform, stranger)
    wait_until(standing(project)["closes_at"])
    with refused_unsent("takes no gifts now: only while fans contribute", patron):
        give(project, 5_000 * ONE, patron)


def test_patron_without_the_money_is_refused(opened: dict[str, Any], patron: Any) -> None:
    with refused_unsent("has 0.00\u00a0EURC and needs 1.00\u00a0EURC: fund it", patron):
        give(opened, ONE, patron)


def test_airtime_is_shown_and_not_counted(opened: dict[str, Any], producer: Any, stranger: Any) -> None:
    receipt = record_gift_in_kind(opened, "Radio Tram", "thirty spots")
    assert dict(receipt.events["GivenInKind"]) == {"patron": "Radio Tram", "description": "thirty spots"}
    assert standing(opened)["raised"] == 0
    with refused_unsent("only the producer can do this", stranger):
        record_gift_in_kind(opened, "Radio Tram", "thirty more", stranger)
