"""What the contracts said in a piece of the chain, with the blocks that it hangs on. Reads the node only.

Up to the final block a range of blocks is asked for at once. Above it every block is, by its hash and linked
to its parent, because the chain may change its mind in between.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from backend.chain import events
from backend.chain.client import Block, ChainClient, Log
from backend.chain.logs import topics
from backend.mirror.contracts import Contracts, Said, contracts_of, hear
from backend.mirror.incidents import ChainMoved

ADDRESSES = 500
"""Most addresses in one eth_getLogs."""

Ask = Callable[[Sequence[str]], Awaitable[list[Log]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """end: the last block of it; blocks: those to keep, in order; said: everything, in order."""

    end: Block
    blocks: list[Block]
    said: list[Said]


async def fetch_final(client: ChainClient, known: Contracts, first: int, last: int) -> Piece:
    """Of blocks that the node calls final, those with events are kept. `known` learns of new projects.

    Raises RangeTooLarge when the node wants a smaller range.
    """

    async def ask(addresses: Sequence[str]) -> list[Log]:
        return await client.logs(first, last, addresses=addresses, topics=topics())

    logs = await _gather(known, ask)
    numbers = sorted({int(log["blockNumber"], 16) for log in logs} | {last})
    blocks = _all_there(await client.blocks(numbers))
    return Piece(blocks[-1], blocks, _listen(known, logs, blocks))


async def fetch_head(client: ChainClient, known: Contracts, base: Block, last: int) -> Piece:
    """All blocks after `base` are kept. Raises ChainMoved when they do not hang together."""
    blocks = _all_there(await client.blocks(range(base.number + 1, last + 1)))
    if not blocks:
        return Piece(base, [], [])
    for parent, block in zip([base, *blocks], blocks, strict=False):
        if block.parent_hash != parent.hash:
            raise ChainMoved(f"Block {block.number} no longer follows {parent.hash}: reading again.")

    async def ask(addresses: Sequence[str]) -> list[Log]:
        hashes = [block.hash for block in blocks]
        return await client.logs_of(hashes, addresses=addresses, topics=topics())

    logs = await _gather(known, ask)
    return Piece(blocks[-1], blocks, _listen(known, logs, blocks))


async def _gather(known: Contracts, ask: Ask) -> list[Log]:
    """Ask about new contracts again: their first events can lie in the very block that proposes them."""
    logs = await _ask_all(ask, list(known))
    fresh: Contracts = {}
    for log in logs:
        said = hear(known, log)
        if said and isinstance(said.event, events.ProjectProposed):
            proposed = said.event
            fresh |= contracts_of(proposed.campaign, proposed.waterfall, proposed.share_token)
    if fresh:
        known |= fresh
        logs += await _ask_all(ask, list(fresh))
    return logs


async def _ask_all(ask: Ask, addresses: list[str]) -> list[Log]:
    chunks = [addresses[start : start + ADDRESSES] for start in range(0, len(addresses), ADDRESSES)]
    return [log for chunk in chunks for log in await ask(chunk)]


def _listen(known: Contracts, logs: Iterable[Log], blocks: Iterable[Block]) -> list[Said]:
    hashes = {block.number: block.hash for block in blocks}
    for log in logs:
        if log.get("removed") or hashes[int(log["blockNumber"], 16)] != log["blockHash"]:
            number = int(log["blockNumber"], 16)
            raise ChainMoved(f"Block {number} was replaced while it was read: reading again.")
    said = [each for each in (hear(known, log) for log in logs) if each]
    return sorted(said, key=lambda each: (each.block_number, each.log_index))


def _all_there(blocks: list[Block | None]) -> list[Block]:
    there = [block for block in blocks if block]
    if len(there) != len(blocks):
        raise ChainMoved("The node no longer has a block that it has just spoken of: reading again.")
    return there
