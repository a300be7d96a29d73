"""The presets that are shipped say what they promise, and make sense to the chain (2.1, 2.3, 2.4)."""

import base64
import json
import re
import tomllib
from collections.abc import Callable

import pytest
from eth_utils import keccak

from scripts.chain import clock
from scripts.project_terms import HOLDERS, OFF_THE_TOP
from scripts.proposal import Proposal
from tests.contracts.scripts.conftest import PRESETS

SHIPPED = sorted(file.stem for file in PRESETS.glob("*.toml"))
ONE = 10**6
Plan = Callable[..., Proposal]


def test_models_that_work_are_shipped() -> None:
    assert {"community", "complement"} <= set(SHIPPED)


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
    assert proposal.terms.waterfall.positions[0].kind == OFF_THE_TOP
    assert proposal.terms.waterfall.positions[0].bps == 150


def test_community_is_a_record_that_fans_pay_for_alone(plan: Plan) -> None:
    proposal = plan("community")
    campaign, waterfall = proposal.terms.campaign, proposal.terms.waterfall
    assert proposal.currency.symbol == "USDC"
    assert proposal.terms.financiers == []
    assert campaign.goal == campaign.total_budget == campaign.ceiling == 60_000 * ONE
    assert [(position.payee == HOLDERS, position.bps) for position in waterfall.positions] == [
        (True, 4_000),
        (False, 3_000),
        (False, 3_000),
    ]
    assert all(position.kind != OFF_THE_TOP for position in waterfall.positions)
