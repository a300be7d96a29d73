"""The financiers' lines by script: in escrow, promised, or signed as paid (2.4)."""

from collections.abc import Callable
from typing import Any

import pytest

from scripts.plans.proposal import Proposal, apply_proposal
from scripts.plans.prospect import lines_of_details
from scripts.project.financing import (
    approve_financier,
    escrow_line,
    line_at,
    record_line,
    sign_line,
    withdraw_line,
)
from scripts.project.standing import lines_standing, standing
from scripts.project.steps import cancel_campaign, open_campaign
from scripts.records import Records
from scripts.refusal import Refused
from scripts.reverts import utc
from tests.contracts.scripts.conftest import refused_unsent
from tests.contracts.scripts.life import agree, currency, fund

ONE = 10**6
Plan = Callable[..., Proposal]


@pytest.fixture
def project(plan: Plan, records: Records, producer: Any, platform: Any, stranger: Any) -> dict[str, Any]:
    """The producer brings 20,000, the publisher 10,000; all else that the opening needs is there."""
    project = apply_proposal(plan("professional"), producer, records)
    agree(project, records, platform, stranger)
    return project


@pytest.fixture
def publisher(project: dict[str, Any], accounts: Any) -> Any:
    return accounts.at(line_at(project, 1)[0])


def states(project: dict[str, Any]) -> list[str]:
    return [line["state"] for line in lines_standing(project)]


def sign(project: dict[str, Any], line: int, bringer: Any, *, paid: bool) -> None:
    deadline, signature = sign_line(project, line, paid=paid)
    record_line(project, line, deadline, signature, bringer, paid=paid)


def test_escrow_takes_the_money_and_withdrawing_gives_it_back(
    project: dict[str, Any], publisher: Any
) -> None:
    fund(project, publisher, 10_000 * ONE)
    escrow_line(project, 1)
    assert states(project) == ["open", "escrowed"]
    assert currency(project).balanceOf(publisher) == 0
    withdraw_line(project, 1)
    assert states(project) == ["open", "open"]
    assert currency(project).balanceOf(publisher) == 10_000 * ONE


def test_escrow_allows_no_more_than_the_line(project: dict[str, Any], publisher: Any) -> None:
    fund(project, publisher, 50_000 * ONE)
    escrow_line(project, 1)
    assert currency(project).allowance(publisher, project["campaign"]) == 0


def test_financier_without_the_money_is_refused(project: dict[str, Any], publisher: Any) -> None:
    with refused_unsent("has 0.00\u00a0EURC and needs 10,000.00\u00a0EURC: fund it", publisher):
        escrow_line(project, 1, publisher)


def test_somebody_else_cannot_bring_or_sign_a_line(project: dict[str, Any], stranger: Any) -> None:
    with refused_unsent("only the financier 0x", stranger):
        escrow_line(project, 1, stranger)
    with pytest.raises(Refused, match="brings this line and has to sign for it"):
        sign_line(project, 1, stranger, paid=True)


def test_signatures_of_approved_financiers_open_it(
    project: dict[str, Any], records: Records, platform: Any, stranger: Any
) -> None:
    for line in (0, 1):
        approve_financier(line_at(project, line)[0], records, platform)
    sign(project, 0, stranger, paid=True)
    sign(project, 1, stranger, paid=False)
    assert states(project) == ["paid_elsewhere", "promised"]
    open_campaign(project, stranger)
    assert standing(project)["status"] == "raising"


def test_signature_of_an_unknown_financier_counts_for_nothing(project: dict[str, Any], stranger: Any) -> None:
    deadline, signature = sign_line(project, 1, paid=True)
    with refused_unsent("the platform has not approved 0x", stranger):
        record_line(project, 1, deadline, signature, stranger, paid=True)


def test_promise_is_replaced_by_a_later_one_only(
    project: dict[str, Any], records: Records, publisher: Any, platform: Any, stranger: Any
) -> None:
    approve_financier(str(publisher), records, platform)
    deadline, signature = sign_line(project, 1, paid=False)
    record_line(project, 1, deadline, signature, stranger, paid=False)
    promised = f"line 2 is promised until {utc(deadline)} already: only a later promise replaces it"
    with refused_unsent(promised, stranger):
        record_line(project, 1, deadline, signature, stranger, paid=False)


def test_signature_says_promised_or_paid_and_not_the_other(
    project: dict[str, Any], records: Records, publisher: Any, platform: Any, stranger: Any
) -> None:
    approve_financier(str(publisher), records, platform)
    deadline, signature = sign_line(project, 1, paid=False)
    with refused_unsent("this is not the signature of", stranger):
        record_line(project, 1, deadline, signature, stranger, paid=True)


def test_opening_waits_for_every_line(project: dict[str, Any], producer: Any, stranger: Any) -> None:
    with refused_unsent("line 1 is not covered: its financier brings the money, or signs", stranger):
        open_campaign(project, stranger)
    fund(project, producer, 20_000 * ONE)
    escrow_line(project, 0, producer)
    with refused_unsent("line 2 is not covered", stranger):
        open_campaign(project, stranger)


def test_line_in_escrow_is_not_brought_twice(project: dict[str, Any], publisher: Any, producer: Any) -> None:
    fund(project, publisher, 20_000 * ONE)
    escrow_line(project, 1)
    with refused_unsent("line 2 is escrowed already", publisher):
        escrow_line(project, 1, publisher)
    cancel_campaign(project, producer)
    fund(project, producer, 20_000 * ONE)
    with refused_unsent("whose status is “cancelled”", producer):
        escrow_line(project, 0, producer)


def test_line_that_is_not_there_is_refused(project: dict[str, Any], producer: Any) -> None:
    with refused_unsent("there are 2 financiers' lines in cordes-sensibles", producer):
        escrow_line(project, 2, producer)


def test_details_say_what_the_opening_waits_for(
    project: dict[str, Any], records: Records, publisher: Any
) -> None:
    fund(project, publisher, 10_000 * ONE)
    escrow_line(project, 1)
    money = standing(project)["currency"].in_words
    lines = [line.replace("\u00a0", " ") for line in lines_of_details(project, records, money)]
    assert lines[:4] == [
        "  Listing approved by the platform",
        "  Artist consents",
        "  Line 1: 20,000.00 EURC, open: Apport du producteur / Producer's own share",
        "  Line 2: 10,000.00 EURC, escrowed: Avance éditoriale / Publisher's advance",
    ]
