"""The proof that the mirror says what the chain says, at the mirror's own block (rule 7.1).

By two ways: every log is read again and every row made anew from it; and every balance, account, sum and
status is asked of the contracts. What differs is named, row and column.
"""

from collections import Counter
from dataclasses import dataclass

from eth_utils.crypto import keccak
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import Block, ChainClient
from backend.chain.errors import RangeTooLarge
from backend.mirror.contracts import factory_only
from backend.mirror.cursor import Cursor, read_cursor
from backend.mirror.differences import Difference, compare_rows, compare_values
from backend.mirror.facts import Row
from backend.mirror.fetch import Piece, fetch_range
from backend.mirror.incidents import ChainMoved, NothingMirrored
from backend.mirror.inquiry import inquire
from backend.mirror.replay import Replay
from backend.tables import blocks, deposits, metadata, statements

SUMS = ("gross", "net")
RANGE = 2_000
BEYOND = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """as_of: the block that was compared; compared: how many rows by table, and answers of contracts."""

    as_of: Block
    compared: dict[str, int]
    differences: list[Difference]


async def reconcile(client: ChainClient, connection: AsyncConnection) -> Reconciliation:
    """Compare everything. `connection` is a fresh one: all is read from one snapshot.

    Raises NothingMirrored before the mirror's first step, ChainMoved when the chain replaced its block
    (wait for the mirror and try again), NodeUnreachable and RpcRefused.
    """
    connection = await connection.execution_options(isolation_level="REPEATABLE READ")
    cursor = await read_cursor(connection)
    if cursor is None:
        raise NothingMirrored("There is nothing to compare yet: start `coprod worker` first.")
    as_of = await _current_block(client, cursor)
    compared: Counter[str] = Counter()
    differences = await _compare_cursor(client, cursor, as_of)
    differences += await _compare_blocks(client, connection, cursor, compared)
    replay = Replay()
    differences += await _compare_ledger(client, connection, cursor, replay, compared)
    differences += await inquire(client, connection, cursor.factory, as_of, replay, compared)
    differences += await _compare_documents(connection, compared)
    await _current_block(client, cursor)
    return Reconciliation(as_of, dict(compared), differences)


async def _current_block(client: ChainClient, cursor: Cursor) -> Block:
    block = await client.block(cursor.block_number)
    if block is None or block.hash != cursor.block_hash:
        raise ChainMoved(
            f"The chain at {client.name} does not have the mirror's block {cursor.block_number} "
            f"({cursor.block_hash}): let `coprod worker` follow, then compare again."
        )
    return block


async def _compare_cursor(client: ChainClient, cursor: Cursor, as_of: Block) -> list[Difference]:
    final = await client.block("finalized")
    chain: Row = {"chain_id": await client.chain_id(), "block_time": as_of.time}
    if final is None or final.number < cursor.final_number:
        chain["final_number"] = final and final.number
    kept = {"chain_id": cursor.chain_id, "block_time": cursor.block_time, "final_number": cursor.final_number}
    return compare_values("cursor", {"id": 1}, kept, chain)


async def _compare_blocks(
    client: ChainClient, connection: AsyncConnection, cursor: Cursor, compared: Counter[str]
) -> list[Difference]:
    """Those that are kept, and none above the final one forgotten."""
    ours = [dict(row._mapping) for row in await connection.execute(select(blocks).order_by(blocks.c.number))]
    unfinal = range(max(cursor.final_number + 1, cursor.start_number), cursor.block_number + 1)
    wanted = sorted({row["number"] for row in ours} | set(unfinal))
    heads = await client.blocks([number for number in wanted if number <= cursor.block_number])
    theirs = [{"number": each.number, "hash": each.hash, "time": each.time} for each in heads if each]
    compared["blocks"] += len(theirs)
    return compare_rows("blocks", ours, theirs)


async def _compare_ledger(
    client: ChainClient, connection: AsyncConnection, cursor: Cursor, replay: Replay, compared: Counter[str]
) -> list[Difference]:
    known = factory_only(cursor.factory)
    found: list[Difference] = []
    first, width, below = cursor.start_number, RANGE, 0
    while first <= cursor.block_number:
        last = min(first + width - 1, cursor.block_number)
        try:
            piece: Piece = await fetch_range(client, known, first, last)
        except RangeTooLarge:
            if width == 1:
                raise
            width //= 2
            continue
        # The first and the last range have what should not be there at all.
        above = BEYOND if last == cursor.block_number else last
        for table, rows in replay.write_rows(piece).items():
            found += compare_rows(table, await _read_rows(connection, table, below, above), rows)
            compared[table] += len(rows)
        first = below = last + 1
    return found


async def _compare_documents(connection: AsyncConnection, compared: Counter[str]) -> list[Difference]:
    """Statements that were deposited: the document that is kept, and its sums, with what the deposit says."""
    rows = await connection.execute(
        select(
            statements.c.id,
            statements.c.document,
            *(
                table.c[name].label(f"{table.name}_{name}")
                for table in (statements, deposits)
                for name in SUMS
            ),
            deposits.c.document_hash,
        ).join(
            deposits,
            (deposits.c.campaign == statements.c.campaign)
            & (deposits.c.statement_id == statements.c.statement_id),
        )
    )
    found: list[Difference] = []
    for row in rows.mappings():
        kept = {name: row[f"statements_{name}"] for name in SUMS}
        said = {name: row[f"deposits_{name}"] for name in SUMS}
        kept["keccak256 of the document"] = "0x" + keccak(bytes(row["document"])).hex()
        said["keccak256 of the document"] = row["document_hash"]
        found += compare_values("statements", {"id": row["id"]}, kept, said)
        compared["statements"] += 1
    return found


async def _read_rows(connection: AsyncConnection, table: str, first: int, last: int) -> list[Row]:
    columns = metadata.tables[table].c
    rows = await connection.execute(
        select(metadata.tables[table]).where(columns.block_number.between(first, last))
    )
    return [dict(row._mapping) for row in rows]
