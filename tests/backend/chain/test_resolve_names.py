"""Names for addresses, on a registry and resolvers that this test deploys (ERC-137, ENSIP-1, 3 and 15)."""

from collections.abc import AsyncIterator

import pytest

from backend.chain.client import ChainClient
from backend.chain.errors import NodeUnreachable
from backend.chain.names import (
    NameElsewhere,
    NameUnknown,
    NameUnreadable,
    find_name,
    is_name,
    namehash,
    normalise,
    resolve_name,
)
from tests.backend.chain.naming import Names
from tests.backend.world import World


@pytest.fixture
def names(world: World) -> Names:
    return Names(world)


@pytest.fixture
async def client(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as node:
        yield node


def test_a_name_without_end_is_refused_at_once() -> None:
    """To normalise 60,000 characters takes a second, in which nobody else is answered."""
    with pytest.raises(NameUnreadable, match="255 characters"):
        normalise("a." * 30_000 + "eth")
    assert normalise("a" * 251 + ".eth")


def test_namehash_is_that_of_the_standard() -> None:
    """The examples of ERC-137."""
    assert namehash("") == bytes(32)
    assert namehash("eth").hex() == "93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae"
    assert namehash("foo.eth").hex() == "de9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Fan.ETH", "fan.eth"),
        (" fan.eth ", "fan.eth"),
        ("CAFÉ.eth", "café.eth"),
        ("cafe\u0301.eth", "café.eth"),
        ("f\u200ban.eth", "fan.eth"),
    ],
)
def test_a_name_has_one_spelling(written: str, kept: str) -> None:
    assert normalise(written) == kept


@pytest.mark.parametrize(
    "written",
    ["fan .eth", "fan..eth", ".eth", "fan.", "f\u200dan.eth", "f\u0430n.eth", "fan_a.eth", "<b>.eth", "."],
)
def test_what_could_deceive_is_no_name(written: str) -> None:
    """An invisible character, a Cyrillic letter among Latin ones, an empty part."""
    with pytest.raises(NameUnreadable):
        normalise(written)


def test_a_name_is_told_from_an_address() -> None:
    assert is_name(" fan.eth")
    assert not is_name("0x" + 40 * "1")
    assert not is_name("0x12.34")
    assert not is_name("fan")


async def test_a_name_leads_to_its_address(world: World, names: Names, client: ChainClient) -> None:
    names.register("fan.eth", world.fan)
    names.register("café.eth", world.second_fan)
    assert await resolve_name(client, names.registry, "Fan.ETH") == world.fan
    assert await resolve_name(client, names.registry, "cafe\u0301.eth") == world.second_fan


async def test_a_name_that_nobody_has_is_unknown(world: World, names: Names, client: ChainClient) -> None:
    """Without a resolver, without an address, and with a resolver that refuses, or is no contract."""
    names.point("empty.eth", names.resolver)
    names.point("broken.eth", names.create("BrokenResolver"))
    names.point("nothing.eth", world.stranger)
    for name in ("nobody.eth", "empty.eth", "broken.eth", "nothing.eth"):
        with pytest.raises(NameUnknown, match=name):
            await resolve_name(client, names.registry, name)


async def test_a_registry_that_is_none_knows_nobody(world: World, client: ChainClient) -> None:
    for address in (world.stranger, world.currency):
        with pytest.raises(NameUnknown):
            await resolve_name(client, address, "fan.eth")


async def test_what_is_kept_elsewhere_is_not_fetched(names: Names, client: ChainClient) -> None:
    """ERC-3668 would have us ask an address that the resolver chose."""
    names.point("far.eth", names.create("OffchainResolver"))
    with pytest.raises(NameElsewhere):
        await resolve_name(client, names.registry, "far.eth")


async def test_a_node_that_is_away_is_no_unknown_name(names: Names) -> None:
    async with ChainClient("http://127.0.0.1:1") as away:
        with pytest.raises(NodeUnreachable):
            await resolve_name(away, names.registry, "fan.eth")
        with pytest.raises(NodeUnreachable):
            await find_name(away, names.registry, "0x" + 40 * "1")


async def test_an_address_is_called_by_the_name_that_leads_back_to_it(
    world: World, names: Names, client: ChainClient
) -> None:
    """ENSIP-3: a name that anybody can give itself counts when the name says the same."""
    assert await find_name(client, names.registry, world.fan) is None
    names.call_oneself(world.fan, "fan.eth")
    assert await find_name(client, names.registry, world.fan) is None
    names.register("fan.eth", world.fan)
    assert await find_name(client, names.registry, world.fan) == "fan.eth"
    names.call_oneself(world.stranger, "fan.eth")
    assert await find_name(client, names.registry, world.stranger) is None


@pytest.mark.parametrize("called", ["Fan.eth", "f\u0430n.eth", "", "<script>"])
async def test_a_name_that_is_written_otherwise_is_not_shown(
    world: World, names: Names, client: ChainClient, called: str
) -> None:
    names.register("fan.eth", world.fan)
    names.call_oneself(world.fan, called)
    assert await find_name(client, names.registry, world.fan) is None
