"""`brownie run demo main <result.json> [<collector> <payer>]`: a chain with a past, for `make demo`.

Deploys everything, proposes a film and two records from the presets, lets 40 fans contribute with their own
keys, moves time forward, and ends two campaigns in success and one in refunds. It needs an anvil without a
factory on it. collector: address that will report the receipts; payer: address that will pay for gas; without
them they are accounts of the demo like the others. The result file names everybody: see result_of.
"""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from brownie import accounts, web3

from backend.local.paths import ROOT
from scripts import chain
from scripts.batch import Batch
from scripts.crowd import MNEMONIC, PATH, Person, fans, in_turns, people_with_roles, spread
from scripts.deploy import apply_deployment, plan_deployment
from scripts.parameters import DEVELOPMENT_FEE_BPS, Parameters
from scripts.project_terms import CampaignTerms
from scripts.proposal import apply_proposal, plan_proposal
from scripts.records import Records, current_records, write
from scripts.refunds import fans_to_refund, refund_fans
from scripts.refusal import Refused, refusals_end_the_run
from scripts.steps import approve_listing, finalize_campaign, open_campaign, standing
from scripts.stories import PEOPLE, STORIES, Story

SEED = 2009
DAY = 86_400
GAS_MONEY = 10 * 10**18
"""Wei that everybody of the demo has."""
RECEIPTS = 1_000_000
"""Whole units of each currency that distributors have paid to the collector, to be shared by statements."""


@dataclass(frozen=True)
class Cast:
    """Who takes part. addresses: by role, with the collector and payer whom the caller named."""

    roles: dict[str, Person]
    fans: list[Person]
    addresses: dict[str, str]

    def account(self, role: str) -> Any:
        """Brownie's account for a role."""
        return accounts.add(self.roles[role].account.key)


@dataclass(frozen=True)
class Scene:
    """One campaign of the demo, once it is proposed. turns: (fan, shares), in their order."""

    story: Story
    project: dict[str, Any]
    terms: CampaignTerms
    turns: list[tuple[Person, int]]


@refusals_end_the_run()
def main(result_file: str, collector: str = "", payer: str = "") -> None:
    if not chain.is_development():
        raise Refused(f"chain {chain.chain_id()} is no development chain: the demo lives on one")
    cast = gather(collector, payer)
    records = current_records()
    random = Random(SEED)
    give_gas_money(cast)
    deploy(cast, records)
    scenes = [propose(story, cast, records, random) for story in STORIES]
    mint(scenes, cast, records, random)
    raise_money(scenes)
    close(scenes, cast)
    resell(scenes, random)
    write(Path(result_file), result_of(scenes, cast, records))


def say(line: str) -> None:
    print(line, flush=True)


def gather(collector: str, payer: str) -> Cast:
    roles = people_with_roles()
    addresses = {role: each.address for role, each in roles.items()}
    addresses |= {role: each for role, each in (("collector", collector), ("payer", payer)) if each}
    return Cast(roles, fans(), addresses)


def give_gas_money(cast: Cast) -> None:
    for address in [*cast.addresses.values(), *(fan.address for fan in cast.fans)]:
        web3.provider.make_request("anvil_setBalance", [address, hex(GAS_MONEY)])


def deploy(cast: Cast, records: Records) -> None:
    parameters = Parameters(
        chain.chain_id(), cast.addresses["platform"], cast.addresses["treasury"], DEVELOPMENT_FEE_BPS, {}
    )
    deployer = cast.account("deployer")
    plan = plan_deployment(parameters, deployer, records)
    record = apply_deployment(plan, deployer, records, cast.account("platform"))
    say(f"Deployed: factory {record['address']}, currencies {', '.join(record['currencies'])}")


def propose(story: Story, cast: Cast, records: Records, random: Random) -> Scene:
    """Proposes, approves and opens one campaign."""
    producer = cast.account(story.producer)
    people = {name: cast.addresses[story.cast.get(name, name)] for name in PEOPLE}
    preset = ROOT / "scripts" / "presets" / f"{story.preset}.toml"
    proposal = plan_proposal(preset, producer, records, people=people, changes=story.changes)
    project = apply_proposal(proposal, producer, records)
    approve_listing(project, records, cast.account("platform"))
    open_campaign(project, producer)
    terms = proposal.terms.campaign
    parts = spread(story.shares, story.fans, terms.min_shares_per_fan, terms.max_shares_per_fan, random)
    turns = in_turns(parts, random, terms.min_shares_per_fan)
    say(f"Open: {project['name']}, goal {proposal.currency.in_words(terms.goal)}")
    return Scene(story, project, terms, [(cast.fans[who], shares) for who, shares in turns])


