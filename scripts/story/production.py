"""The demo's producers at work: milestones released under the eyes of the holders; one never comes."""

from brownie import accounts

from scripts import chain
from scripts.description.project_terms import WHOLE_BPS
from scripts.project.milestones import announce_release, ask_to_wind_down, read_tally, release_royalties
from scripts.project.refunds import Refunded, refund_others
from scripts.project.standing import milestones_standing, question_standing
from scripts.story.crowd import Person
from scripts.story.scenes import Cast, Scene
from scripts.transactions.batch import Batch

EVIDENCE = (
    "Fait : {label}. Contrats, factures et photos chez le producteur. / Done: see contracts and invoices."
)


def release(scenes: list[Scene], cast: Cast, milestone: int) -> list[tuple[Scene, str]]:
    """Announces this milestone of each scene, waits, and reads the tallies. Returns what came of each."""
    for scene in scenes:
        announce(scene, cast, milestone)
    protest(scenes, cast)
    chain.travel_to(max(scene_question(scene)["objections_until"] for scene in scenes))
    return [(scene, read_tally(scene.project, cast.account("platform"))[0]) for scene in scenes]


def announce(scene: Scene, cast: Cast, milestone: int) -> None:
    label = scene.terms.production.milestones[milestone].label
    evidence = EVIDENCE.format(label=label).encode()
    announce_release(scene.project, milestone, evidence, producer=cast.account(scene.story.producer))


def protest(scenes: list[Scene], cast: Cast) -> None:
    """One small holder of each objects, and stops nothing."""
    batch = Batch()
    for scene in scenes:
        smallest, _ = holders_of(scene, cast)[-1]
        batch.send(smallest.account, chain.contract_at("Campaign", scene.project["campaign"]).object)
    batch.settle()


def wind_down(scene: Scene, cast: Cast, milestone: int) -> int:
    """It is overdue past its grace: the largest holders end the project. Returns how many objected."""
    production = scene.terms.production
    chain.travel_to(production.milestones[milestone].due_at + production.grace_seconds)
    objectors = enough(holders_of(scene, cast), production.objection_bps)
    ask_to_wind_down(scene.project, milestone, accounts.add(objectors[0].account.key))
    batch, campaign = Batch(), chain.contract_at("Campaign", scene.project["campaign"])
    for holder in objectors:
        batch.send(holder.account, campaign.object)
    batch.settle()
    chain.travel_to(scene_question(scene)["objections_until"])
    read_tally(scene.project, cast.account("platform"))
    chain.travel_to(scene_question(scene)["read_again_at"])
    read_tally(scene.project, cast.account("platform"))
    return len(objectors)


def leave(scene: Scene, cast: Cast) -> tuple[int, Refunded]:
    """All holders but the first fan of all leave with their part; patrons and financiers get theirs.

    Returns how many holders left, and who else was paid. The demo's guide opens the first fan's wallet.
    """
    release_royalties(scene.project, cast.account("platform"))
    batch, campaign = Batch(), chain.contract_at("Campaign", scene.project["campaign"])
    for holder, held in holders_of(scene, cast):
        if holder != cast.fans[0]:
            batch.send(holder.account, campaign.exit, held)
    return batch.settle(), refund_others(scene.project, cast.account("platform"))


def holders_of(scene: Scene, cast: Cast) -> list[tuple[Person, int]]:
    """Fans and their shares now, the largest holder first."""
    shares = chain.contract_at("ShareToken", scene.project["share_token"])
    held = [(fan, int(shares.balanceOf(fan.address))) for fan in cast.fans]
    return sorted(((fan, each) for fan, each in held if each), key=lambda pair: -pair[1])


def enough(holders: list[tuple[Person, int]], bps: int) -> list[Person]:
    """The largest holders, as many as reach the threshold together."""
    supply, sum_, chosen = sum(held for _, held in holders), 0, []
    for holder, held in holders:
        if sum_ * WHOLE_BPS >= supply * bps:
            break
        sum_ += held
        chosen.append(holder)
    return chosen


def scene_question(scene: Scene) -> dict[str, int]:
    """What its holders are asked now. Raises ValueError when they are asked nothing."""
    question = question_standing(scene.project)
    if question is None:
        raise ValueError(f"the holders of {scene.project['slug']} are asked nothing")
    return question


def unreleased(scene: Scene) -> int:
    """The first milestone that was not released, counted from 0."""
    return [each["released"] for each in milestones_standing(scene.project)].index(False)
