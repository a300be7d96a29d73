"""Pledges, gifts and what comes back of them, prepared for a wallet (3.1 to 3.4, 7.3)."""

import pytest

from backend.amounts import AmountUnreadable
from tests.backend.calls.conftest import Prepare, Send
from tests.backend.terms import DAY, EURO
from tests.backend.world import Project, World


def shares_of(world: World, project: Project, holder: str) -> int:
    return int(world.call("ShareToken", project.share_token, "balanceOf", holder)[0])


def money_of(world: World, holder: str) -> int:
    return int(world.call("IERC20Metadata", world.currency, "balanceOf", holder)[0])


def allowance(world: World, project: Project, holder: str) -> int:
    found = world.call("IERC20Metadata", world.currency, "allowance", holder, project.campaign)
    return int(found[0])


async def test_purchase_says_until_when_it_can_be_undone(
    world: World, raising: Project, ask: Prepare, send: Send
) -> None:
    """3.2: and nothing of the approval is left."""
    said = await ask("contribute", raising, world.fan, shares=10, tier=1)
    assert said.summary == "Buy 10\u00a0shares of Premier album for 100.00\u00a0EURC"
    assert "signed record" in "".join(said.notes)
    assert [each.action for each in said.calls] == ["approve", "contribute"]
    send(said)
    _, firm_at, tier = world.call("Campaign", raising.campaign, "pledgeOf", world.fan)
    assert tier == 1
    assert abs(firm_at - (world.now() - 2 + 4 * DAY)) < 60
    assert shares_of(world, raising, world.fan) == 10
    assert allowance(world, raising, world.fan) == 0


async def test_approval_that_is_there_already_is_not_asked_for_again(
    world: World, raising: Project, ask: Prepare, send: Send
) -> None:
    """3.1: so that who stopped between two transactions goes on with the second."""
    first = await ask("contribute", raising, world.fan, shares=10)
    world.send(world.fan, first.calls[0].to, first.calls[0].data)
    said = await ask("contribute", raising, world.fan, shares=10)
    assert [each.action for each in said.calls] == ["contribute"]
    assert said.permit is None
    send(said)
    assert shares_of(world, raising, world.fan) == 10


async def test_purchase_of_up_to_asks_for_no_more_than_is_left(
    world: World, raising: Project, ask: Prepare, send: Send
) -> None:
    """3.1: the approval is for what is left, not for what was wished."""
    world.contribute(raising, world.second_fan, 994)
    assert (await ask("contribute", raising, world.fan, shares=10)).simulation.reason == (
        "Only 6\u00a0shares can still be bought: ask for fewer."
    )
    said = await ask("contribute", raising, world.fan, shares=10, up_to=True)
    assert said.summary == "Buy up to 6\u00a0shares of Premier album for 60.00\u00a0EURC at most"
    send(said)
    assert shares_of(world, raising, world.fan) == 6
    assert allowance(world, raising, world.fan) == 0


async def test_who_has_too_little_is_told_how_much_is_missing(
    world: World, raising: Project, ask: Prepare
) -> None:
    """3.5: instead of being asked to sign what would fail."""
    poor = "0x" + 40 * "7"
    world.tell(world.currency, "mint(address,uint256)", poor, 30 * EURO)
    said = await ask("contribute", raising, poor, "fr", shares=10)
    assert said.simulation.succeeds is False
    assert said.simulation.reason == (
        "Il vous manque 70,00\u00a0EURC\u00a0: vous avez 30,00\u00a0EURC, et il faut 100,00\u00a0EURC."
    )
    assert said.simulation.error is not None
    assert said.simulation.error.startswith("ERC20InsufficientBalance")
    assert said.fee is None


async def test_third_purchase_in_reflection_waits(world: World, raising: Project, ask: Prepare) -> None:
    """3.2: at most two windows run."""
    for _ in range(2):
        world.contribute(raising, world.fan, 1)
    said = await ask("contribute", raising, world.fan, shares=1)
    assert said.simulation.succeeds is False
    assert said.simulation.reason is not None
    assert said.simulation.reason.startswith("Two of your purchases are still in their reflection period")