def mint(scenes: list[Scene], cast: Cast, records: Records, random: Random) -> None:
    """Gives each fan what they are going to spend and some savings, and the collector the receipts."""
    batch, minter = Batch(), cast.roles["deployer"].account
    for currency in records.factory()["currencies"].values():
        token, unit = chain.contract_at("TestCurrency", currency["address"]), 10 ** currency["decimals"]
        needs = dict.fromkeys((fan.address for fan in cast.fans), 0)
        for scene in scenes:
            for fan, shares in scene.turns:
                needs[fan.address] += (
                    shares * scene.terms.price_per_share * (scene.terms.currency == token.address)
                )
        for address, need in needs.items():
            batch.send(minter, token.mint, address, need + random.randint(50, 2_000) * unit)
        batch.send(minter, token.mint, cast.addresses["collector"], RECEIPTS * unit)
    batch.settle()
    say(f"{len(cast.fans)} fans hold test money")


def raise_money(scenes: list[Scene]) -> None:
    """Fans contribute, day after day, from the opening to the day before the closing."""
    opens_at, closes_at = scenes[0].terms.opens_at, min(scene.terms.closes_at for scene in scenes)
    days = (closes_at - opens_at) // DAY
    for day in range(days):
        travel_to(opens_at + day * DAY + 1)
        batch = Batch()
        for scene in scenes:
            turns = scene.turns
            for fan, shares in turns[len(turns) * day // days : len(turns) * (day + 1) // days]:
                contribute(batch, scene, fan, shares)
        batch.settle()
        if (day + 1) % 10 == 0 or day + 1 == days:
            raised = "; ".join(so_far(scene) for scene in scenes)
            say(f"Day {day + 1} of {days}: {raised}")


def contribute(batch: Batch, scene: Scene, fan: Person, shares: int) -> None:
    token = chain.contract_at("TestCurrency", scene.terms.currency)
    campaign = chain.contract_at("Campaign", scene.project["campaign"])
    batch.send(fan.account, token.approve, campaign.address, shares * scene.terms.price_per_share)
    batch.send(fan.account, campaign.contribute, shares)


def so_far(scene: Scene) -> str:
    now = standing(scene.project)
    return f"{now['name']} {now['currency'].in_words(now['raised'])}"


def close(scenes: list[Scene], cast: Cast) -> None:
    """After the closing: success pays the producer, failure refunds every fan."""
    travel_to(max(scene.terms.closes_at for scene in scenes))
    account = cast.account("platform")
    for scene in scenes:
        finalize_campaign(scene.project, account)
        outcome = standing(scene.project)["status"]
        if outcome == "failed":
            owed = fans_to_refund(scene.project)
            refund_fans(scene.project, owed, account)
            outcome += f", {len(owed)} fans refunded"
        say(f"{scene.project['name']}: {outcome}")


def resell(scenes: list[Scene], random: Random) -> None:
    """A few shares change hands between fans, once they can move."""
    batch = Batch()
    for scene in scenes:
        shares = chain.contract_at("ShareToken", scene.project["share_token"])
        sellers = [fan for fan, held in scene.turns if held >= 20]
        for seller in random.sample(sellers, scene.story.resold):
            buyer = random.choice([fan for fan, _ in scene.turns if fan != seller])
            batch.send(seller.account, shares.transfer, buyer.address, random.randint(1, 15))
    say(f"{batch.settle()} fans sold shares to other fans")


def travel_to(moment: int) -> None:
    """Moves the clock of the chain forward and mines a block then."""
    if (seconds := moment - chain.clock()) > 0:
        web3.provider.make_request("evm_increaseTime", [seconds])
    web3.provider.make_request("evm_mine", [])


def result_of(scenes: list[Scene], cast: Cast, records: Records) -> dict[str, Any]:
    """Everybody and everything, for the program that called this one. Amounts are in currency units."""
    factory, head = records.factory(), web3.eth.get_block("latest")
    campaigns = []
    for scene in scenes:
        now = standing(scene.project)
        campaigns.append(
            {
                **scene.project,
                "currency": now["currency"].symbol,
                "status": now["status"],
                "goal": now["goal"],
                "raised": sum(shares * scene.terms.price_per_share for _, shares in scene.turns),
                "shares": sum(shares for _, shares in scene.turns),
                "contributors": len({fan.address for fan, _ in scene.turns}),
                "collector": cast.addresses["collector"],
            }
        )
    return {
        "chain_id": factory["chain_id"],
        "factory": factory["address"],
        "currencies": factory["currencies"],
        "records": str(records.folder),
        "mnemonic": MNEMONIC,
        "derivation_path": PATH,
        "roles": cast.addresses,
        "role_indices": {
            role: each.index for role, each in cast.roles.items() if each.address == cast.addresses[role]
        },
        "fans": [{"name": fan.name, "address": fan.address, "index": fan.index} for fan in cast.fans],
        "campaigns": campaigns,
        "block": {
            "number": head["number"],
            "hash": "0x" + bytes(head["hash"]).hex(),
            "time": head["timestamp"],
        },
    }
