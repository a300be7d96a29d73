"""Signing for a project by script: said in words, kept as a file, brought by anybody (2.4, 9.6)."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts.language import speaking
from scripts.plans.proposal import Proposal, apply_proposal
from scripts.project.agreements import (
    Agreement,
    bring_agreement,
    consent_wanted,
    data_of,
    find_obstacle,
    line_wanted,
    read_agreement,
    sign_agreement,
    words_of,
    write_agreement,
)
from scripts.project.consents import revoke_consent
from scripts.project.financing import approve_financier, line_at
from scripts.project.standing import lines_standing, opening_standing
from scripts.records import Records
from scripts.refusal import Refused
from tests.contracts.scripts.conftest import refused_unsent

Plan = Callable[..., Proposal]
Sign = Callable[[Agreement], Agreement]


@pytest.fixture
def project(plan: Plan, records: Records, producer: Any) -> dict[str, Any]:
    """A film with two lines of financiers; nobody has signed."""
    return apply_proposal(plan("professional"), producer, records)


@pytest.fixture
def signed(project: dict[str, Any], records: Records, accounts: Any) -> Sign:
    """By the account that has to."""

    def sign(wanted: Agreement) -> Agreement:
        return sign_agreement(wanted, project, records, accounts.at(wanted.signer))

    return sign


def test_the_artist_s_consent_is_kept_as_a_file_and_brought(
    project: dict[str, Any], records: Records, signed: Sign, stranger: Any, tmp_path: Path
) -> None:
    """Signing sends nothing; whoever has the file brings it."""
    wanted = consent_wanted(project, records)
    assert f"I am the artist of {project['name']} ({project['campaign']})" in words_of(wanted, project)
    assert project["terms_hash"] in words_of(wanted, project)
    agreed = signed(wanted)
    file = write_agreement(agreed, project, records, tmp_path / "consent.json")
    assert find_obstacle(agreed, project, records) == ""
    assert read_agreement(file, project, records) == agreed
    bring_agreement(read_agreement(file, project, records), project, records, stranger)
    assert opening_standing(project, records) == {"approved": False, "consented": True}
    with pytest.raises(Refused, match="has consented already"):
        consent_wanted(project, records)


@pytest.mark.parametrize(("paid", "state"), [(False, "promised"), (True, "paid_elsewhere")])
def test_a_line_is_signed_for(
    project: dict[str, Any],
    records: Records,
    signed: Sign,
    stranger: Any,
    platform: Any,
    paid: bool,
    state: str,
) -> None:
    """A signature of a financier that the platform has not approved yet waits for that."""
    agreed = signed(line_wanted(project, 1, paid=paid))
    assert ("I have paid" in words_of(agreed, project)) is paid
    obstacle = find_obstacle(agreed, project, records)
    assert "approve" in obstacle
    with refused_unsent(obstacle, stranger):
        bring_agreement(agreed, project, records, stranger)
    approve_financier(agreed.signer, records, platform)
    bring_agreement(agreed, project, records, stranger)
    assert lines_standing(project)[1]["state"] == state
    assert data_of(agreed, project)["amount"] == {
        "raw": str(line_at(project, 1)[1]),
        "decimals": 6,
        "value": "10000.000000",
        "currency": "EURC",
    }
    if paid:
        with pytest.raises(Refused, match="line 2 is paid elsewhere already"):
            line_wanted(project, 1, paid=False)


def test_a_file_made_by_a_browser_is_read(
    project: dict[str, Any], records: Records, signed: Sign, tmp_path: Path
) -> None:
    """Its numbers are text, as JSON of wallets has them."""
    agreed = signed(line_wanted(project, 0, paid=True))
    file = write_agreement(agreed, project, records, tmp_path / "line.json")
    content = json.loads(file.read_text())
    message = content["typed_data"]["message"]
    message |= {name: str(message[name]) for name in ("line", "amount", "deadline")}
    file.write_text(json.dumps(content))
    assert read_agreement(file, project, records) == agreed


def change(file: Path, *path: str, to: Any) -> None:
    content = json.loads(file.read_text())
    place = content
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = to
    file.write_text(json.dumps(content))


@pytest.mark.parametrize(
    ("path", "to", "sentence"),
    [
        (("typed_data", "message", "amount"), 5, "was signed for something else than"),
        (("typed_data", "domain", "chainId"), 1, "was signed for something else than"),
        (("typed_data", "domain", "verifyingContract"), "0x" + 40 * "1", "something else"),
        (("typed_data", "message", "deadline"), "soon", "holds no signature of a consent or a line"),
        (("typed_data", "message"), [], "holds no signature"),
        (("typed_data", "message", "line"), 7, "there are 2 financiers' lines"),
        (("signature",), "none", "holds no signature"),
        (("kind",), "another", "is no file of a signature"),
        (("more",), 1, "is no file of a signature"),
    ],
)
def test_a_file_of_something_else_is_refused(
    project: dict[str, Any],
    records: Records,
    signed: Sign,
    tmp_path: Path,
    path: tuple[str, ...],
    to: Any,
    sentence: str,
) -> None:
    """Before anything is sent."""
    agreed = signed(line_wanted(project, 0, paid=True))
    file = write_agreement(agreed, project, records, tmp_path / "line.json")
    change(file, *path, to=to)
    with refused_unsent(sentence):
        read_agreement(file, project, records)


def test_another_project_s_signature_is_refused(
    project: dict[str, Any], records: Records, signed: Sign, plan: Plan, producer: Any, tmp_path: Path
) -> None:
    other = apply_proposal(plan("community"), producer, records)
    file = write_agreement(signed(consent_wanted(project, records)), project, records, tmp_path / "c.json")
    with refused_unsent("was signed for something else than"):
        read_agreement(file, other, records)


def test_a_file_that_is_not_there_or_is_there_already(
    project: dict[str, Any], records: Records, signed: Sign, tmp_path: Path
) -> None:
    agreed, file = signed(consent_wanted(project, records)), tmp_path / "consent.json"
    with pytest.raises(Refused, match="cannot be read: No such file"):
        read_agreement(file, project, records)
    write_agreement(agreed, project, records, file)
    with pytest.raises(Refused, match="there is a file"):
        write_agreement(agreed, project, records, file)
    file.write_text("{")
    with pytest.raises(Refused, match="is no file of a signature"):
        read_agreement(file, project, records)


def test_only_the_one_who_has_to_signs(
    project: dict[str, Any], records: Records, signed: Sign, stranger: Any
) -> None:
    with pytest.raises(Refused, match="is the artist and has to sign this, not"):
        sign_agreement(consent_wanted(project, records), project, records, stranger)
    with pytest.raises(Refused, match="brings this line and has to sign for it, not"):
        sign_agreement(line_wanted(project, 0, paid=True), project, records, stranger)
    forged = replace(signed(consent_wanted(project, records)), signature="0x" + 65 * "11")
    assert "this is not the signature of the artist" in find_obstacle(forged, project, records)


def test_a_consent_that_was_taken_back_stays_so(
    project: dict[str, Any], records: Records, signed: Sign
) -> None:
    agreed = signed(consent_wanted(project, records))
    revoke_consent(project, records)
    assert find_obstacle(agreed, project, records) != ""


def test_it_is_said_in_french(project: dict[str, Any], records: Records) -> None:
    with speaking("fr"):
        assert words_of(consent_wanted(project, records), project).startswith("Je suis l’artiste de ")
        assert "Je promets d’apporter" in words_of(line_wanted(project, 0, paid=False), project)
