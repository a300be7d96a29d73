"""Releases, objections and a wind-down, prepared for producer and holders (4.1 to 4.3, 7.3)."""

from tests.backend.calls.conftest import Prepare, Send
from tests.backend.calls.test_raising import money_of, shares_of
from tests.backend.terms import DAY, EURO
from tests.backend.world import World

EVIDENCE = "0x" + 32 * "cd"


async def test_release_is_announced_objected_to_and_counted(world: World, ask: Prepare, send: Send) -> None:
    """4.1, 4.2"""
    project = world.raise_funds()
    announcement = {"milestone": 0, "evidence_hash": EVIDENCE, "uri": "https://example.org/1.pdf"}
    refused = await ask("announce", project, world.stranger, **announcement)
    assert refused.simulation.error == f"Campaign_OnlyProducer(caller={world.stranger})"
    said = await ask("announce", project, world.producer, **announcement)
    assert said.summary == (
        "Announce the release of milestone 1 (“recording”) of Premier album: 380.00\u00a0EURC"
    )
    assert said.notes[0].startswith("An announcement cannot be withdrawn.")
    send(said)
    objection = await ask("object", project, world.fan, "fr")
    assert objection.summary == (
        "S’opposer, avec 60\u00a0parts, au versement de l’étape 1 («\u00a0recording\u00a0») de "
        "«\u00a0Premier album\u00a0»"
    )
    send(objection)
    twice = await ask("object", project, world.fan)
    assert twice.simulation.reason == "You have objected already."
    early = await ask("read", project, world.stranger)
    assert early.simulation.reason is not None
    assert early.simulation.reason.startswith("Holders may object until ")
    world.warp(7 * DAY)
    send(await ask("read", project, world.stranger))
    again = await ask("read", project, world.stranger)
    assert again.simulation.reason is not None
    assert again.simulation.reason.startswith("The objections reached the threshold")


async def test_objection_without_a_question_is_refused_in_words(world: World, ask: Prepare) -> None:
    """4.2"""
    project = world.raise_funds()
    said = await ask("object", project, world.fan)
    assert said.simulation.reason == "Nothing is asked of the holders at the moment."


async def test_holders_wind_down_and_leave(world: World, ask: Prepare, send: Send) -> None:
    """4.3: royalties enter before who leaves gives its shares up."""
    project = world.raise_funds(waterfall={"royaltySteps": 10})
    early = await ask("open_wind_down", project, world.fan, milestone=0)
    assert early.simulation.error == "Campaign_NoGroundsToWindDown(milestone=0)"
    production = project.terms["production"]
    world.warp_to(production["milestones"][0]["dueAt"] + production["graceSeconds"])
    send(await ask("open_wind_down", project, world.fan, milestone=0))
    asked = await ask("object", project, world.fan)
    assert asked.summary == "Ask, with 60\u00a0shares, that Premier album be wound down"
    send(asked)
    world.read(project)
    world.deposit(project, 1_000 * EURO)
    world.read(project)
    said = await ask("exit", project, world.fan, shares=60)
    assert said.summary == "Give up 60\u00a0shares of Premier album for 570.00\u00a0EURC"
    assert [each.action for each in said.calls] == ["release", "exit"]
    before = money_of(world, world.fan)
    send(said)
    assert money_of(world, world.fan) == before + 570 * EURO
    assert shares_of(world, project, world.fan) == 0
    too_many = await ask("exit", project, world.second_fan, shares=41)
    assert too_many.simulation.reason == "You hold 40\u00a0shares, and 41 would be needed."


async def test_gift_comes_back_in_part_after_a_wind_down(world: World, ask: Prepare, send: Send) -> None:
    """4.3"""
    project = world.propose()
    world.start(project)
    world.contribute(project, world.fan, 100)
    world.donate(project, world.patron, 100 * EURO)
    world.finalize(project)
    world.announce(project, 0)
    world.read(project)
    world.wind_down(project, world.fan, milestone=1)
    said = await ask("refund_gift", project, world.patron)
    assert said.summary == "Get back what is left of your gift of 100.00\u00a0EURC to Premier album"
    before = money_of(world, world.patron)
    send(said)
    assert 0 < money_of(world, world.patron) - before < 100 * EURO
