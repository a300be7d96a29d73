"""(a) The floor: all logs fetched, and thrown away unread."""

import httpx
import orjson

from backend.chain.logs import topics
from tests.bench.chain import Chain

ADDRESSES = 500
"""Most in one request, as the mirror has it."""


async def throw_away(chain: Chain, database_url: str) -> int:
    """The number of logs. The database stays empty."""
    logs = 0
    async with httpx.AsyncClient(timeout=120, headers={"content-type": "application/json"}) as client:
        for first, last in chain.ranges():
            for start in range(0, len(chain.addresses), ADDRESSES):
                criteria = {
                    "fromBlock": hex(first),
                    "toBlock": hex(last),
                    "address": chain.addresses[start : start + ADDRESSES],
                    "topics": [topics()],
                }
                body = {"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [criteria]}
                answer = await client.post(chain.url, content=orjson.dumps(body))
                logs += answer.content.count(b'"topics":')
    return logs
