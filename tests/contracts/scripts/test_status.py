"""Where projects stand, who has not signed, and what everything waits for (2.4, 3.4, 9.6)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from backend.languages import choose_label
from scripts.language import speaking
from scripts.plans.proposal import Proposal, apply_proposal
from scripts.project.agreements import bring_agreement, consent_wanted, line_wanted, sign_agreement
from scripts.project.bulletin import lines_of_status
from scripts.project.consents import revoke_consent
from scripts.project.financing import approve_financier, escrow_line, line_at
from scripts.project.overview import Status, data_of_status, read_status
from scripts.project.refunds import refund_everybody
from scripts.project.standing import standing
from scripts.project.steps import approve_listing, cancel_campaign, open_campaign
from scripts.records import Records
from scripts.reverts import utc
from scripts.transactions import journal
from scripts.transactions.entries import Recorded
from scripts.transactions.ledger import Journal
from tests.contracts.project import wait_until
from tests.contracts.scripts.life import agree, fund

Plan = Callable[..., Proposal]


@pytest.fixture
def project(plan: Plan, records: Records, producer: Any) -> dict[str, Any]:
    return apply_proposal(plan("professional"), producer, records)


def look(records: Records, project: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = data_of_status(read_status(records, project["slug"]))
    assert json.loads(json.dumps(data)) == data
    return data


def waits(records: Records, project: dict[str, Any]) -> list[str]:
    (told,) = look(records, project)["projects"]
    return [each["task"] for each in told["waits_for"]]


def text(status: Status) -> str:
    return "\n".join(lines_of_status(status))


def test_who_has_not_signed_is_named_as_in_the_preset(
    project: dict[str, Any], records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name, address, line, amount and until when, with the command and the page."""
    monkeypatch.setenv("COPROD_SITE_URL", "https://coprod.example/")
    data = look(records, project)
    (told,) = data["projects"]
    assert data["waits"]
    assert [each["task"] for each in told["waits_for"]] == ["approve", "consent", "line", "line"]
    _, consent, _, line = told["waits_for"]
    assert project["people"][consent["name"]] == consent["who"]
    financier, amount = line_at(project, 1)
    assert (line["line"], line["who"], line["amount"]["raw"]) == (2, financier, str(amount))
    assert project["people"][line["name"]] == financier
    assert line["until"] == told["opens_at"]
    assert line["commands"][0].startswith(f"coprod campaign sign {project['slug']} --line 2")
    assert line["page"] == f"https://coprod.example/en/projects/{project['campaign']}/sign"
    opens = utc(standing(project)["opens_at"])
    said = text(read_status(records, project["campaign"]))
    label = choose_label(line["label"], "en")
    assert f"({label}), is signed or paid: {line['name']} {financier}, until {opens}" in said
    assert "nothing signed, nothing paid" in said


def test_a_record_without_names_shows_addresses(project: dict[str, Any], records: Records) -> None:
    del project["people"]
    records.write_project(project)
    (told,) = look(records, project)["projects"]
    assert {each["name"] for each in told["waits_for"]} == {""}
    financier, _ = line_at(project, 0)
    assert f"by {financier}:" in text(read_status(records, project["slug"]))


def sign_all(project: dict[str, Any], records: Records, accounts: Any, stranger: Any) -> None:
    wanted = [consent_wanted(project, records), *(line_wanted(project, each, paid=False) for each in (0, 1))]
    for each in wanted:
        agreed = sign_agreement(each, project, records, accounts.at(each.signer))
        bring_agreement(agreed, project, records, stranger)


def test_what_is_missing_goes_one_by_one_until_anybody_opens_it(
    project: dict[str, Any], records: Records, accounts: Any, platform: Any, stranger: Any
) -> None:
    """2.4"""
    approve_listing(project, records, platform)
    assert waits(records, project) == ["consent", "line", "line"]
    for each in (0, 1):
        approve_financier(line_at(project, each)[0], records, platform)
    sign_all(project, records, accounts, stranger)
    assert waits(records, project) == ["open"]
    approve_financier(line_at(project, 1)[0], records, platform, approved=False)
    assert waits(records, project) == ["approve_financier"]
    approve_financier(line_at(project, 1)[0], records, platform)
    open_campaign(project, stranger)
    (told,) = look(records, project)["projects"]
    assert told["status"] == "raising"
    # A promise is no money: nothing is released before it is brought.
    assert waits(records, project) == ["line", "line"]
    assert [each["when"] for each in told["dates"]][:2] == ["opens", "closes"]


def test_an_artist_who_took_the_consent_back_ends_it(project: dict[str, Any], records: Records) -> None:
    revoke_consent(project, records)
    status = read_status(records, project["slug"])
    assert not status.waits
    assert "has taken the consent back, so this will never open" in text(status)


def test_money_that_waits_to_go_back_is_told(
    project: dict[str, Any],
    records: Records,
    accounts: Any,
    platform: Any,
    stranger: Any,
    producer: Any,
) -> None:
    """3.4: and nothing any more once everybody has it."""
    agree(project, records, platform, stranger)
    for each in (0, 1):
        financier, amount = line_at(project, each)
        fund(project, accounts.at(financier), amount)
        escrow_line(project, each)
    open_campaign(project, stranger)
    cancel_campaign(project, producer)
    assert waits(records, project) == ["refund"]
    refund_everybody(project, stranger)
    status = read_status(records, project["slug"])
    assert not status.waits
    assert "It waits for nobody." in text(status)


def test_a_project_that_lapsed_waits_for_nobody(project: dict[str, Any], records: Records) -> None:
    wait_until(standing(project)["opens_at"] + 1)
    status = read_status(records, project["slug"])
    assert (status.projects[0].now["status"], status.waits) == ("lapsed", False)


def test_all_projects_of_a_chain_are_told(
    project: dict[str, Any], records: Records, plan: Plan, producer: Any
) -> None:
    other = apply_proposal(plan("community"), producer, records)
    told = data_of_status(read_status(records))
    assert [each["project"] for each in told["projects"]] == [project["slug"], other["slug"]]


def test_what_the_journal_waits_for_is_told(project: dict[str, Any], records: Records, producer: Any) -> None:
    """A transaction that was decided and never signed; and where it goes on."""
    revoke_consent(project, records)
    kept = Journal(records.folder / journal.FOLDER, journal.genesis())
    with kept.open(str(producer)) as book:
        book.write(
            Recorded,
            1,
            intent="cancel",
            chain_id=31337,
            genesis=journal.genesis(),
            sender=str(producer),
            nonce=7,
            receiver=project["campaign"],
            data="0x",
            expected_gas=1,
            gas=2,
            by="key",
            at_block=1,
        )
    status = read_status(records, project["slug"])
    assert status.waits
    assert [each["intent"] for each in data_of_status(status)["unfinished"]] == ["cancel"]
    said = text(status)
    assert f"1 transaction is not finished:\n  {producer}, nonce 7: cancel was not sent yet" in said
    assert "Go on by: coprod campaign resume" in said


def test_it_is_told_in_french(project: dict[str, Any], records: Records) -> None:
    with speaking("fr"):
        said = text(read_status(records, project["slug"]))
    assert "financement 2" in said
    assert "n’a pas encore signé" in said
