"""(c) The mirror as it is: its backfill, until it is ready to serve."""

import structlog

from backend.chain.client import ChainClient
from backend.db import open_engine
from backend.mirror.sync import Mirror
from tests.bench.chain import Chain


async def mirror_chain(chain: Chain, database_url: str) -> int:
    """The number of events."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    async with ChainClient(chain.url) as client, open_engine(database_url) as engine:
        step = await Mirror(client, engine, chain.deployment).catch_up()
    return step.events
