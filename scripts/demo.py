"""`brownie run demo main <result.json> [<collector> <payer>]`: a chain with a past, for `make demo`.

Deploys everything, proposes one campaign of each preset, lets 40 fans contribute with their own keys, and
moves time forward: a film and a record succeed, a record fails and refunds, one is wound down. It needs an
anvil without a factory on it. collector: address that will report the receipts; payer: address that will pay
for gas; without them they are accounts of the demo. The result file names everybody: see result_of.

`brownie run demo leave_open <result.json>`: once nothing is to move that chain's clock any more, one more
record, which takes contributions for another month; it is added to the result file.
"""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from brownie import web3

from scripts import chain
from scripts.deploy import apply_deployment, plan_deployment
from scripts.parameters import DEVELOPMENT_FEE_BPS, Parameters
from scripts.project.refunds import refund_everybody
from scripts.project.standing import lines_standing, milestones_standing, question_standing, standing
from scripts.records import Records, current_records, write
from scripts.refusal import Refused, refusals_end_the_run
from scripts.story.crowd import MNEMONIC, PATH, fans, people_with_roles
from scripts.story.fundraising import contribute_on, days_of, finalize, mint, mint_receipts, resell
from scripts.story.production import announce, leave, release, unreleased, wind_down
from scripts.story.scenes import Cast, Scene, open_scene, pay_promises, propose
from scripts.story.stories import STILL_OPEN, STORIES

SEED = 2009
GAS_MONEY = 10 * 10**18
"""Wei that everybody of the demo has."""
DAYS_RAISING = 6
"""Of the campaign that stays open: its first pledges are firm by then, its last can be taken back."""
Say = Callable[[str], None]


@refusals_end_the_run()
def main(result_file: str, collector: str = "", payer: str = "") -> None:
    write(Path(result_file), tell(current_records(), collector, payer))


@refusals_end_the_run()
def leave_open(result_file: str) -> None:
    file = Path(result_file)
    write(file, raise_more(json.loads(file.read_text()), current_records()))


def say(line: str) -> None:
    print(line, flush=True)


def tell(records: Records, collector: str = "", payer: str = "", say: Say = say) -> dict[str, Any]:
    """The whole past, from an empty chain on. Returns what result_of tells. Raises Refused."""
    if not chain.is_development():
        raise Refused(f"chain {chain.chain_id()} is no development chain: the demo lives on one")
    cast, random = gather(collector, payer), Random(SEED)
    give_gas_money(cast)
    deploy(cast, records, say)
    scenes = [propose(story, cast, records, random) for story in STORIES]
    mint(scenes, cast, records, random)
    mint_receipts(cast, records)
    say(f"{len(cast.fans)} fans hold test money")
    open_scenes(scenes, cast, records, say)
    raise_money(scenes, cast, days_of(scenes), say)
    close(scenes, cast, random, say)
    produce([scene for scene in scenes if scene.story.released], cast, say)
    return result_of(scenes, cast, records)


def raise_more(result: dict[str, Any], records: Records, say: Say = say) -> dict[str, Any]:
    """A campaign that takes contributions still. `result`: what result_of told; returns it with this one.

    Raises Refused.
    """
    addresses = result["roles"]
    cast, random = gather(addresses["collector"], addresses["payer"]), Random(SEED)
    scenes = [propose(STILL_OPEN, cast, records, random)]
    mint(scenes, cast, records, random)
    open_scenes(scenes, cast, records, say)
    raise_money(scenes, cast, DAYS_RAISING, say)
    campaigns = [result_of_scene(scene, cast) for scene in scenes]
    return result | {"campaigns": [*result["campaigns"], *campaigns], "block": newest_block()}


def gather(collector: str, payer: str) -> Cast:
    roles = people_with_roles()
    addresses = {role: each.address for role, each in roles.items()}
    addresses |= {role: each for role, each in (("collector", collector), ("payer", payer)) if each}
    return Cast(roles, fans(), addresses)


def give_gas_money(cast: Cast) -> None:
    for address in [*cast.addresses.values(), *(fan.address for fan in cast.fans)]:
        web3.provider.make_request("anvil_setBalance", [address, hex(GAS_MONEY)])


