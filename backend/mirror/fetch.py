"""What the contracts said in a piece of the chain, with the blocks that it hangs on. Reads the node only.

Far below the final block a range of blocks is asked for at once. From there on every block is, by its hash
and linked to its parent, and what the node answers is proved complete by the block's own bloom filter.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from backend.chain.client import Block, ChainClient, Log
from backend.chain.logs import topics
from backend.mirror.bloom import find_gap, may_speak, read_bloom
from backend.mirror.contracts import Contracts, Said, hear, learn
from backend.mirror.incidents import ChainMoved, LogsLeftOut

AT_ONCE = 500
"""Logs between two times that others get their turn: the database takes another piece meanwhile."""


class Piece(NamedTuple):
    """end: the last block of it; blocks: those to keep, in order; said: everything, in order."""

    end: Block
    blocks: list[Block]
    said: list[Said]


async def fetch_range(client: ChainClient, known: Contracts, first: int, last: int) -> Piece:
    """Of blocks that the node calls final, those with events are kept. `known` learns of new projects.

    Raises RangeTooLarge when the node wants a smaller range, and ChainMoved when it has not come so far.
    """
    end, logs = await _ask_range(client, list(known), first, last)
    # New contracts are asked for again: their first events can lie in the very block that proposes them.
    while fresh := learn(known, logs):
        end, more = await _ask_range(client, fresh, first, last)
        logs += more
    blocks: dict[int, Block] = {end.number: end}
    said: list[Said] = []
    block = end
    for count, log in enumerate(logs):
        if count % AT_ONCE == 0:
            await asyncio.sleep(0)
        each = hear(known, log)
        if each is None:
            continue
        number = each[0]
        if number != block.number:
            if not first <= number <= last:
                raise LogsLeftOut(
                    f"{client.name} was asked for blocks {first} to {last} and tells of {number}."
                )
            if number not in blocks:
                blocks[number] = await _block_of(client, log, number)
            block = blocks[number]
        if log.removed or log.block_hash != block.hash:
            raise _replaced(number)
        said.append(each)
    return Piece(end, [blocks[number] for number in sorted(blocks)], _in_order(said))


async def fetch_blocks(client: ChainClient, known: Contracts, base: Block, heads: Sequence[Block]) -> Piece:
    """All of `heads`, which follow `base`, are kept.

    Raises ChainMoved when they do not hang together, and LogsLeftOut when the answer cannot be whole.
    """
    for parent, block in zip([base, *heads], heads, strict=False):
        if block.parent_hash != parent.hash:
            raise ChainMoved(f"Block {block.number} no longer follows {parent.hash}: reading again.")
    logs: dict[str, list[Log]] = {}
    # A project that is proposed in one of them may speak in the others.
    while silent := [head for head in heads if head.hash not in logs and _may_speak(head, known)]:
        proved = [head for head in silent if read_bloom(head.bloom)]
        logs |= await _ask_blocks(client, known, silent, whole=bool(proved))
        for head in proved:
            gap = find_gap(read_bloom(head.bloom) or 0, logs[head.hash])
            if gap:
                raise LogsLeftOut(f"{client.name} leaves out logs of block {head.number}: {gap}.")
        learn(known, [log for each in silent for log in logs[each.hash]])
    heard = (hear(known, log) for head in heads for log in logs.get(head.hash, ()))
    return Piece(heads[-1] if heads else base, list(heads), _in_order(each for each in heard if each))


def _may_speak(head: Block, known: Contracts) -> bool:
    bloom = read_bloom(head.bloom)
    return bloom is None or may_speak(bloom, known, topics())


async def _ask_blocks(
    client: ChainClient, known: Contracts, heads: Sequence[Block], *, whole: bool
) -> dict[str, list[Log]]:
    """By block hash. whole: all logs of the blocks, whoever wrote them, because only all can be proved."""
    found: defaultdict[str, list[Log]] = defaultdict(list)
    hashes = [head.hash for head in heads]
    if whole:
        logs = await client.logs_of(hashes)
    else:
        logs = await client.logs_of(hashes, addresses=list(known), topics=topics())
    for log in logs:
        if log.removed or log.block_hash not in hashes:
            raise _replaced(int(log.block_number, 16))
        found[log.block_hash].append(log)
    return {each: found[each] for each in hashes}


async def _ask_range(
    client: ChainClient, addresses: Sequence[str], first: int, last: int
) -> tuple[Block, list[Log]]:
    """The last block comes in the same answer: a node that has not got so far would tell of fewer logs."""
    logs, end = await client.logs_until(first, last, addresses=addresses, topics=topics())
    if end is None:
        raise ChainMoved(f"{client.name} does not have block {last} yet, or any more: reading again.")
    return end, logs


async def _block_of(client: ChainClient, log: Log, number: int) -> Block:
    if time := log.block_timestamp:
        return Block(number, log.block_hash, "", int(time, 16))
    block = await client.block(number)
    if block is None or block.hash != log.block_hash:
        raise _replaced(number)
    return block


def _in_order(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=itemgetter(0, 1))


def _replaced(number: int) -> ChainMoved:
    return ChainMoved(f"Block {number} was replaced while it was read: reading again.")
