"""(a) The floor: all logs fetched, and thrown away unread."""

from contextlib import aclosing

from backend.chain.endpoints import ADDRESSES
from backend.chain.logs import topics
from backend.chain.messages import write_calls
from backend.chain.wire import Wire
from tests.bench.chain import Chain


async def throw_away(chain: Chain, database_url: str) -> int:
    """The number of logs. The database stays empty."""
    logs = 0
    async with aclosing(Wire(120, secure=False)) as wire:
        for first, last in chain.ranges():
            for start in range(0, len(chain.addresses), ADDRESSES):
                criteria = {
                    "fromBlock": hex(first),
                    "toBlock": hex(last),
                    "address": chain.addresses[start : start + ADDRESSES],
                    "topics": [topics()],
                }
                answer = await wire.post(chain.url, write_calls([("eth_getLogs", [criteria])]))
                logs += answer.content.count(b'"topics":')
    return logs
