"""What producer, financiers and those who pay for others do, prepared for them (2.4, 2.5, 3.1, 3.3, 6.1)."""

from backend.addresses import ZERO_ADDRESS
from tests.backend.calls.conftest import Prepare, Send
from tests.backend.calls.test_raising import allowance, money_of, shares_of
from tests.backend.terms import EURO
from tests.backend.world import Project, World


async def test_line_is_brought_taken_back_and_brought_again(world: World, ask: Prepare, send: Send) -> None:
    """2.4: and the project opens with it."""
    project = world.propose()
    world.approve(project)
    world.consent(project)
    uncovered = await ask("open", project, world.stranger)
    assert uncovered.simulation.reason == (
        "Financier’s line 1 has not been paid yet: nothing is released before."
    )
    refused = await ask("escrow_line", project, world.stranger, line=0)
    assert refused.simulation.reason == f"Only the financier {world.financier} can do this."
    before = money_of(world, world.financier)
    said = await ask("escrow_line", project, world.financier, line=0)
    assert said.summary == "Put 9,000.00\u00a0EURC in escrow for Premier album: line 1 (“Label”)"
    assert [each.action for each in said.calls] == ["approve", "escrow_line"]
    send(said)
    assert allowance(world, project, world.financier) == 0
    send(await ask("withdraw_line", project, world.financier, line=0))
    assert money_of(world, world.financier) == before
    send(await ask("escrow_line", project, world.financier, line=0))
    send(await ask("open", project, world.stranger))
    world.cancel(project)
    send(await ask("return_line", project, world.stranger, line=0))
    assert money_of(world, world.financier) == before


async def test_line_that_is_not_there_is_told(world: World, ask: Prepare) -> None:
    """2.4"""
    project = world.propose()
    said = await ask("escrow_line", project, world.financier, line=7)
    assert said.simulation.reason == "This project has no financier’s line 8."


async def test_producer_hands_its_role_over_in_two_steps(
    world: World, raising: Project, ask: Prepare, send: Send
) -> None:
    """2.5"""
    said = await ask("offer_producer", raising, world.producer, to=world.stranger)
    assert world.stranger in said.notes[0]
    send(said)
    withdrawn = await ask("offer_producer", raising, world.producer, to=ZERO_ADDRESS)
    assert withdrawn.summary == "Withdraw the offer of the producer’s role in Premier album"
    early = await ask("accept_producer", raising, world.fan)
    assert early.simulation.reason == "Only the address to which this role is offered can take it."
    send(await ask("accept_producer", raising, world.stranger))
    assert world.call("Campaign", raising.campaign, "producer") == (world.stranger,)


async def test_gift_in_kind_is_shown(world: World, raising: Project, ask: Prepare, send: Send) -> None:
    """3.3"""
    gift = {"patron": "Studio Sud", "description": "Ten days of recording"}
    said = await ask("record_gift_in_kind", raising, world.producer, "fr", **gift)
    assert said.summary == "Montrer ce que Studio Sud donne en nature à «\u00a0Premier album\u00a0»"
    send(said)
    long = await ask("record_gift_in_kind", raising, world.producer, **gift | {"description": 1_020 * "x"})
    assert long.simulation.reason == ("The description of the gift is too long: 1,030 bytes, 1,024 at most.")


async def test_shares_are_bought_for_a_fan_who_has_none(
    world: World, raising: Project, ask: Prepare, send: Send
) -> None:
    """3.1: the payer's money is taken, and the fan's shares are the fan's."""
    before = money_of(world, world.stranger)
    send(await ask("contribute_for", raising, world.stranger, fan=world.fan, shares=4))
    assert (shares_of(world, raising, world.fan), money_of(world, world.stranger)) == (4, before - 40 * EURO)
    again = await ask("contribute_for", raising, world.stranger, fan=world.fan, shares=4)
    assert again.simulation.error == f"Campaign_FanHasPledged(fan={world.fan})"


async def test_shares_are_transferred_once_they_can_move(
    world: World, raising: Project, ask: Prepare, send: Send
) -> None:
    """6.1"""
    world.contribute(raising, world.fan, 100)
    early = await ask("transfer", raising, world.fan, to=world.stranger, shares=3)
    assert early.simulation.reason == "Shares cannot move before the campaign has succeeded."
    world.finalize(raising)
    many = await ask("transfer", raising, world.fan, to=world.stranger, shares=101)
    assert many.simulation.reason == "You hold 100\u00a0shares, and 101 would be needed."
    send(await ask("transfer", raising, world.fan, to=world.stranger, shares=3))
    assert shares_of(world, raising, world.stranger) == 3
