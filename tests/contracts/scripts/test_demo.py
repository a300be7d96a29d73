"""The demo's chain has the past that its result tells (issue A: 40 fans, a film, a record, a failure)."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from brownie import web3
from brownie.test import given
from hypothesis import strategies as st

from scripts import demo
from scripts.chain import contract_at
from scripts.crowd import FANS, fans, in_turns, spread
from scripts.records import Records


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


@pytest.fixture(scope="module")
def told(module_isolation: None, tmp_path_factory: Any, collector: Any, stranger: Any) -> dict[str, Any]:
    """The result of the demo, run once. Its clock starts from a chain that has a past already."""
    folder: Path = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scripts.demo.current_records", lambda: Records(folder / "31337"))
        demo.main(str(folder / "demo.json"), str(collector), str(stranger))
    result: dict[str, Any] = json.loads((folder / "demo.json").read_text())
    return result


def test_two_campaigns_succeed_and_one_fails(told: dict[str, Any]) -> None:
    assert [(each["slug"], each["model"], each["status"]) for each in told["campaigns"]] == [
        ("les-heures-claires", "complement", "succeeded"),
        ("ligne-de-crete", "community", "succeeded"),
        ("nuit-blanche-a-brest", "community", "failed"),
    ]


def test_amounts_are_those_of_the_chain(told: dict[str, Any]) -> None:
    for each in told["campaigns"]:
        campaign = contract_at("Campaign", each["campaign"])
        shares = contract_at("ShareToken", each["share_token"])
        held = {fan["name"]: shares.balanceOf(fan["address"]) for fan in told["fans"]}
        failed = each["status"] == "failed"
        assert sum(held.values()) == shares.totalSupply() == (0 if failed else each["shares"])
        assert campaign.raised() == (0 if failed else each["raised"])
        token = contract_at("TestCurrency", told["currencies"][each["currency"]]["address"])
        assert token.balanceOf(campaign) == 0


def test_every_fan_contributed_with_an_own_key(told: dict[str, Any]) -> None:
    assert [each["contributors"] for each in told["campaigns"]] == [40, 40, 23]
    for fan in told["fans"]:
        assert web3.eth.get_transaction_count(fan["address"]) >= 4


def test_refunded_fans_have_all_of_their_money(told: dict[str, Any]) -> None:
    failed = told["campaigns"][2]
    refunds = contract_at("Campaign", failed["campaign"])
    assert sum(1 for fan in told["fans"] if refunds.owedTo(fan["address"])) == 0
    assert refunds.reserved() == 0


def test_collector_and_payer_are_those_of_the_caller(
    told: dict[str, Any], collector: Any, stranger: Any
) -> None:
    assert (told["roles"]["collector"], told["roles"]["payer"]) == (collector, stranger)
    assert not {"collector", "payer"} & told["role_indices"].keys()
    for each in told["campaigns"]:
        assert contract_at("Waterfall", each["waterfall"]).setup()["collectors"] == (collector,)
    for currency in told["currencies"].values():
        assert contract_at("TestCurrency", currency["address"]).balanceOf(collector) == 10**12


def test_result_names_the_block_it_is_true_of(told: dict[str, Any]) -> None:
    block = web3.eth.get_block(told["block"]["number"])
    assert told["block"] == {
        "number": block["number"],
        "hash": "0x" + bytes(block["hash"]).hex(),
        "time": block["timestamp"],
    }
