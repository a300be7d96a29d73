"""The mirror at the head of a chain: `python -m tests.bench.following CHAIN DATABASE`, until it is stopped.

As `coprod worker` runs it: it hears of new blocks over WebSocket, and looks by itself now and then.
"""

import asyncio
import sys
from functools import partial

import structlog

from backend.chain import heads
from backend.chain.client import ChainClient
from backend.db import open_engine
from backend.mirror.follow import follow
from backend.mirror.sync import Mirror
from backend.settings import Settings
from tests.bench.chain import Chain


async def main(chain: Chain, database_url: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    async with ChainClient(chain.url) as client, open_engine(database_url) as engine:
        mirror = Mirror(client, engine, chain.deployment)
        pause = Settings.model_fields["poll_seconds"].default
        await follow(mirror, poll_seconds=pause, heads=partial(heads.follow, chain.websocket_url))


if __name__ == "__main__":
    asyncio.run(main(Chain.load(sys.argv[1]), sys.argv[2]))
