"""The presets that are shipped say what they promise, and make sense to the chain (2.1, 2.3, 2.4)."""

import base64
import json
import re
import tomllib
from collections.abc import Callable

import pytest
from eth_utils import keccak

from scripts.chain import clock
from scripts.description.project_terms import HOLDERS, OFF_THE_TOP, PERCENTAGE, RECOUP
from scripts.description.terms import DAY
from scripts.plans.proposal import Proposal
from tests.contracts.scripts.conftest import PRESETS

SHIPPED = sorted(file.stem for file in PRESETS.glob("*.toml"))
ONE = 10**6
Plan = Callable[..., Proposal]


def test_four_models_are_shipped() -> None:
    """PROTOCOL 0."""
    assert SHIPPED == ["community", "complement", "label", "professional"]


@pytest.mark.parametrize("name", SHIPPED)
def test_preset_can_be_proposed(plan: Plan, name: str) -> None:
    """The plan estimates the gas of the proposal itself: the contract accepts these terms."""
    assert plan(name).terms.model == name


@pytest.mark.parametrize("name", SHIPPED)
def test_community_ceiling_is_reached_and_not_passed(plan: Plan, name: str) -> None:
    campaign = plan(name).terms.campaign
    assert campaign.most_raised == campaign.ceiling


@pytest.mark.parametrize("name", SHIPPED)
def test_goal_and_financiers_make_the_budget(plan: Plan, name: str) -> None:
    terms = plan(name).terms
    assert terms.campaign.goal + sum(line.amount for line in terms.financiers) == terms.campaign.total_budget


@pytest.mark.parametrize("name", SHIPPED)
def test_times_follow_the_proposal_to_the_hour(plan: Plan, name: str) -> None:
    campaign = plan(name).terms.campaign
    assert campaign.opens_at % 3_600 == 0
    assert 0 <= campaign.opens_at - clock() - 2 * 86_400 < 3_600
    assert campaign.closes_at - campaign.opens_at == 30 * 86_400


@pytest.mark.parametrize("name", SHIPPED)
def test_prospectus_is_in_the_terms_and_matches_its_fingerprint(plan: Plan, name: str) -> None:
    terms = plan(name).terms
    kind, _, text = terms.document_uri.partition(",")
    assert kind == "data:text/markdown;charset=utf-8;base64"
    assert base64.b64decode(text) == (PRESETS / "prospectus" / f"{name}.md").read_bytes()
    assert terms.document_hash == "0x" + keccak(base64.b64decode(text)).hex()


@pytest.mark.parametrize("name", SHIPPED)
def test_page_has_both_languages_and_a_poster_and_is_short(plan: Plan, name: str) -> None:
    terms = plan(name).terms
    kind, _, text = terms.contract_uri.partition(",")
    page = json.loads(base64.b64decode(text))
    assert kind == "data:application/json;base64"
    assert list(page) == ["name", "description", "description_fr", "image"]
    assert page["name"] == terms.name
    assert page["image"].startswith("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'")
    assert not set(page["image"]) & set('<>#"\n')
    assert len(terms.contract_uri) <= 1_500


@pytest.mark.parametrize("name", SHIPPED)
def test_top_level_keys_stand_one_a_line(name: str) -> None:
    text = (PRESETS / f"{name}.toml").read_text()
    for key, value in tomllib.loads(text).items():
        if not isinstance(value, dict | list) or key == "collectors":
            assert len(re.findall(rf"^{key} = .+$", text, re.MULTILINE)) == 1


