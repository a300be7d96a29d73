"""Rule 7.1: an answer that leaves out logs of a block is noticed by the block's own bloom filter."""

import pytest

from backend.chain.client import ChainClient, Log
from backend.mirror.bloom import bits_of, find_gap, may_speak, read_bloom
from backend.mirror.contracts import contracts_of, factory_only
from backend.mirror.fetch import fetch_blocks
from tests.backend.terms import EURO
from tests.backend.world import World


@pytest.fixture
async def crowded(world: World, client: ChainClient) -> tuple[int, list[Log]]:
    """The bloom filter of a block in which much was said, by contracts of others too; and all of its logs."""
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    with world.one_block():
        world.queue(world.payer, "ShareToken", project.share_token, "payout", [world.fan, world.second_fan])
        world.queue(world.fan, "ShareToken", project.share_token, "transfer", world.stranger, 3)
        world.queue(world.patron, "IERC20Metadata", world.currency, "transfer", world.stranger, 1)
    block = await client.block("latest")
    assert block is not None
    return read_bloom(block.bloom) or 0, await client.logs_of([block.hash])


async def test_all_logs_of_a_block_explain_its_filter(crowded: tuple[int, list[Log]]) -> None:
    bloom, logs = crowded
    assert len(logs) == 6
    assert find_gap(bloom, logs) is None


@pytest.mark.parametrize("missing", range(6))
async def test_each_log_that_is_left_out_leaves_a_gap(crowded: tuple[int, list[Log]], missing: int) -> None:
    bloom, logs = crowded
    assert find_gap(bloom, [*logs[:missing], *logs[missing + 1 :]])


async def test_an_empty_answer_for_a_block_that_is_not_empty_is_a_gap(
    crowded: tuple[int, list[Log]],
) -> None:
    bloom, _ = crowded
    assert find_gap(bloom, []) == "its 0 logs do not explain its bloom filter"


async def test_a_block_without_a_bit_of_an_address_is_not_asked_about(
    crowded: tuple[int, list[Log]],
) -> None:
    bloom, logs = crowded
    topics = [logs[0].topics[0]]
    assert may_speak(bloom, [logs[0].address], topics)
    silent = next(each for each in (f"0x{number:040x}" for number in range(99)) if bits_of(each) & ~bloom)
    assert not may_speak(bloom, [silent], topics)
    assert not may_speak(bloom, [logs[0].address], ["0x" + "00" * 32])


async def test_a_chain_without_filters_is_read_all_the_same(world: World, client: ChainClient) -> None:
    """Some chains leave the filter empty, whatever the block holds."""
    await client.block("latest")
    base = await client.block(world.head())
    project = world.propose()
    world.approve(project)
    heads = [each for each in await client.blocks(range(world.head() - 1, world.head() + 1)) if each]
    assert base is not None
    blind = [each._replace(bloom="0x" + "00" * 256) for each in heads]
    with_filter = await fetch_blocks(client, factory_only(world.factory), base, heads)
    known = factory_only(world.factory)
    without = await fetch_blocks(client, known, base, blind)
    assert without.said == with_filter.said
    assert [type(each.event).__name__ for each in without.said] == ["ProjectProposed", "ListingApproved"]
    assert known.keys() >= contracts_of(project.campaign, project.waterfall, project.share_token).keys()
