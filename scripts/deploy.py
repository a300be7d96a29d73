"""`make brownie ARGS="run deploy … --network <name>"`: the contracts, once per chain.

    run deploy                                  on a development chain, with test currencies
    run deploy main scripts/platforms/x.toml    with the parameters of that file
    run deploy accept                           the platform takes over what was handed to it

The account that signs is the Brownie account named by COPROD_ACCOUNT; a development chain has accounts of its
own. COPROD_CHAIN_ID, if it is set, must be the id of the chain. Everything sent is in a journal beside the
records first: when a deployment was cut short, the same command goes on with it.
"""

from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brownie import accounts
from brownie.network.account import Account

from backend.local.standard_json import Input, SourcesChanged, standard_input
from scripts import chain
from scripts.commands import command
from scripts.currencies import TEST_CURRENCIES, create_test_currency, creation_code, describe
from scripts.language import say
from scripts.networks import refuse_impostor
from scripts.parameters import Parameters, development_parameters, read_parameters
from scripts.records import Records, current_records
from scripts.refusal import Refused, refusals_end_the_run
from scripts.transactions import journal

CLONED = ("Campaign", "Waterfall", "ShareToken")
"""What the factory clones; a campaign also runs the code of CampaignProduction."""
DEPLOYED = ("CampaignProduction", *CLONED, "ProjectFactory")
GAS_TO_ALLOW, GAS_TO_HAND_OVER = 80_000, 60_000
"""Upper bounds for calls of a factory that is not there yet, so that nothing can be estimated."""


@dataclass(frozen=True)
class DeploymentPlan:
    """What a deployment will do. gas: upper bound for all its transactions; cost: wei at the price of now.

    begun: the record of a factory that is there, whose deployment was cut short.
    """

    parameters: Parameters
    deployer: str
    gas: int
    cost: int
    begun: dict[str, Any] | None = None


def plan_deployment(parameters: Parameters, deployer: Account, records: Records) -> DeploymentPlan:
    """Checks everything that can be checked beforehand. Sends nothing. Raises Refused."""
    chain.refuse_wrong_chain(parameters.chain_id)
    if str(deployer) == parameters.platform:
        raise Refused(
            say("the deployer cannot be the platform: who deploys ends powerless; name another platform")
        )
    begun = records.factory() if records.has_factory() and chain.is_there(records.factory()) else None
    if begun:
        refuse_finished(begun, parameters, deployer, records)
    for symbol, address in parameters.currencies.items():
        refuse_impostor(symbol, address)
        describe(symbol, address)
    gas = gas_of_calls(begun["currencies"]) if begun else gas_of_deployment(parameters, deployer)
    chain.refuse_unfunded(deployer, gas)
    return DeploymentPlan(parameters, str(deployer), gas, gas * chain.gas_price(), begun)


def refuse_finished(
    begun: dict[str, Any], parameters: Parameters, deployer: Account, records: Records
) -> None:
    """Raises Refused unless this deployment of these parameters was cut short."""
    factory = chain.contract_at("ProjectFactory", begun["address"])
    if factory.owner() != str(deployer) or factory.pendingOwner() == begun["platform"]:
        raise Refused(
            say(
                "chain {chain} has a factory already, at {address}; to have another, move {folder} away",
                chain=chain.chain_id(),
                address=begun["address"],
                folder=records.folder,
            )
        )
    wanted = {key: getattr(parameters, key) for key in ("platform", "treasury", "fee_bps")}
    recorded = {key: begun[key] for key in wanted}
    currencies = {symbol: each["address"] for symbol, each in begun["currencies"].items()}
    if recorded != wanted or currencies != (parameters.currencies or currencies):
        raise Refused(
            say(
                "the factory at {factory} was begun with other parameters, which {folder} has: go on with "
                "the same, or move that folder away to begin another",
                factory=begun["address"],
                folder=records.folder,
            )
        )


def gas_of_deployment(parameters: Parameters, deployer: Account) -> int:
    """Upper bound for what is not sent yet. Raises Refused when the constructor would revert."""
    nobody = str(deployer)
    arguments = (nobody, parameters.treasury, parameters.fee_bps, nobody, nobody, nobody)
    code = {
        "CampaignProduction": chain.artifact("CampaignProduction").deploy.encode_input(),
        "Campaign": chain.artifact("Campaign").deploy.encode_input(nobody),
        "Waterfall": chain.artifact("Waterfall").deploy.encode_input(),
        "ShareToken": chain.artifact("ShareToken").deploy.encode_input(),
        "ProjectFactory": chain.artifact("ProjectFactory").deploy.encode_input(*arguments),
    }
    if not parameters.currencies:
        code |= {symbol: creation_code(symbol) for symbol in TEST_CURRENCIES}
    creations = sum(
        chain.gas_needed(deployer, each) for name, each in code.items() if not journal.find(intent_of(name))
    )
    return creations + gas_of_calls(parameters.currencies or TEST_CURRENCIES)