def deploy(cast: Cast, records: Records, say: Say) -> None:
    parameters = Parameters(
        chain.chain_id(), cast.addresses["platform"], cast.addresses["treasury"], DEVELOPMENT_FEE_BPS, {}
    )
    deployer = cast.account("deployer")
    plan = plan_deployment(parameters, deployer, records)
    record = apply_deployment(plan, deployer, records, cast.account("platform"))
    say(f"Deployed: factory {record['address']}, currencies {', '.join(record['currencies'])}")


def open_scenes(scenes: list[Scene], cast: Cast, records: Records, say: Say) -> None:
    for scene in scenes:
        open_scene(scene, cast, records)
        goal = scene.currency.in_words(scene.terms.campaign.goal)
        say(f"Open: {scene.project['name']} ({scene.terms.model}), goal {goal}")


def raise_money(scenes: list[Scene], cast: Cast, days: int, say: Say) -> None:
    """Fans contribute, day after day, from the opening on for so many days."""
    for day in range(days):
        contribute_on(scenes, cast, day, days)
        if (day + 1) % 10 == 0 or day + 1 == days:
            raised = [standing(scene.project)["raised"] for scene in scenes]
            pairs = zip(scenes, raised, strict=True)
            so_far = (f"{scene.project['name']} {scene.currency.in_words(units)}" for scene, units in pairs)
            say(f"Day {day + 1} of {days}: {'; '.join(so_far)}")


def close(scenes: list[Scene], cast: Cast, random: Random, say: Say) -> None:
    """After the closing: success, or everybody is refunded; then some shares are sold on."""
    finalize(scenes, cast)
    for scene in scenes:
        outcome = standing(scene.project)["status"]
        if outcome == "failed":
            refunded = refund_everybody(scene.project, cast.account("platform"))
            outcome += (
                f"; refunded {refunded.fans} fans, {refunded.patrons} patron, {refunded.lines} financier"
            )
        say(f"{scene.project['name']}: {outcome}")
    sold = resell([scene for scene in scenes if scene.story.resold], random)
    say(f"{sold} fans sold shares to other fans")


def produce(scenes: list[Scene], cast: Cast, say: Say) -> None:
    """Milestones are released one by one; who falls silent is wound down; one question stays open."""
    for scene in scenes:
        pay_promises(scene, cast)
    for milestone in range(max(scene.story.released for scene in scenes)):
        working = [scene for scene in scenes if milestone < scene.story.released]
        for scene, outcome in release(working, cast, milestone):
            label = scene.terms.production.milestones[milestone].label
            say(f"{scene.project['name']}: {label}: {outcome}")
    for scene in scenes:
        if scene.story.stops:
            objectors = wind_down(scene, cast, unreleased(scene))
            left, others = leave(scene, cast)
            paid = f"{left} fans, {others.patrons} patron, {others.lines} financier"
            say(f"{scene.project['name']}: wound down by {objectors} holders; unspent money went to {paid}")
    for scene in scenes:
        if scene.story.announced:
            announce(scene, cast, unreleased(scene))
            say(f"{scene.project['name']}: the next release is announced, holders can object")


def result_of(scenes: list[Scene], cast: Cast, records: Records) -> dict[str, Any]:
    """Everybody and everything, for the program that called this one. Amounts are in currency units."""
    factory = records.factory()
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
        "campaigns": [result_of_scene(scene, cast) for scene in scenes],
        "block": newest_block(),
    }


def newest_block() -> dict[str, Any]:
    head = web3.eth.get_block("latest")
    return {
        "number": head["number"],
        "hash": "0x" + bytes(head["hash"]).hex(),
        "time": head["timestamp"],
    }


def result_of_scene(scene: Scene, cast: Cast) -> dict[str, Any]:
    """One campaign: its record, and what came of it.

    raised: at the closing, what patrons gave included; question: what the holders are asked now, or nothing.
    """
    now, shares = standing(scene.project), sum(turn.shares for turn in scene.turns)
    return {
        **scene.project,
        "currency": scene.currency.symbol,
        "status": now["status"],
        "goal": now["goal"],
        "raised": shares * scene.price + scene.gift,
        "given": scene.gift,
        "shares": shares,
        "contributors": len({turn.fan.address for turn in scene.turns}),
        "revoked": len(scene.leaving),
        "collector": cast.addresses["collector"] if scene.terms.waterfall.collectors else "",
        "pot": now["pot"],
        "unspent": now["unspent"],
        "lines": lines_standing(scene.project),
        "milestones": milestones_standing(scene.project),
        "question": question_standing(scene.project),
    }
