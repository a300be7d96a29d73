"""Whole chains for the benchmarks, and where to find what is on them."""

from collections.abc import Iterator
from contextlib import contextmanager

from backend.local import Anvil
from tests.backend.world import World
from tests.bench.chain import Chain
from tests.bench.lives import Village
from tests.bench.miner import OPTIONS, Miner
from tests.bench.shapes import Shape

PADDING = 40
"""Empty blocks at the end: no indexer counts so many as not final on a development chain."""

STATES = 4
"""Of past blocks: anvil copies everything for each."""


@contextmanager
def settle_village(shape: Shape) -> Iterator[Village]:
    """A chain with the factory and people on it, and nothing else yet."""
    with Anvil(states=STATES, extra=OPTIONS) as anvil:
        world = World(anvil)
        with Miner(anvil, shape.per_block) as miner:
            yield Village(world, miner, shape)


@contextmanager
def build_chain(shape: Shape) -> Iterator[Chain]:
    """A chain with the events of this shape, as long as the block lasts. Raises MiningFailed."""
    with settle_village(shape) as village:
        village.live()
        yield finish_chain(village)


def finish_chain(village: Village) -> Chain:
    """Everything that was said so far, far enough below the head to be final."""
    village.miner.mine_empty(PADDING)
    world = village.world
    contracts = [
        address for each in village.projects for address in (each.campaign, each.waterfall, each.share_token)
    ]
    return Chain(
        url=world.anvil.url,
        websocket_url=world.anvil.websocket_url,
        factory=world.factory,
        first_block=world.factory_block,
        last_block=village.miner.head(),
        currency=world.currency,
        addresses=[each.lower() for each in (world.factory, *contracts)],
        events=village.miner.events,
        per_block=village.shape.per_block,
    )
