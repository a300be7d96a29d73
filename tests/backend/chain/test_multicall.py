"""Many answers of contracts in one eth_call are those that each would give by itself."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from backend.chain import contracts
from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, RpcRefused
from backend.chain.multicall import MOST, Multicall
from tests.backend.mirror.faults import Answer, Call, Fault, Refusal
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World

Calls = list[tuple[str, bytes]]


class NoPrograms(Fault):
    """A node that calls contracts and nothing else; what it says instead is empty or an error."""

    def __init__(self, *, is_silent: bool) -> None:
        super().__init__()
        self.is_silent = is_silent

    def refuse(self, proxy: Proxy, call: Call) -> Refusal | None:
        if not self.is_silent and self._strikes(call):
            return Refusal(200, -32602, "missing field: to")
        return None

    def twist(self, proxy: Proxy, call: Call, answer: Answer) -> Answer:
        return answer | {"result": "0x"} if self.is_silent and self._strikes(call) else answer

    def _strikes(self, call: Call) -> bool:
        is_program = call["method"] == "eth_call" and "to" not in call["params"][0]
        return is_program and self.strikes()


@pytest.fixture
async def client(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as node:
        yield node


@pytest.fixture
def calls(world: World) -> Calls:
    """Answers of one word, of several, and of a text."""
    project = world.raise_funds()
    account = partial(contracts.encode_call, "ShareToken", "accountOf")
    return [
        *((project.share_token, account(each)) for each in world.accounts[: MOST - 2]),
        (project.campaign, contracts.encode_call("Campaign", "raised")),
        (world.currency, contracts.encode_call("IERC20Metadata", "symbol")),
    ]


async def test_the_answers_are_the_same(world: World, client: ChainClient, calls: Calls) -> None:
    block = world.block()["hash"]
    answers = await Multicall(client).ask(calls, block)
    assert answers == await client.calls(calls, block)
    assert len({len(each) for each in answers}) > 2


async def test_a_call_that_reverts_is_told_in_its_words(
    world: World, client: ChainClient, calls: Calls
) -> None:
    bad = (calls[0][0], contracts.encode_call("ShareToken", "transfer", world.fan, 1))
    with pytest.raises(RpcRefused) as refusal:
        await client.call(*bad)
    with pytest.raises(RpcRefused) as same:
        await Multicall(client).ask([*calls, bad], world.block()["hash"])
    assert (same.value.detail, same.value.data) == (refusal.value.detail, refusal.value.data)
    assert same.value.data


async def test_a_block_that_is_gone_is_none(client: ChainClient, calls: Calls) -> None:
    with pytest.raises(BlockUnknown):
        await Multicall(client).ask(calls, "0x" + 64 * "7")


@pytest.mark.parametrize("is_silent", [True, False])
async def test_a_node_that_does_not_bear_it_is_asked_one_by_one(
    world: World, client: ChainClient, calls: Calls, is_silent: bool
) -> None:
    block, proxy, fault = world.block()["hash"], Proxy(world.anvil.url), NoPrograms(is_silent=is_silent)
    proxy.faults = [fault]
    with proxy.listen() as url:
        async with ChainClient(url) as plain:
            multicall = Multicall(plain)
            for _ in range(2):
                assert await multicall.ask(calls, block) == await client.calls(calls, block)
    assert fault.struck == 1
