"""The two halves of a campaign's code run on one storage, and are one contract to callers (DECISIONS 16)."""

import json
from typing import Any

import pytest
from brownie import Campaign, CampaignProduction

from backend.local.builds import COMPILED
from tests.contracts.answers import refused

HALVES = ("Campaign", "CampaignProduction")


def definition(contract: str) -> dict[str, Any]:
    """What the compiler read of a contract."""
    nodes = json.loads((COMPILED / f"{contract}.json").read_text())["ast"]["nodes"]
    [found] = [node for node in nodes if node.get("name") == contract]
    return found


def ancestors(contract: str) -> set[str]:
    """The contracts that a contract is made of, itself among them."""
    parents = [each["baseName"]["name"] for each in definition(contract)["baseContracts"]]
    return {contract}.union(*map(ancestors, parents))


def stored(contract: str) -> list[str]:
    """The variables that a contract itself puts into storage."""
    return [
        node["name"]
        for node in definition(contract)["nodes"]
        if node["nodeType"] == "VariableDeclaration" and node["mutability"] == "mutable"
    ]


@pytest.mark.parametrize("half", HALVES)
def test_nothing_is_stored_beside_the_common_state(half):
    """2.1: both halves find each variable in the same slot, since all are in CampaignState and below it."""
    assert "_pot" in stored("CampaignState")
    beside = ancestors(half) - ancestors("CampaignState")
    assert {name: stored(name) for name in beside if stored(name)} == {}


def test_every_function_of_the_production_half_is_reached_through_the_campaign():
    """2.4, 4.1: a function that the first half does not pass on would be lost."""
    first, second = (
        {entry["name"] for entry in half.abi if entry["type"] == "function"}
        for half in (Campaign, CampaignProduction)
    )
    assert second - first == set()


def test_a_half_alone_can_do_nothing(implementations, stranger):
    """2.1: the code behind the clones has no terms, and so nobody's project."""
    campaign = implementations[0]
    with refused("Campaign_OnlyCandidate", stranger):
        campaign.acceptProducer({"from": stranger})
    assert (campaign.giftOf(stranger), campaign.tierTaken(1)) == (0, 0)
