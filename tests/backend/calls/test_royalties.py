"""Claims and what belongs to them, prepared for a holder (5.3, 5.4, 7.3)."""

import pytest

from backend.calls.preparation import NodeBehind
from backend.calls.royalties import ReceiverStrands
from tests.backend.calls.conftest import Prepare, Send
from tests.backend.calls.test_raising import money_of
from tests.backend.terms import DAY, EURO
from tests.backend.world import World


async def test_claim_pays_what_was_earned(world: World, ask: Prepare, send: Send) -> None:
    """5.4: 95 % of 1,000 after the collector, 70 % of it to the holders, 60 % of that to the fan."""
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    said = await ask("claim", project, world.fan, "fr")
    assert said.summary == "Retirer 399,00\u00a0EURC de droits de «\u00a0Premier album\u00a0»"
    before = money_of(world, world.fan)
    send(said)
    assert money_of(world, world.fan) == before + 399 * EURO
    again = await ask("claim", project, world.fan)
    assert again.simulation.reason == "Nothing is owed to you at the moment."


async def test_claim_can_go_to_another_address(world: World, ask: Prepare, send: Send) -> None:
    """5.4: which is written out whole, so that it can be checked."""
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    said = await ask("claim_to", project, world.fan, to=world.stranger.lower())
    assert world.stranger in said.notes[0]
    before = money_of(world, world.stranger)
    send(said)
    assert money_of(world, world.stranger) == before + 399 * EURO


async def test_nothing_is_sent_where_nobody_can_take_it_out(world: World, ask: Prepare) -> None:
    """K20: the project's own contracts and its currency, which have no use for money or shares."""
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    for contract in (project.campaign, project.waterfall, project.share_token, world.currency):
        with pytest.raises(ReceiverStrands, match=contract):
            await ask("claim_to", project, world.fan, to=contract)
        with pytest.raises(ReceiverStrands, match=contract):
            await ask("transfer", project, world.fan, to=contract, shares=1)


async def test_all_projects_are_claimed_together(world: World, ask: Prepare, send: Send) -> None:
    """5.4: a call for each that owes something, and no other."""
    nothing = await ask("claim_all", None, world.fan)
    assert (nothing.summary, nothing.calls) == ("No project owes you royalties at the moment", ())
    assert nothing.simulation.succeeds is False
    projects = [world.raise_funds() for _ in range(3)]
    for project in projects[:2]:
        world.deposit(project, 1_000 * EURO)
    said = await ask("claim_all", None, world.fan)
    assert said.summary == "Claim the royalties of 2 projects: 798.00\u00a0EURC"
    assert {each.to for each in said.calls} == {each.share_token for each in projects[:2]}
    assert said.campaign is None
    assert said.simulation.succeeds
    before = money_of(world, world.fan)
    send(said)
    assert money_of(world, world.fan) == before + 798 * EURO


async def test_payouts_are_refused_and_accepted(world: World, ask: Prepare, send: Send) -> None:
    """5.4"""
    project = world.raise_funds()
    for accepted in (False, True):
        send(await ask("accept_push", project, world.fan, accepted=accepted))
        assert world.call("ShareToken", project.share_token, "isPushed", world.fan) == (accepted,)


async def test_only_what_is_due_is_released(world: World, ask: Prepare, send: Send) -> None:
    """5.3: in daily steps; nothing is asked for that would change nothing."""
    project = world.raise_funds(waterfall={"royaltySteps": 10})
    world.deposit(project, 1_000 * EURO)
    early = await ask("release", project, world.stranger)
    assert early.calls == ()
    assert early.simulation.reason == "No royalties of Premier album are due to enter at the moment"
    world.warp(2 * DAY)
    send(await ask("release", project, world.stranger))
    assert (await ask("release", project, world.stranger)).calls == ()
    assert world.call("ShareToken", project.share_token, "totals")[1] == 133 * EURO


async def test_what_could_not_be_paid_is_withdrawn(world: World, ask: Prepare, send: Send) -> None:
    """5.4, K4: a payment that failed stays owed, and goes where the payee says."""
    blocking = world.create("BlockingCurrency")
    world.act(world.platform, "ProjectFactory", world.factory, "allowCurrency", blocking, True)
    project = world.propose(world.terms(campaign={"currency": blocking}))
    world.start(project)
    world.tell(blocking, "mint(address,uint256)", world.fan, 100 * EURO)
    world.contribute(project, world.fan, 10)
    world.cancel(project)
    world.tell(blocking, "setBlocked(address,bool)", world.fan, True)
    world.refund(project, world.fan)
    blocked = await ask("withdraw", project, world.fan)
    assert blocked.summary == "Withdraw 100.00\u00a0BLK that Premier album still owes you"
    assert blocked.simulation.reason is not None
    assert blocked.simulation.reason.startswith("The currency refuses to pay 100.00\u00a0BLK to ")
    send(await ask("withdraw", project, world.fan, to=world.stranger))
    assert world.call("IERC20Metadata", blocking, "balanceOf", world.stranger) == (100 * EURO,)


async def test_node_that_has_not_got_so_far_is_no_refusal(world: World, ask: Prepare) -> None:
    """7.1: where there is no contract yet, nothing is said of what it would do."""
    project = world.raise_funds()
    world.request("anvil_setCode", project.share_token, "0x")
    with pytest.raises(NodeBehind):
        await ask("claim", project, world.fan)
    with pytest.raises(NodeBehind):
        await ask("claim_all", None, world.fan)
