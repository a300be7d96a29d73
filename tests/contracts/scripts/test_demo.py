"""The demo's chain has the past that its result tells: four ends, and one project still open (PROTOCOL 0)."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from brownie import accounts, web3
from brownie.test import given
from eth_utils import to_checksum_address
from hypothesis import strategies as st

from scripts import demo
from scripts.chain import contract_at
from scripts.description.terms import DAY
from scripts.project.standing import standing
from scripts.records import Records
from scripts.story.crowd import FANS, fans, in_turns, spread


@given(
    seed=st.integers(0, 2**32), count=st.integers(1, 60), most=st.integers(2, 400), fill=st.integers(0, 1_000)
)
def test_shares_are_spread_to_the_last_one(seed: int, count: int, most: int, fill: int) -> None:
    total = count * 2 + count * (most - 2) * fill // 1_000
    parts = spread(total, count, 2, most, Random(seed))
    assert sum(parts) == total
    assert all(2 <= part <= most for part in parts)
    turns = in_turns(parts, Random(seed), 2)
    for who, part in enumerate(parts):
        bought = [shares for fan, shares in turns if fan == who]
        assert sum(bought) == part
        assert bought[0] >= 2


def test_impossible_spread_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot be 3 parts"):
        spread(100, 3, 1, 30, Random(1))


def test_fans_are_always_the_same() -> None:
    first, last = fans()[0], fans()[-1]
    assert len(FANS) == len(set(FANS)) == 40
    assert (first.name, first.address) == ("Adèle", "0x09DB0a93B389bEF724429898f539AEB7ac2Dd55f")
    assert (last.name, last.index) == ("Nils", 59)


COLLECTOR, PAYER = to_checksum_address("0x" + 20 * "c0"), to_checksum_address("0x" + 20 * "ab")
"""Addresses that nobody else of the demo has."""


@pytest.fixture(scope="module")
def told(module_isolation: None, tmp_path_factory: Any) -> dict[str, Any]:
    """The result of the demo, run once. Its clock starts from a chain that has a past already."""
    folder: Path = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scripts.demo.current_records", lambda: Records(folder / "31337"))
        demo.main(str(folder / "demo.json"), COLLECTOR, PAYER)
    result: dict[str, Any] = json.loads((folder / "demo.json").read_text())
    return result


@pytest.fixture(scope="module")
def left_open(told: dict[str, Any], tmp_path_factory: Any) -> dict[str, Any]:
    """The result with one more campaign, made months later; `told` is as it was."""
    web3.provider.make_request("evm_increaseTime", [40 * DAY])
    file: Path = tmp_path_factory.mktemp("open") / "demo.json"
    file.write_text(json.dumps(told))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scripts.demo.current_records", lambda: Records(Path(told["records"])))
        demo.leave_open(str(file))
    result: dict[str, Any] = json.loads(file.read_text())
    return result


def by_model(told: dict[str, Any], model: str) -> dict[str, Any]:
    return next(each for each in told["campaigns"] if each["model"] == model)


def token_of(told: dict[str, Any], campaign: dict[str, Any]) -> Any:
    return contract_at("TestCurrency", told["currencies"][campaign["currency"]]["address"])


def test_each_preset_has_its_end(told: dict[str, Any]) -> None:
    assert [(each["slug"], each["model"], each["status"]) for each in told["campaigns"]] == [
        ("les-heures-claires", "complement", "succeeded"),
        ("ligne-de-crete", "community", "succeeded"),
        ("les-filles-du-tramway", "label", "failed"),
        ("cordes-sensibles", "professional", "wound_down"),
    ]


def test_amounts_are_those_of_the_chain(told: dict[str, Any]) -> None:
    """What a campaign holds is what is unspent, to the last unit: all else went where it belongs."""
    for each in told["campaigns"]:
        campaign = contract_at("Campaign", each["campaign"])
        shares = contract_at("ShareToken", each["share_token"])
        held = {fan["name"]: shares.balanceOf(fan["address"]) for fan in told["fans"]}
        left = {"succeeded": each["shares"], "failed": 0, "wound_down": held["Adèle"]}[each["status"]]
        assert sum(held.values()) == shares.totalSupply() == left
        assert campaign.raised() == (0 if each["status"] == "failed" else each["raised"])
        assert token_of(told, each).balanceOf(campaign) >= campaign.reserved() == each["unspent"]


def test_every_fan_contributed_with_an_own_key(told: dict[str, Any]) -> None:
    assert [each["contributors"] for each in told["campaigns"]] == [40, 40, 23, 25]
    for fan in told["fans"]:
        assert web3.eth.get_transaction_count(fan["address"]) >= 4


def test_finished_record_has_spent_all(told: dict[str, Any]) -> None:
    record = by_model(told, "community")
    assert [each["released"] for each in record["milestones"]] == [True, True]
    assert (record["pot"], record["unspent"]) == (record["raised"] * 95 // 100, 0)


def test_film_asks_its_holders_at_the_end(told: dict[str, Any]) -> None:
    film = by_model(told, "complement")
    assert [each["released"] for each in film["milestones"]] == [True, True, False]
    assert film["question"]["milestone"] == 2
    assert film["question"]["objections_until"] > told["block"]["time"]
    assert [line["state"] for line in film["lines"]] == [
        *("paid_elsewhere", "paid_elsewhere", "paid_elsewhere", "paid_elsewhere"),
        *("escrowed", "paid_elsewhere"),
    ]


def test_failed_record_owes_nobody_anything(told: dict[str, Any]) -> None:
    failed = by_model(told, "label")
    campaign = contract_at("Campaign", failed["campaign"])
    assert sum(1 for fan in told["fans"] if campaign.owedTo(fan["address"])) == 0
    assert campaign.giftOf(told["roles"]["patron"]) == 0
    assert failed["lines"][0]["state"] == "returned"
    assert (failed["given"], failed["revoked"]) == (5_000 * 10**6, 2)
    label = told["roles"]["label"]
    assert token_of(told, failed).balanceOf(label) == failed["lines"][0]["amount"]


def test_wound_down_record_gave_back_what_was_unspent(told: dict[str, Any]) -> None:
    """35 % of what was raised, less the fee, and of the escrow; only the first fan has not left yet."""
    stopped = by_model(told, "professional")
    adele = told["fans"][0]["address"]
    campaign = contract_at("Campaign", stopped["campaign"])
    unspent = stopped["pot"] - stopped["milestones"][0]["amount"]
    brought = stopped["raised"] + 10_000 * 10**6
    per_share = 20 * 10**6 * unspent // brought
    held = contract_at("ShareToken", stopped["share_token"]).balanceOf(adele)
    assert stopped["unspent"] == held * per_share > 0
    before = token_of(told, stopped).balanceOf(adele)
    web3.provider.make_request("anvil_impersonateAccount", [adele])
    campaign.exit(held, {"from": accounts.at(adele, force=True)})
    assert token_of(told, stopped).balanceOf(adele) - before == held * per_share
    assert campaign.reserved() == 0


def test_collector_and_payer_are_those_of_the_caller(told: dict[str, Any]) -> None:
    assert (told["roles"]["collector"], told["roles"]["payer"]) == (COLLECTOR, PAYER)
    assert not {"collector", "payer"} & told["role_indices"].keys()
    for each in told["campaigns"]:
        collectors = () if each["model"] == "professional" else (COLLECTOR,)
        assert contract_at("Waterfall", each["waterfall"]).setup()["collectors"] == collectors
    for currency in told["currencies"].values():
        assert contract_at("TestCurrency", currency["address"]).balanceOf(COLLECTOR) == 10**12


def test_no_report_is_overdue(told: dict[str, Any]) -> None:
    for each in told["campaigns"]:
        assert not contract_at("Waterfall", each["waterfall"]).isOverdue()


def test_result_names_the_block_it_is_true_of(told: dict[str, Any]) -> None:
    block = web3.eth.get_block(told["block"]["number"])
    assert told["block"] == {
        "number": block["number"],
        "hash": "0x" + bytes(block["hash"]).hex(),
        "time": block["timestamp"],
    }


def test_last_record_is_added_to_the_others_and_raises_for_a_month(
    told: dict[str, Any], left_open: dict[str, Any]
) -> None:
    *before, record = left_open["campaigns"]
    assert before == told["campaigns"]
    assert (record["slug"], record["model"], record["status"]) == ("basse-mer", "professional", "raising")
    assert [line["state"] for line in record["lines"]] == ["escrowed", "escrowed"]
    closes_at, now = standing(record)["closes_at"], left_open["block"]["time"]
    assert 29 * DAY < closes_at - now < 32 * DAY
    assert left_open["block"]["number"] > told["block"]["number"]


def test_last_record_has_some_of_its_money(left_open: dict[str, Any]) -> None:
    record = left_open["campaigns"][-1]
    campaign = contract_at("Campaign", record["campaign"])
    shares = contract_at("ShareToken", record["share_token"])
    assert campaign.raised() == record["raised"] == (300 * 15 + 300) * 10**6 < record["goal"]
    assert (record["contributors"], record["given"]) == (12, 300 * 10**6)
    held = [shares.balanceOf(fan["address"]) for fan in left_open["fans"]]
    assert [place for place, each in enumerate(held) if each] == list(range(1, 13))


def test_pledges_of_the_last_record_are_firm_or_thought_about(left_open: dict[str, Any]) -> None:
    """3.2: who came first can no longer take it back, who came last can; most took a reward."""
    campaign = contract_at("Campaign", left_open["campaigns"][-1]["campaign"])
    pledges = [campaign.pledgeOf(fan["address"]) for fan in left_open["fans"][1:13]]
    assert {revocable > 0 for revocable, _, _ in pledges} == {True, False}
    assert sum(1 for _, _, tier in pledges if tier) >= 6


def test_first_fan_can_contribute_to_the_last_record(left_open: dict[str, Any]) -> None:
    """Adèle, whose key the guide shows: she has test money, takes the first reward, and is let in."""
    record, adele = left_open["campaigns"][-1], left_open["fans"][0]["address"]
    token, campaign = token_of(left_open, record), contract_at("Campaign", record["campaign"])
    web3.provider.make_request("anvil_impersonateAccount", [adele])
    her = accounts.at(adele, force=True)
    token.approve(campaign, 2 * 15 * 10**6, {"from": her})
    campaign.contribute(2, 1, {"from": her})
    assert contract_at("ShareToken", record["share_token"]).balanceOf(adele) == 2
