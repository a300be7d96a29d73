"""Projects in every state that a page has words for, for whoever looks at pages and acts no more.

Time only goes forward on a chain: what takes years is played first, and what is open now comes last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak

from backend.local.paths import ROOT
from scripts.description.metadata import contract_uri, data_uri
from tests.backend.terms import DAY, EURO
from tests.backend.world import Project, World
from tests.browser.report import report

PRESETS = ROOT / "scripts" / "presets"


@dataclass(frozen=True)
class Scene:
    """The projects by their state; see below for what happened to each."""

    financed: Project
    wound_down: Project
    failed: Project
    announced: Project
    raising: Project
    upcoming: Project
    pledge: str
    """The hash of the fan's contribution to `raising`."""
    document: bytes
    """What the newest statement of `financed` is bound to."""


def play(world: World) -> Scene:
    """Some months of the life of six projects."""
    financed, document = _finance(world)
    wound_down = _wind_down(world)
    failed = _fail(world)
    announced = _announce(world)
    raising, pledge = _raise(world)
    return Scene(financed, wound_down, failed, announced, raising, _prepare(world), pledge, document)


def _finance(world: World) -> tuple[Project, bytes]:
    """An album that released its first milestone, and earned four times; the last document is kept."""
    project = world.raise_funds(
        {world.fan: 60, world.second_fan: 40, world.stranger: 25},
        **_dress(world, "community", "Nuit blanche"),
    )
    world.announce(project, 0)
    world.read(project)
    month = 30 * DAY
    for number, gross in enumerate((1_100, 840, 2_310), start=1):
        fees = [{"category": b"commission", "amount": gross * EURO // 10}]
        period = {"periodStart": world.now() - month, "periodEnd": world.now() - DAY}
        net = gross * EURO - fees[0]["amount"]
        receipt = world.deposit(project, gross * EURO, number, deductions=fees, net=net, **period)
        assert receipt["status"] == "0x1"
        world.payout(project, world.fan)
        world.warp(month)
    world.claim(project, world.second_fan)
    world.transfer(project, world.stranger, world.second_fan, 5)
    return project, report(world, project)


def _wind_down(world: World) -> Project:
    """A record whose producer let its milestone pass: the holders took back what was left."""
    project = world.raise_funds(**_dress(world, "label", "Le Disque qui n’est pas venu"))
    world.wind_down(project, world.fan, world.second_fan)
    world.exit(project, world.fan, 60)
    return project


def _fail(world: World) -> Project:
    """A film that found 120 EUR of 1,000; one fan has its money back."""
    project = world.propose(world.terms(**_dress(world, "professional", "Presque")))
    world.start(project)
    world.contribute(project, world.fan, 7)
    world.contribute(project, world.second_fan, 5)
    world.finalize(project)
    world.refund(project, world.fan)
    return project


def _announce(world: World) -> Project:
    """A record whose first release is announced; one holder objects."""
    project = world.raise_funds(**_dress(world, "label", "Marée basse"))
    world.announce(project, 0)
    world.object(project, world.second_fan)
    return project


def _raise(world: World) -> tuple[Project, str]:
    """A film that professionals finance; fans may bring 5 % of the budget, and brought 43 % of the goal."""
    campaign = {
        "closesAt": world.now() + 40 * DAY,
        "capShares": 200,
        "totalBudget": 40_000 * EURO,
        "communityBps": 500,
    }
    financiers = [
        {"financier": world.financier, "label": "Distributor", "amount": 24_000 * EURO},
        {"financier": world.financier, "label": "Broadcaster", "amount": 15_000 * EURO},
    ]
    dress = _dress(world, "complement", "Les Heures claires")
    terms = world.terms(**dress, campaign=campaign, financiers=financiers)
    project = world.propose(terms)
    world.start(project)
    pledge = world.contribute(project, world.fan, 12, 1)
    world.contribute(project, world.second_fan, 21)
    world.donate(project, world.patron, 100 * EURO)
    world.warp(6 * DAY)
    return project, str(pledge["transactionHash"])


def _prepare(world: World) -> Project:
    """A record that opens in a week: its artist has not signed yet."""
    opens = {"opensAt": world.now() + 7 * DAY, "closesAt": world.now() + 37 * DAY}
    project = world.propose(world.terms(**_dress(world, "community", "Avant l’aube"), campaign=opens))
    world.approve(project)
    return project


def _dress(world: World, model: str, name: str) -> dict[str, Any]:
    """The model's poster and prospectus, and a story in both languages, within the terms."""
    prospectus = (PRESETS / "prospectus" / f"{model}.md").read_bytes()
    return {
        "model": model,
        "name": name,
        "contractURI": contract_uri(
            name,
            english="\n\n".join(_story("The work is written; what is missing is the time to make it well.")),
            french="\n\n".join(_story("L’œuvre est écrite ; il manque le temps de bien la faire.")),
            poster=(PRESETS / "posters" / f"{model}.svg").read_text(),
            website="https://example.org/",
        ),
        "documentURI": data_uri("text/markdown;charset=utf-8", prospectus),
        "documentHash": "0x" + keccak(prospectus).hex(),
    }


def _story(sentence: str) -> Iterator[str]:
    """Three paragraphs, as long as producers write them."""
    for _ in range(3):
        yield " ".join([sentence] * 4)
