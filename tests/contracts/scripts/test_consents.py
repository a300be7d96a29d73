"""The artist's consent by script: signed by whatever key the artist has, brought by anybody (2.4)."""

from collections.abc import Callable
from typing import Any

import pytest
from brownie import web3

from scripts.plans.proposal import Proposal, apply_proposal, plan_proposal
from scripts.project.consents import record_consent, revoke_consent, sign_consent
from scripts.project.standing import opening_standing
from scripts.project.steps import approve_listing, campaign_of, open_campaign
from scripts.records import Records
from scripts.refusal import Refused
from scripts.reverts import utc
from tests.contracts.project import wait_until
from tests.contracts.scripts.conftest import PRESETS, refused_unsent

Plan = Callable[..., Proposal]


@pytest.fixture
def project(plan: Plan, records: Records, producer: Any) -> dict[str, Any]:
    return apply_proposal(plan("community"), producer, records)


def propose_for(artist: Any, plan: Plan, records: Records, producer: Any) -> dict[str, Any]:
    people = {"collector": "", "artist": str(artist), "label": ""}
    return apply_proposal(plan("community", people=people), producer, records)


def test_account_that_the_node_has_unlocked_signs(
    project: dict[str, Any], records: Records, stranger: Any
) -> None:
    assert opening_standing(project, records) == {"approved": False, "consented": False}
    artist = campaign_of(project).setup()["terms"]["artist"]
    before = web3.eth.get_transaction_count(artist)
    record_consent(project, records, *sign_consent(project, records), stranger)
    assert opening_standing(project, records) == {"approved": False, "consented": True}
    assert web3.eth.get_transaction_count(artist) == before


def test_account_with_a_key_of_its_own_signs(
    plan: Plan, records: Records, producer: Any, accounts: Any, stranger: Any
) -> None:
    """An artist without any money for gas: the signature is all that is needed."""
    artist = accounts.add("0x" + 63 * "1" + "2")
    project = propose_for(artist, plan, records, producer)
    record_consent(project, records, *sign_consent(project, records, artist), stranger)
    assert opening_standing(project, records) == {"approved": False, "consented": True}
    assert artist.balance() == 0


def test_consent_holds_until_the_opening(project: dict[str, Any], records: Records, stranger: Any) -> None:
    deadline, signature = sign_consent(project, records)
    assert deadline == campaign_of(project).setup()["terms"]["opensAt"]
    wait_until(deadline + 1)
    with refused_unsent("the signature expired on 20", stranger):
        record_consent(project, records, deadline, signature, stranger)


def test_consent_is_replaced_by_a_later_one_only(
    project: dict[str, Any], records: Records, stranger: Any
) -> None:
    deadline, signature = sign_consent(project, records)
    record_consent(project, records, deadline, signature, stranger)
    with refused_unsent(f"a consent until {utc(deadline)} is recorded already, which is enough", stranger):
        record_consent(project, records, deadline, signature, stranger)


def test_somebody_else_cannot_consent(
    project: dict[str, Any], records: Records, producer: Any, stranger: Any
) -> None:
    with pytest.raises(Refused, match="is the artist and has to sign this, not"):
        sign_consent(project, records, producer)
    deadline, _ = sign_consent(project, records)
    with refused_unsent("this is not the signature of the artist", stranger):
        record_consent(project, records, deadline, "0x" + 65 * "11", stranger)


def test_consent_to_one_project_is_none_to_another(
    project: dict[str, Any], records: Records, producer: Any, stranger: Any
) -> None:
    again = plan_proposal(PRESETS / "community.toml", producer, records, nonce=1)
    twin = apply_proposal(again, producer, records)
    deadline, signature = sign_consent(project, records)
    with refused_unsent("this is not the signature of the artist", stranger):
        record_consent(twin, records, deadline, signature, stranger)


def test_revoked_consent_does_not_open(
    project: dict[str, Any], records: Records, platform: Any, stranger: Any
) -> None:
    approve_listing(project, records, platform)
    signed = sign_consent(project, records)
    record_consent(project, records, *signed, stranger)
    revoke_consent(project, records)
    with refused_unsent("the artist has not consented, or no longer does", stranger):
        open_campaign(project, stranger)
    with refused_unsent("the artist has revoked the consent", stranger):
        record_consent(project, records, *signed, stranger)


def test_project_is_not_opened_without_consent(
    project: dict[str, Any], records: Records, platform: Any, stranger: Any
) -> None:
    approve_listing(project, records, platform)
    with refused_unsent("the artist has not consented, or no longer does", stranger):
        open_campaign(project, stranger)