async def test_purchase_before_the_opening_says_when(world: World, ask: Prepare) -> None:
    """2.4, 3.1"""
    project = world.propose()
    world.approve(project)
    world.open(project)
    said = await ask("contribute", project, world.fan, shares=1)
    assert said.simulation.error == f"Campaign_NotOpenYet(opensAt={project.terms['campaign']['opensAt']})"
    assert said.simulation.reason is not None
    assert said.simulation.reason.startswith("The campaign opens on ")


@pytest.mark.parametrize("text", ["25.5", "25,50"])
async def test_gift_is_written_by_machines_or_by_people(
    world: World, raising: Project, ask: Prepare, send: Send, text: str
) -> None:
    """3.3"""
    said = await ask("give", raising, world.patron, "fr", amount=text)
    assert said.summary == "Donner 25,50\u00a0EURC à «\u00a0Premier album\u00a0»"
    send(said)
    assert world.call("Campaign", raising.campaign, "giftOf", world.patron) == (25_500_000,)
    assert allowance(world, raising, world.patron) == 0


@pytest.mark.parametrize("text", ["a lot", "1e3", "0.0000001", "", "-5", "9" * 90])
async def test_gift_that_is_no_amount_is_refused(
    world: World, raising: Project, ask: Prepare, text: str
) -> None:
    with pytest.raises(AmountUnreadable):
        await ask("give", raising, world.patron, amount=text)


async def test_revocation_brings_back_what_is_in_reflection(
    world: World, raising: Project, ask: Prepare, send: Send
) -> None:
    """3.2: the firm shares stay."""
    world.contribute(raising, world.fan, 5)
    world.warp(4 * DAY)
    world.contribute(raising, world.fan, 12, tier=1)
    before = money_of(world, world.fan)
    said = await ask("revoke", raising, world.fan)
    assert said.summary == "Take back 12\u00a0shares of Premier album: 120.00\u00a0EURC is paid back"
    assert said.notes[0] == "The reward taken with these shares becomes free again."
    send(said)
    assert money_of(world, world.fan) == before + 120 * EURO
    assert shares_of(world, raising, world.fan) == 5


async def test_revocation_of_nothing_is_refused_in_words(
    world: World, raising: Project, ask: Prepare
) -> None:
    said = await ask("revoke", raising, world.stranger, "fr")
    assert said.simulation.reason is not None
    assert said.simulation.reason.startswith("Aucune de vos parts n’est encore en délai de réflexion")


async def test_refund_and_gift_come_back_after_a_cancellation(
    world: World, raising: Project, ask: Prepare, send: Send
) -> None:
    """3.4: whole, and what another has paid goes to that other."""
    world.contribute_for(raising, world.stranger, world.fan, 3)
    world.donate(raising, world.patron, 40 * EURO)
    said = await ask("cancel", raising, world.producer)
    send(said)
    refunded = await ask("refund", raising, world.fan)
    assert refunded.summary == "Be refunded for 3\u00a0shares of Premier album: 30.00\u00a0EURC"
    assert world.stranger[:6] in refunded.notes[0]
    before = money_of(world, world.stranger), money_of(world, world.patron)
    send(refunded)
    send(await ask("refund_gift", raising, world.patron))
    after = money_of(world, world.stranger), money_of(world, world.patron)
    assert after == (before[0] + 30 * EURO, before[1] + 40 * EURO)


async def test_only_the_producer_cancels(world: World, raising: Project, ask: Prepare) -> None:
    """3.4"""
    said = await ask("cancel", raising, world.stranger)
    assert said.simulation.error == f"Campaign_OnlyProducer(caller={world.stranger})"


async def test_end_is_recorded_by_anybody(world: World, raising: Project, ask: Prepare, send: Send) -> None:
    """3.4: and not before the last reflection is over."""
    world.contribute(raising, world.fan, 100)
    early = await ask("finalize", raising, world.stranger)
    assert early.simulation.reason is not None
    assert early.simulation.reason.startswith("The campaign is open until ")
    world.warp_to(raising.terms["campaign"]["closesAt"])
    send(await ask("finalize", raising, world.stranger))
    assert world.call("Campaign", raising.campaign, "status") == (2,)
