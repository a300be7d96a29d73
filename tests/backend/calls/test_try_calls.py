"""Calls are tried together before anybody signs, on every kind of node (7.3)."""

from dataclasses import dataclass
from typing import Any

import pytest

from backend.calls.simulation import Trial, try_calls
from backend.calls.steps import Step
from backend.chain.client import ChainClient
from backend.chain.contracts import describe_error, encode_call
from backend.chain.errors import BlockUnknown, NodeUnreachable
from tests.backend.mirror.faults import Answer, Call, Fault
from tests.backend.mirror.lies import Lacks
from tests.backend.mirror.proxy import Proxy
from tests.backend.terms import EURO
from tests.backend.world import Project, World

OLD = Lacks(method="eth_simulateV1")


class NoOverride(Fault):
    """A node that takes no state of others' making for an eth_call, or passes over it."""

    def rewrite(self, proxy: Proxy, call: Call) -> Call:
        return call | {"params": call["params"][:2]} if call["method"] == "eth_call" else call


@dataclass
class Gethlike(Fault):
    """What was reverted with stands in the error, as geth says it."""

    def twist(self, proxy: Proxy, call: Call, answer: Answer) -> Answer:
        if call["method"] == "eth_simulateV1":
            for each in answer["result"][0]["calls"]:
                if each["status"] == "0x0":
                    said = each["returnData"]
                    each |= {"returnData": "0x", "error": {"code": 3, "message": "reverted", "data": said}}
        return answer


def purchase(world: World, project: Project, shares: int, approved: int | None = None) -> list[Step]:
    amount = 10 * EURO * shares if approved is None else approved
    approval = encode_call("IERC20Metadata", "approve", project.campaign, amount)
    buying = encode_call("Campaign", "contribute", shares, 0)
    return [
        Step("approve", world.currency, approval, ""),
        Step("contribute", project.campaign, buying, ""),
    ]


async def attempt(proxy: Proxy, wallet: str, steps: list[Step], *faults: Fault) -> Trial:
    with proxy.listen() as url, proxy.suffering(*faults):
        async with ChainClient(url) as node:
            return await try_calls(node, wallet, steps)


NODES: list[Any] = [pytest.param((), id="new"), pytest.param((OLD,), id="old")]


@pytest.mark.parametrize("faults", NODES)
async def test_second_call_sees_what_the_first_did(
    world: World, raising: Project, proxy: Proxy, faults: tuple[Fault, ...]
) -> None:
    trial = await attempt(proxy, world.fan, purchase(world, raising, 10), *faults)
    assert trial.succeeds
    assert trial.block == world.head()
    assert trial.gas is not None
    used = 0
    for each in purchase(world, raising, 10):
        used += int(world.send(world.fan, each.to, each.data)["gasUsed"], 16)
    assert abs(trial.gas - used) < used // 5


@pytest.mark.parametrize("faults", [*NODES, pytest.param((Gethlike(),), id="geth")])
async def test_first_call_that_fails_is_the_reason(
    world: World, raising: Project, proxy: Proxy, faults: tuple[Fault, ...]
) -> None:
    steps = purchase(world, raising, 10, approved=7)
    trial = await attempt(proxy, world.fan, steps, *faults)
    assert trial.succeeds is False
    assert trial.gas is None or faults != (OLD,)
    assert describe_error(trial.refusal) == (
        f"ERC20InsufficientAllowance(spender={raising.campaign}, allowance=7, needed=100000000)"
    )


@pytest.mark.parametrize("faults", NODES)
async def test_single_call_is_tried_on_every_node(
    world: World, raising: Project, proxy: Proxy, faults: tuple[Fault, ...]
) -> None:
    step = Step("finalize", raising.campaign, encode_call("Campaign", "finalize"), "")
    trial = await attempt(proxy, world.fan, [step], *faults)
    assert describe_error(trial.refusal).startswith("Campaign_NotClosedYet")
    world.contribute(raising, world.fan, 5)
    revocation = Step("revoke", raising.campaign, encode_call("Campaign", "revoke"), "")
    assert (await attempt(proxy, world.fan, [revocation], *faults)).succeeds


async def test_node_that_cannot_try_them_together_says_so(
    world: World, raising: Project, proxy: Proxy
) -> None:
    """Nothing is made up: neither that it succeeds nor that it fails."""
    trial = await attempt(proxy, world.fan, purchase(world, raising, 10), OLD, NoOverride())
    assert trial.succeeds is None


async def test_wallet_with_code_is_tried_as_it_is(world: World, raising: Project, proxy: Proxy) -> None:
    """5.4: a smart wallet sends its calls itself."""
    wallet = world.create("SmartWallet")
    world.tell(world.currency, "mint(address,uint256)", wallet, 100 * EURO)
    for faults in ((), (OLD,)):
        assert (await attempt(proxy, wallet, purchase(world, raising, 10), *faults)).succeeds


async def test_trying_changes_nothing(world: World, raising: Project, proxy: Proxy) -> None:
    head = world.head()
    for faults in ((), (OLD,)):
        await attempt(proxy, world.fan, purchase(world, raising, 10), *faults)
    assert world.head() == head
    assert world.call("Campaign", raising.campaign, "raised") == (0,)


async def test_silent_node_is_no_refusal(world: World, raising: Project) -> None:
    """Who cannot ask does not say that the contract refuses."""
    async with ChainClient("http://127.0.0.1:1") as node:
        with pytest.raises(NodeUnreachable):
            await try_calls(node, world.fan, purchase(world, raising, 10))


async def test_node_that_lacks_the_block_is_no_refusal(world: World, raising: Project, proxy: Proxy) -> None:
    class Behind(Lacks):
        def refuse(self, proxy: Proxy, call: Call) -> Any:
            refusal = super().refuse(proxy, call)
            return refusal and refusal._replace(code=-32000, message="header not found")

    with pytest.raises(BlockUnknown):
        await attempt(proxy, world.fan, purchase(world, raising, 10), Behind(method="eth_simulateV1"))
