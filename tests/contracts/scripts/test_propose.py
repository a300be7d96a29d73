"""Proposing by script: what is planned is what happens, and what cannot go well is refused unsent (2.1)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from brownie import web3

from scripts.chain import contract_at
from scripts.plans.proposal import Proposal, apply_proposal, plan_proposal
from scripts.plans.prospect import lines_of
from scripts.project.standing import proposed_terms
from scripts.records import Records
from tests.contracts.scripts.conftest import PRESETS, refused_unsent

Plan = Callable[..., Proposal]


@pytest.mark.parametrize("name", ["community", "label", "complement", "professional"])
def test_prediction_comes_true(plan: Plan, records: Records, producer: Any, name: str) -> None:
    proposal = plan(name)
    record = apply_proposal(proposal, producer, records)
    assert record["campaign"] == proposal.campaign
    assert record["waterfall"] == proposal.waterfall
    assert record["share_token"] == proposal.share_token
    assert record["terms_hash"] == proposal.terms_hash
    assert record["producer"] == producer
    for contract, key in (
        ("Campaign", "campaign"),
        ("Waterfall", "waterfall"),
        ("ShareToken", "share_token"),
    ):
        assert contract_at(contract, record[key])


def test_record_can_be_read_back_and_found_on_the_chain(plan: Plan, records: Records, producer: Any) -> None:
    record = apply_proposal(plan(), producer, records)
    assert set(record) == {
        *("slug", "model", "name", "campaign", "waterfall", "share_token", "producer", "terms_hash"),
        *("nonce", "block_number", "transaction_hash", "preset", "people", "schema", "input"),
    }
    assert records.project("les-heures-claires") == records.project(record["campaign"]) == record
    assert web3.eth.get_transaction(record["transaction_hash"])["blockNumber"] == record["block_number"]
    assert record["preset"] == "scripts/presets/complement.toml"


def test_terms_on_the_chain_are_those_of_the_preset(plan: Plan, records: Records, producer: Any) -> None:
    proposal = plan()
    record = apply_proposal(proposal, producer, records)
    setup = contract_at("Campaign", record["campaign"]).setup()
    assert tuple(setup["terms"]) == tuple(proposal.terms.campaign)
    places = contract_at("Waterfall", record["waterfall"]).setup()["places"]
    assert [tuple(each) for each in places] == [
        tuple(each)[:-1] for each in proposal.terms.waterfall.positions
    ]
    shares = contract_at("ShareToken", record["share_token"])
    assert (shares.name(), shares.symbol()) == ("Les Heures claires", "HEURES")


def test_planning_sends_nothing(plan: Plan, producer: Any, records: Records) -> None:
    before = web3.eth.block_number, web3.eth.get_transaction_count(str(producer))
    list(lines_of(plan()))
    assert (web3.eth.block_number, web3.eth.get_transaction_count(str(producer))) == before
    assert records.projects() == []


def test_plan_shows_what_fans_will_hold_on_to(plan: Plan) -> None:
    proposal = plan()
    text = "\n".join(lines_of(proposal)).replace("\u00a0", " ")
    for said in (
        "Les Heures claires (HEURES), model complement",
        "A share costs 20.00 EURC; 1 to 300 shares per fan",
        "Below 108,000.00 EURC and 1 share everybody is refunded",
        "At most 135,000.00 EURC in 6,750 shares",
        "Fans may bring 5 %, 135,000.00 EURC, of a budget of 2,700,000.00 EURC",
        "Fans can take a pledge back for 4 days",
        f"Nothing opens without the consent of the artist, {proposal.terms.campaign.artist}",
        "A release goes through unless holders of 33.33 % of the shares object within 14 days:",
        "their silence is a yes. As many can wind the project down once a milestone was refused twice,",
        "or is 180 days overdue: the producer's silence is a no",
        "A statement is due every 184 days, 90 days after the end of its period",
        "Receipts are reported by the producer and by\n    0x",
        "The fans' part enters in 5 daily steps",
        "The platform takes 5 % of the money raised, on success only",
        proposal.campaign,
        f"{proposal.gas:,}",
    ):
        assert said in text


def test_plan_shows_who_is_paid(plan: Plan) -> None:
    """Once proposed, no payee can change: the producer compares each address before that."""
    proposal = plan()
    terms, lines = proposal.terms, [line.replace("\u00a0", " ") for line in lines_of(proposal)]
    collector, distributor = terms.waterfall.collectors[0], terms.waterfall.positions[1].payee
    holders = f"{'the holders':<42}"
    for said in (
        f"    {'   1.5 % of the gross, off the top':<62}  {collector}  "
        "Agent de perception / Collection agent",
        f"    {'   first up to 350,000.00 EURC and 20 % on it':<62}  {distributor}  "
        "Minimum garanti du distributeur / Distributor's minimum guarantee",
        f"    {'   first up to 135,000.00 EURC, beside the one before':<62}  {holders}  "
        "Mise des fans / The fans' stake",
        f"    {'    20 % of what is left':<62}  {distributor}  Distributeur / Distributor",
        f"    {'    10 % of what is left':<62}  {holders}  Coproducteurs fans / Fans who co-produce",
        f"    {'    45 % of what is left':<62}  {proposal.producer}  Producteur / Producer",
        f"    {'392,000.00 EURC':>20}  {proposal.producer}  Apport du producteur / Producer's own share",
        f"    {collector}",
    ):
        assert said in lines
    for line in terms.financiers:
        assert any(line.financier in each and line.label in each for each in lines)


def test_plan_shows_rewards_and_the_cap(plan: Plan) -> None:
    lines = [line.replace("\u00a0", " ") for line in lines_of(plan("professional"))]
    assert "           3 for 100 shares or more  Un concert chez vous / A concert at your home" in lines
    assert "  A share earns 60.00 EURC at most; the producer takes what exceeds it" in lines


@pytest.mark.parametrize(
    ("ceiling", "warned"), [("30", False), ("98.5", False), ("98.51", True), ("100", True)]
)
def test_plan_warns_of_deductions_that_leave_too_little_for_what_is_off_the_top(
    plan: Plan, ceiling: str, warned: bool
) -> None:
    """5.2: 1.5 % of the gross are off the top here; more can be owed than comes in above 98.5 %."""
    lines = [line.replace("\u00a0", " ") for line in lines_of(plan(deduction_ceiling_percent=ceiling))]
    warnings = [place for place, line in enumerate(lines) if line.startswith("  Warning:")]
    assert len(warnings) == warned
    for place in warnings:
        assert lines[place : place + 2] == [
            "  Warning: 1.5 % off the top and those deductions exceed the gross together:",
            "  a reporter could make the first positions owed more than ever comes in",
        ]


def test_labels_can_be_read_back_from_the_proposal(plan: Plan, records: Records, producer: Any) -> None:
    proposal = plan("professional")
    terms = proposed_terms(apply_proposal(proposal, producer, records))
    assert [each["label"] for each in terms["tiers"]] == [each.label for each in proposal.terms.tiers]
    assert terms["production"]["milestones"][0]["label"] == "Production"


def test_gas_of_the_plan_is_what_it_takes(plan: Plan, records: Records, producer: Any) -> None:
    proposal = plan()
    record = apply_proposal(proposal, producer, records)
    used = web3.eth.get_transaction_receipt(record["transaction_hash"])["gasUsed"]
    assert used <= proposal.gas <= used * 110 // 100


def test_unfunded_producer_is_refused(plan: Plan, records: Records, producer: Any) -> None:
    proposal = plan()
    web3.provider.make_request("anvil_setBalance", [str(producer), "0x0"])
    with refused_unsent("has 0.000000 ETH on chain 31337", producer):
        apply_proposal(proposal, producer, records)
    assert records.projects() == []


def test_terms_that_make_no_sense_are_refused(plan: Plan, records: Records, producer: Any) -> None:
    with refused_unsent("goal and financiers are 0.01\u00a0EURC short of it", producer):
        plan(goal="107999.99")
    assert records.projects() == []


def test_chain_without_a_factory_is_refused(producer: Any, tmp_path: Any) -> None:
    with refused_unsent("run deploy first", producer):
        plan_proposal(PRESETS / "complement.toml", producer, Records(tmp_path))


def test_factory_of_another_chain_is_refused(records: Records, producer: Any) -> None:
    records.write_factory(records.factory() | {"block_hash": "0x" + 64 * "1"})
    with refused_unsent("is not on this chain", producer):
        plan_proposal(PRESETS / "complement.toml", producer, records)


def test_same_terms_need_another_nonce(plan: Plan, records: Records, producer: Any) -> None:
    first = apply_proposal(plan(), producer, records)
    with refused_unsent("exactly this is proposed already", producer):
        plan()
    again = plan_proposal(PRESETS / "complement.toml", producer, records, nonce=1)
    second = apply_proposal(again, producer, records)
    assert (first["slug"], second["slug"]) == ("les-heures-claires", "les-heures-claires-2")
    assert first["terms_hash"] == second["terms_hash"]
    assert first["campaign"] != second["campaign"]


def test_proposal_that_the_contract_would_refuse_is_refused(
    plan: Plan, records: Records, producer: Any
) -> None:
    """The chain has the last word, still before anything is sent: here the time has passed meanwhile."""
    proposal = plan()
    late = proposal.terms._replace(campaign=proposal.terms.campaign._replace(opens_at=1))
    with refused_unsent("Terms_TimesOutOfOrder", producer):
        apply_proposal(replace(proposal, terms=late), producer, records)
