"""`make brownie ARGS="run deploy … --network <name>"`: the contracts, once per chain.

    run deploy                                  on a development chain, with test currencies
    run deploy main scripts/platforms/x.toml    with the parameters of that file
    run deploy accept                           the platform takes over what was handed to it

The account that signs is the Brownie account named by COPROD_ACCOUNT; a development chain has accounts of its
own. COPROD_CHAIN_ID, if it is set, must be the id of the chain.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brownie import accounts
from brownie.network.account import Account

from scripts import chain
from scripts.commands import command
from scripts.currencies import TEST_CURRENCIES, create_test_currency, creation_code, describe
from scripts.parameters import Parameters, development_parameters, read_parameters
from scripts.records import Records, current_records
from scripts.refusal import Refused, refusals_end_the_run

CLONED = ("Campaign", "Waterfall", "ShareToken")
"""What the factory clones; a campaign also runs the code of CampaignProduction."""
GAS_TO_ALLOW, GAS_TO_HAND_OVER = 80_000, 60_000
"""Upper bounds for calls of a factory that is not there yet, so that nothing can be estimated."""


@dataclass(frozen=True)
class DeploymentPlan:
    """What a deployment will do. gas: upper bound for all its transactions; cost: wei at the price of now."""

    parameters: Parameters
    deployer: str
    gas: int
    cost: int


def plan_deployment(parameters: Parameters, deployer: Account, records: Records) -> DeploymentPlan:
    """Checks everything that can be checked beforehand. Sends nothing. Raises Refused."""
    chain.refuse_wrong_chain(parameters.chain_id)
    if str(deployer) == parameters.platform:
        raise Refused(
            "the deployer cannot be the platform: who deploys ends powerless; name another platform"
        )
    if records.has_factory() and chain.is_there(records.factory()):
        raise Refused(
            f"chain {chain.chain_id()} has a factory already, at {records.factory()['address']}; "
            f"to have another, move {records.folder} away"
        )
    for symbol, address in parameters.currencies.items():
        describe(symbol, address)
    gas = gas_of_deployment(parameters, deployer)
    chain.refuse_unfunded(deployer, gas)
    return DeploymentPlan(parameters, str(deployer), gas, gas * chain.gas_price())


def gas_of_deployment(parameters: Parameters, deployer: Account) -> int:
    """Upper bound for all transactions. Raises Refused when the constructor would revert."""
    nobody = str(deployer)
    arguments = (nobody, parameters.treasury, parameters.fee_bps, nobody, nobody, nobody)
    code = [
        chain.artifact("CampaignProduction").deploy.encode_input(),
        chain.artifact("Campaign").deploy.encode_input(nobody),
        chain.artifact("Waterfall").deploy.encode_input(),
        chain.artifact("ShareToken").deploy.encode_input(),
    ]
    code.append(chain.artifact("ProjectFactory").deploy.encode_input(*arguments))
    if not parameters.currencies:
        code += [creation_code(symbol) for symbol in TEST_CURRENCIES]
    count = len(parameters.currencies or TEST_CURRENCIES)
    return sum(chain.gas_needed(deployer, each) for each in code) + count * GAS_TO_ALLOW + GAS_TO_HAND_OVER


def apply_deployment(
    plan: DeploymentPlan, deployer: Account, records: Records, platform: Account | None = None
) -> dict[str, Any]:
    """Sends the plan's transactions and writes the record, which it returns.

    platform: its account, when it is at hand to accept at once; otherwise `accept` remains to be done, and
    until then the deployer is still the owner.
    """
    parameters = plan.parameters
    implementations = create_implementations(deployer)
    address, receipt = chain.create(
        "ProjectFactory",
        str(deployer),
        parameters.treasury,
        parameters.fee_bps,
        *(implementations[name] for name in CLONED),
        account=deployer,
    )
    currencies = parameters.currencies or {
        symbol: create_test_currency(symbol, deployer) for symbol in TEST_CURRENCIES
    }
    record = {
        "chain_id": chain.chain_id(),
        "address": address,
        "block_number": receipt.block_number,
        "block_hash": chain.block_hash(receipt.block_number),
        "transaction_hash": receipt.txid,
        "deployer": str(deployer),
        "platform": parameters.platform,
        "treasury": parameters.treasury,
        "fee_bps": parameters.fee_bps,
        "implementations": implementations,
        "currencies": {symbol: describe(symbol, each) for symbol, each in currencies.items()},
    }
    records.write_factory(record)
    factory = chain.contract_at("ProjectFactory", address)
    for each in currencies.values():
        chain.send(deployer, factory.allowCurrency, each, True)
    chain.send(deployer, factory.transferOwnership, parameters.platform)
    if platform:
        accept_platform(record, platform)
    return record


def create_implementations(deployer: Account) -> dict[str, str]:
    """Their addresses by name: what belongs to nobody and holds nothing."""
    production, _ = chain.create("CampaignProduction", account=deployer)
    return {
        "CampaignProduction": production,
        "Campaign": chain.create("Campaign", production, account=deployer)[0],
        "Waterfall": chain.create("Waterfall", account=deployer)[0],
        "ShareToken": chain.create("ShareToken", account=deployer)[0],
    }


def accept_platform(record: dict[str, Any], platform: Account) -> None:
    """Second step of the handover: from now on the deployer has no power."""
    factory = chain.contract_at("ProjectFactory", record["address"])
    chain.send(platform, factory.acceptOwnership)


def main(parameters_file: str = "") -> None:
    with refusals_end_the_run():
        chain.refuse_wrong_chain()
        parameters = read_parameters(Path(parameters_file)) if parameters_file else development_parameters()
        deployer = chain.signer()
        records = current_records()
        plan = plan_deployment(parameters, deployer, records)
        print(f"Deploying on chain {parameters.chain_id} from {deployer}")
        print(f"  Takes up to {plan.gas:,} gas, {chain.ether(plan.cost)} now")
        platform = accounts.at(parameters.platform) if parameters.platform in accounts else None
        record = apply_deployment(plan, deployer, records, platform)
        print(f"ProjectFactory {record['address']}, recorded in {records.folder}")
        for symbol, currency in record["currencies"].items():
            print(f"  {symbol} {currency['address']}")
        if not platform:
            print(f"Next: {record['platform']} takes over; until then the deployer owns the factory. By")
            print(command("deploy", "accept"))


def accept() -> None:
    with refusals_end_the_run():
        chain.refuse_wrong_chain()
        record = current_records().factory()
        accept_platform(record, chain.signer(record["platform"]))
        print(
            f"{record['platform']} is the platform of {record['address']} now; the deployer has no power left"
        )
