"""Logs that a node leaves out again and again, found by name (rule 7.1).

What a node leaves out of eth_getLogs far below the final block, it may leave out when it is asked again: then
only the contracts' answers differ. So the contracts that they are about are looked for in the bloom filter of
every block, and of each block that may hold logs of theirs all receipts are read.
"""

from collections.abc import AsyncIterator, Sequence
from functools import partial

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain import events
from backend.chain.client import Block, ChainClient, Log
from backend.chain.logs import topics
from backend.mirror.bloom import find_gap, may_speak, read_bloom
from backend.mirror.contracts import Contracts, Said, contracts_of, factory_only, hear, learn
from backend.mirror.cursor import Cursor
from backend.mirror.incidents import LogsLeftOut
from backend.mirror.ledger.facts import Fact, describe, describe_platform
from backend.mirror.ledger.questions import Asked
from backend.mirror.ledger.rows import EVENTS
from backend.mirror.proof.differences import ROW, Difference
from backend.mirror.proof.parallel import ask_all, find_blocks, insist, slices
from backend.mirror.proof.replay import Replay

BLOCKS = 10
"""Of which one after the other is read, while others are."""

_PLACES = text(
    " union all ".join(
        f"select '{name}' as name, block_number, log_index from {name} where block_number = any(:numbers)"
        for name in EVENTS
    )
).bindparams(bindparam("numbers", type_=ARRAY(BIGINT)))


async def find_omissions(
    client: ChainClient,
    connection: AsyncConnection,
    cursor: Cursor,
    replay: Replay,
    suspects: set[str],
) -> list[Difference]:
    """The rows that are missing about these campaigns; "" stands for what the factory says of any.

    Raises LogsLeftOut when not even the receipts of a block explain its bloom filter, NodeUnreachable,
    WrongChain and RpcRefused.
    """
    known = factory_only(cursor.factory)
    for campaign in suspects & replay.projects.keys():
        project = replay.projects[campaign]
        known |= contracts_of(campaign, project["waterfall"], project["share_token"])
    found: list[Difference] = []
    async for some, said in _listen(client, _find_speaking(client, cursor, known), known):
        places = await _read_places(connection, [head.number for head in some])
        for each in said:
            key = {"block_number": each.block_number, "log_index": each.log_index}
            for table, values in _describe(each):
                if (table, each.block_number, each.log_index) not in places:
                    found.append(Difference(table, key, ROW, None, values, each.campaign))
    return found


async def check_surplus(
    client: ChainClient, cursor: Cursor, replay: Replay, differences: Sequence[Difference]
) -> None:
    """Whether rows that are too many, as the node tells it, are on the chain all the same.

    Raises LogsLeftOut, which names the first: not the mirror is wrong then, but the node.
    """
    surplus = {
        (each.table, each.key["block_number"], each.key["log_index"])
        for each in differences
        if each.table in EVENTS and each.column == ROW and each.chain is None
    }
    known = factory_only(cursor.factory)
    for campaign, project in replay.projects.items():
        known |= contracts_of(campaign, project["waterfall"], project["share_token"])
    numbers = sorted({number for _, number, _ in surplus if number <= cursor.block_number})
    async for _, said in _listen(client, find_blocks(client, numbers), known):
        for each in said:
            for table, _ in _describe(each):
                if (table, each.block_number, each.log_index) in surplus:
                    raise LogsLeftOut(
                        f"{client.name} leaves log {each.log_index} of block {each.block_number} out of "
                        f"eth_getLogs, and has it in its receipts ({table}): compare with another node."
                    )


async def _find_speaking(client: ChainClient, cursor: Cursor, known: Contracts) -> AsyncIterator[Block]:
    """Blocks that may hold logs of theirs."""
    async for head in find_blocks(client, range(cursor.start_number, cursor.block_number + 1)):
        bloom = read_bloom(head.bloom)
        if bloom is None or may_speak(bloom, known, topics()):
            yield head


async def _listen(
    client: ChainClient, heads: AsyncIterator[Block], known: Contracts
) -> AsyncIterator[tuple[Sequence[Block], list[Said]]]:
    """Blocks, and all that is said in them."""

    async def ask(some: Sequence[Block]) -> list[Log]:
        return [log for head in some for log in await insist(client, partial(_read_receipts, client, head))]

    async for some, logs in ask_all(slices(heads, BLOCKS), ask):
        learn(known, logs)
        yield some, [said for said in (hear(known, log) for log in logs) if said]


async def _read_receipts(client: ChainClient, head: Block) -> list[Log]:
    """Proved by the block's bloom filter, if it has one."""
    logs = await client.receipts_logs(head.hash)
    bloom = read_bloom(head.bloom)
    gap = bloom and find_gap(bloom, logs)
    if gap:
        raise LogsLeftOut(f"{client.name} leaves logs out of the receipts of block {head.number}: {gap}.")
    return logs


async def _read_places(connection: AsyncConnection, numbers: list[int]) -> set[tuple[str, int, int]]:
    """Where the ledger has rows: table, block and log."""
    rows = await connection.execute(_PLACES, {"numbers": numbers})
    return {(row.name, row.block_number, row.log_index) for row in rows}


def _describe(said: Said) -> list[Fact]:
    """The rows that it makes, where only their tables matter: not what they owe to other rows."""
    if change := describe_platform(said.event):
        return [("platform_changes", change)]
    if isinstance(said.event, events.Deposited):
        return [("deposits", {})]
    return describe(said, None, None, None) or describe(said, None, None, Asked(0, 0))
