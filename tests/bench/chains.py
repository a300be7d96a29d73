"""Whole chains for the benchmarks, and where to find what is on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from backend.chain.deployment import Deployment
from backend.local import Anvil
from tests.backend.world import World
from tests.bench.lives import Village
from tests.bench.miner import OPTIONS, Miner
from tests.bench.shapes import Shape

PADDING = 40
"""Empty blocks at the end: no indexer counts so many as not final on a development chain."""

STATES = 4
"""Of past blocks: anvil copies everything for each."""

LOGS = 2_000
"""In one answer of the node."""


@dataclass(frozen=True)
class Chain:
    """addresses: the factory's and all projects', in small letters; events: of theirs that we listen to."""

    url: str
    websocket_url: str
    factory: str
    first_block: int
    last_block: int
    currency: str
    addresses: list[str]
    events: int
    per_block: int

    @property
    def deployment(self) -> Deployment:
        return Deployment(31337, self.factory, self.first_block, {"EURC": self.currency})

    def ranges(self) -> list[tuple[int, int]]:
        """First and last block of pieces of about LOGS logs: the node answers these fastest."""
        size = max(1, LOGS // self.per_block)
        return [
            (first, min(first + size - 1, self.last_block))
            for first in range(self.first_block, self.last_block + 1, size)
        ]


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