def test_complement_is_a_film_of_which_fans_bring_five_percent(plan: Plan) -> None:
    proposal = plan("complement")
    campaign = proposal.terms.campaign
    assert proposal.currency.symbol == "EURC"
    assert campaign.total_budget == 2_700_000 * ONE
    assert (campaign.community_bps, campaign.ceiling) == (500, 135_000 * ONE)
    assert (campaign.price_per_share, campaign.cap_shares, campaign.goal) == (20 * ONE, 6_750, 108_000 * ONE)
    assert [line.amount // ONE for line in proposal.terms.financiers] == [
        800_000,
        500_000,
        392_000,
        350_000,
        300_000,
        250_000,
    ]
    assert places(proposal) == [
        (OFF_THE_TOP, False, False, 150, 0),
        (RECOUP, False, False, 2_000, 350_000 * ONE),
        (RECOUP, True, False, 0, 150_000 * ONE),
        (RECOUP, True, True, 0, 135_000 * ONE),
        (PERCENTAGE, False, False, 2_000, 0),
        (PERCENTAGE, False, False, 1_200, 0),
        (PERCENTAGE, False, False, 800, 0),
        (PERCENTAGE, False, False, 500, 0),
        (PERCENTAGE, False, True, 1_000, 0),
        (PERCENTAGE, False, False, 4_500, 0),
    ]


def test_community_is_a_record_that_fans_pay_for_alone(plan: Plan) -> None:
    proposal = plan("community")
    campaign, waterfall = proposal.terms.campaign, proposal.terms.waterfall
    assert proposal.currency.symbol == "USDC"
    assert proposal.terms.financiers == []
    assert campaign.goal == campaign.total_budget == campaign.ceiling == 60_000 * ONE
    assert all(position.kind == PERCENTAGE for position in waterfall.positions)
    assert [(position.payee == HOLDERS, position.bps) for position in waterfall.positions] == [
        (True, 4_000),
        (False, 3_000),
        (False, 3_000),
    ]


def test_label_brings_its_part_and_recoups_beside_the_fans(plan: Plan) -> None:
    proposal = plan("label")
    campaign, [line] = proposal.terms.campaign, proposal.terms.financiers
    assert (line.amount, campaign.goal, campaign.ceiling) == (20_000 * ONE, 30_000 * ONE, 30_000 * ONE)
    assert places(proposal)[:2] == [
        (RECOUP, False, True, 0, 30_000 * ONE),
        (RECOUP, True, False, 0, 20_000 * ONE),
    ]
    assert proposal.terms.waterfall.positions[1].payee == line.financier


def test_goal_of_the_label_cannot_be_met_by_a_patron_alone(plan: Plan) -> None:
    assert plan("label").terms.campaign.least_shares == 400


def test_professional_has_named_lines_limited_rewards_and_a_cap(plan: Plan) -> None:
    terms = plan("professional").terms
    assert [(each.label, each.bps) for each in terms.production.milestones] == [
        ("Production", 6_500),
        ("Communication", 3_500),
    ]
    assert [(each.min_shares, each.limit) for each in terms.tiers] == [(2, 300), (20, 30), (100, 3)]
    assert terms.waterfall.holders_cap_per_share == 3 * terms.campaign.price_per_share
    assert terms.waterfall.collectors == []


@pytest.mark.parametrize("name", SHIPPED)
def test_fans_think_again_for_four_days(plan: Plan, name: str) -> None:
    assert plan(name).terms.campaign.reflection_seconds == 4 * DAY


@pytest.mark.parametrize("name", SHIPPED)
def test_every_number_is_explained(name: str) -> None:
    """A comment stands above each key, or above the table that it is the first of its kind in."""
    lines, explained = (PRESETS / f"{name}.toml").read_text().splitlines(), False
    known: set[str] = set()
    for line in lines:
        key = line.split("=")[0].strip("[] ")
        if line.startswith("#"):
            explained = True
        elif not line:
            explained = False
        elif line.startswith("[["):
            assert explained or key in known, f"{name}: nothing explains {line}"
            known.add(key)
            explained = True
        else:
            assert explained or key in known, f"{name}: nothing explains {line}"


def places(proposal: Proposal) -> list[tuple[int, bool, bool, int, int]]:
    """(kind, with the previous, the holders', bps, amount) of each position."""
    return [
        (each.kind, each.with_previous, each.payee == HOLDERS, each.bps, each.amount)
        for each in proposal.terms.waterfall.positions
    ]
