"""`deploy` brings up a platform, hands it over and records it (2.2)."""

import json
from typing import Any

import pytest
from brownie import ZERO_ADDRESS, chain, web3

from scripts.chain import contract_at
from scripts.deploy import accept_platform, apply_deployment, plan_deployment
from scripts.parameters import Parameters
from scripts.records import Records
from tests.contracts.answers import refused


def factory_of(records: Records) -> Any:
    return contract_at("ProjectFactory", records.factory()["address"])


def test_record_says_what_is_on_the_chain(
    records: Records, deployer: Any, platform: Any, treasury: Any
) -> None:
    record = json.loads((records.folder / "ProjectFactory.json").read_text())
    factory = factory_of(records)
    receipt = web3.eth.get_transaction_receipt(record["transaction_hash"])
    assert receipt["contractAddress"] == record["address"] == factory.address
    assert receipt["blockNumber"] == record["block_number"]
    assert "0x" + bytes(receipt["blockHash"]).hex() == record["block_hash"]
    assert record["chain_id"] == web3.eth.chain_id
    assert (record["deployer"], record["platform"]) == (deployer, platform)
    assert record["treasury"] == factory.treasury() == treasury
    assert record["fee_bps"] == factory.feeBps() == 500
    assert list(record["implementations"]) == ["CampaignProduction", "Campaign", "Waterfall", "ShareToken"]
    for name, address in record["implementations"].items():
        assert contract_at(name, address)


def test_test_currencies_are_allowed_on_a_development_chain(records: Records) -> None:
    currencies = records.factory()["currencies"]
    assert list(currencies) == ["EURC", "USDC"]
    for symbol, each in currencies.items():
        token = contract_at("TestCurrency", each["address"])
        assert (token.symbol(), token.decimals(), each["decimals"]) == (symbol, 6, 6)
        assert factory_of(records).isCurrencyAllowed(token)


def test_deployer_ends_powerless(records: Records, deployer: Any, platform: Any) -> None:
    factory = factory_of(records)
    assert factory.owner() == platform
    assert factory.pendingOwner() == ZERO_ADDRESS
    for method, arguments in (
        (factory.setFee, (0,)),
        (factory.setTreasury, (deployer,)),
        (factory.allowCurrency, (records.factory()["currencies"]["EURC"]["address"], False)),
        (factory.approveListing, (deployer,)),
        (factory.approveFinancier, (deployer, True)),
        (factory.pauseContributions, ()),
        (factory.transferOwnership, (deployer,)),
    ):
        with refused("OwnableUnauthorizedAccount", deployer):
            method(*arguments, {"from": deployer})


def test_platform_that_is_not_at_hand_accepts_later(
    parameters: Parameters, deployer: Any, platform: Any, tmp_path: Any
) -> None:
    records = Records(tmp_path)
    apply_deployment(plan_deployment(parameters, deployer, records), deployer, records)
    assert factory_of(records).owner() == deployer
    assert factory_of(records).pendingOwner() == platform
    accept_platform(records.factory(), platform)
    assert factory_of(records).owner() == platform


def test_currencies_of_the_parameters_are_allowed_instead(
    records: Records, parameters: Parameters, deployer: Any, platform: Any, tmp_path: Any
) -> None:
    euro = records.factory()["currencies"]["EURC"]
    others = Records(tmp_path)
    chosen = Parameters(31337, parameters.platform, parameters.treasury, 250, {"EURC": euro["address"]})
    record = apply_deployment(plan_deployment(chosen, deployer, others), deployer, others, platform)
    assert record["currencies"] == {"EURC": euro}
    assert factory_of(others).isCurrencyAllowed(euro["address"])
    assert factory_of(others).feeBps() == 250


def test_plan_bounds_the_gas_from_above(parameters: Parameters, deployer: Any, tmp_path: Any) -> None:
    records = Records(tmp_path)
    plan = plan_deployment(parameters, deployer, records)
    first = len(chain)
    apply_deployment(plan, deployer, records)
    used = sum(chain[number].gasUsed for number in range(first, len(chain)))
    assert used <= plan.gas <= used * 115 // 100


def test_record_of_a_chain_that_began_again_is_replaced(
    records: Records, parameters: Parameters, deployer: Any, platform: Any
) -> None:
    stale = records.factory() | {"block_hash": "0x" + 64 * "1"}
    records.write_factory(stale)
    record = apply_deployment(plan_deployment(parameters, deployer, records), deployer, records, platform)
    assert record["address"] != stale["address"]
    assert records.factory() == record


@pytest.mark.parametrize("name", ["CampaignProduction", "Campaign", "Waterfall", "ShareToken"])
def test_implementations_cannot_be_taken_over(records: Records, name: str, stranger: Any) -> None:
    """They hold nothing and belong to nobody; whoever calls them can change nothing that a project uses."""
    code = contract_at(name, records.factory()["implementations"][name])
    if name == "ShareToken":
        with refused("ShareToken_AlreadyInitialized"):
            code.initialize(stranger, stranger, {"from": stranger})
    else:
        with pytest.raises(Exception, match="revert"):
            code.setup()