def gas_of_calls(currencies: Collection[str]) -> int:
    return len(currencies) * GAS_TO_ALLOW + GAS_TO_HAND_OVER


def intent_of(step: str) -> str:
    """Under which the journal has a step, once for each code of the factory."""
    return f"deploy:{chain.fingerprint(chain.artifact('ProjectFactory').bytecode)}:{step}"


def apply_deployment(
    plan: DeploymentPlan, deployer: Account, records: Records, platform: Account | None = None
) -> dict[str, Any]:
    """Sends the plan's transactions and writes the record, which it returns.

    platform: its account, when it is at hand to accept at once; otherwise `accept` remains to be done, and
    until then the deployer is still the owner.
    """
    record = plan.begun or create_factory(plan.parameters, deployer, records)
    factory = chain.contract_at("ProjectFactory", record["address"])
    for symbol, each in record["currencies"].items():
        if not factory.isCurrencyAllowed(each["address"]):
            chain.send(
                deployer, factory.allowCurrency, each["address"], True, intent=intent_of(f"allow:{symbol}")
            )
    chain.send(deployer, factory.transferOwnership, record["platform"], intent=intent_of("hand-over"))
    if platform:
        accept_platform(record, platform)
    return record


def create_factory(parameters: Parameters, deployer: Account, records: Records) -> dict[str, Any]:
    """The record of a new factory, which is written before it is told anything."""
    given = compiler_input()
    implementations = create_implementations(deployer)
    address, receipt = chain.create(
        "ProjectFactory",
        str(deployer),
        parameters.treasury,
        parameters.fee_bps,
        *(implementations[name] for name in CLONED),
        account=deployer,
        intent=intent_of("ProjectFactory"),
    )
    currencies = parameters.currencies or {
        symbol: create_test_currency(symbol, deployer, intent=intent_of(symbol)) for symbol in TEST_CURRENCIES
    }
    records.write_factory(
        {
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
            "compiler": chain.artifact("ProjectFactory")._build["compiler"]["version"],
            "input": records.write_input(given),
            "contracts": deployed_files(),
        }
    )
    return records.factory()


def create_implementations(deployer: Account) -> dict[str, str]:
    """Their addresses by name: what belongs to nobody and holds nothing."""
    made: dict[str, str] = {}
    for name in DEPLOYED[:-1]:
        arguments = [made["CampaignProduction"]] if name == "Campaign" else []
        made[name], _ = chain.create(name, *arguments, account=deployer, intent=intent_of(name))
    return made


def compiler_input() -> Input:
    """What the compiler was given for all that is deployed. Raises Refused when a source changed since."""
    try:
        return standard_input(deployed_files())
    except SourcesChanged as changed:
        raise Refused(str(changed)) from None


def deployed_files() -> dict[str, str]:
    return {name: str(chain.artifact(name)._build["sourcePath"]) for name in DEPLOYED}


def accept_platform(record: dict[str, Any], platform: Account) -> None:
    """Second step of the handover: from now on the deployer has no power."""
    factory = chain.contract_at("ProjectFactory", record["address"])
    chain.send(platform, factory.acceptOwnership, intent=intent_of("accept"))


def main(parameters_file: str = "") -> None:
    with refusals_end_the_run():
        chain.refuse_wrong_chain()
        parameters = read_parameters(Path(parameters_file)) if parameters_file else development_parameters()
        deployer = chain.signer()
        records = current_records()
        platform = accounts.at(parameters.platform) if parameters.platform in accounts else None
        with keeping(records):
            plan = plan_deployment(parameters, deployer, records)
            where = {"chain": parameters.chain_id, "account": deployer}
            if plan.begun:
                print(say("Going on with the deployment on chain {chain} from {account}", **where))
            else:
                print(say("Deploying on chain {chain} from {account}", **where))
            print(say("  Takes up to {gas:,} gas, {cost} now", gas=plan.gas, cost=chain.ether(plan.cost)))
            record = apply_deployment(plan, deployer, records, platform)
        folder = records.folder
        print(say("ProjectFactory {address}, recorded in {folder}", address=record["address"], folder=folder))
        for symbol, currency in record["currencies"].items():
            print(f"  {symbol} {currency['address']}")
        if not platform:
            print(
                say(
                    "Next: {platform} takes over; until then the deployer owns the factory. By",
                    platform=record["platform"],
                )
            )
            print(command("deploy", "accept"))


def keeping(records: Records) -> AbstractContextManager[Any]:
    """The journal of these records; none on a chain that ends with this run."""
    return nullcontext() if chain.is_trial() else journal.keep(records)


def accept() -> None:
    with refusals_end_the_run():
        chain.refuse_wrong_chain()
        records = current_records()
        record = records.factory()
        with keeping(records):
            accept_platform(record, chain.signer(record["platform"]))
        print(
            say(
                "{platform} is the platform of {factory} now; the deployer has no power left",
                platform=record["platform"],
                factory=record["address"],
            )
        )
