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
from backend.chain.errors import RpcRefused
from backend.mirror.contracts import factory_only
from backend.mirror.cursor import Cursor, read_cursor
from backend.mirror.endpoints import recall_ranges
from backend.mirror.incidents import ChainContradictsItself, ChainMoved, LogsLeftOut, NothingMirrored
from backend.mirror.ledger.facts import Row
from backend.mirror.ledger.rows import TABLES
from backend.mirror.proof.differences import Difference, compare_values
from backend.mirror.proof.inquiry import inquire
from backend.mirror.proof.omissions import check_surplus, find_omissions
from backend.mirror.proof.parallel import insist
from backend.mirror.proof.reread import Reread
from backend.mirror.reader import WANTED, Reader
from backend.tables import deposits, statements

SUMS = ("gross", "net")


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """as_of: the block that was compared; compared: how many rows by table, and answers of contracts."""

    as_of: Block
    compared: dict[str, int]
    differences: list[Difference]


async def reconcile(
    client: ChainClient,
    connection: AsyncConnection,
    *,
    log_range: int = 2_000,
    wanted: int = WANTED,
    every_block: bool = False,
) -> Reconciliation:
    """Compare everything. `connection` is a fresh one, of which each transaction is one snapshot.

    log_range: most blocks asked of the node in one eth_getLogs; wanted: about so many logs in memory at once.
    every_block: look in every block for what is left out, whatever the contracts answer: of what no contract
    tells (gifts in kind, offers of roles) a log may be missing without a difference otherwise.
    A node that is caught leaving out logs is distrusted, and another one asked. Raises NothingMirrored before
    the mirror's first step, ChainMoved when the chain replaced its block (wait for the mirror and try again),
    ChainContradictsItself and LogsLeftOut when no node tells everything, NodeUnreachable, WrongChain and
    RpcRefused.
    """
    connection = await connection.execution_options(isolation_level="REPEATABLE READ")
    await recall_ranges(connection, client.endpoints)
    for _ in client.endpoints[1:]:
        try:
            return await _compare(client, connection, Reader(client, log_range, wanted), every_block)
        except (ChainContradictsItself, LogsLeftOut) as lie:
            client.distrust(lie.detail)
            await connection.rollback()
    return await _compare(client, connection, Reader(client, log_range, wanted), every_block)


async def _compare(
    client: ChainClient, connection: AsyncConnection, reader: Reader, every_block: bool
) -> Reconciliation:
    """First the rows of final blocks, which takes long on a long chain; then what came since and, while every
    node still knows the state of the mirror's block, the contracts."""
    compared: Counter[str] = Counter()
    cursor = await _read_cursor(connection)
    await insist(client, lambda: client.expect_chain(cursor.chain_id))
    before = await _find_block(client, max(0, cursor.start_number - 1))
    reread = Reread(client, reader, before, factory_only(cursor.factory), compared)
    final = await _find_block(client, min(cursor.final_number, cursor.block_number))
    rows = await reread.compare(connection, cursor, final, is_end=False)
    await connection.rollback()
    cursor = await _read_cursor(connection)
    as_of = await _current_block(client, cursor)
    rows += await reread.compare(connection, cursor, as_of, is_end=True)
    await check_surplus(client, cursor, reread.replay, rows)
    answers = await inquire(client, connection, cursor.factory, as_of, reread.replay, compared)
    # Rows that differ explain what contracts answer otherwise; what else does must be missing in both.
    suspects = {each.campaign for each in answers} - {each.campaign for each in rows if each.table in TABLES}
    if every_block:
        suspects = {"", *reread.replay.projects}
    if suspects:
        named = {(each.table, *each.key.values()) for each in rows}
        missing = await find_omissions(client, connection, cursor, reread.replay, suspects)
        rows += [each for each in missing if (each.table, *each.key.values()) not in named]
    differences = await _compare_cursor(client, cursor, as_of)
    differences += rows + answers + await _compare_documents(connection, compared)
    await _current_block(client, cursor)
    return Reconciliation(as_of, dict(compared), differences)


async def _read_cursor(connection: AsyncConnection) -> Cursor:
    cursor = await read_cursor(connection)
    if cursor is None:
        raise NothingMirrored("There is nothing to compare yet: start `coprod worker` first.")
    return cursor


async def _current_block(client: ChainClient, cursor: Cursor) -> Block:
    block = await insist(client, lambda: client.block(cursor.block_number))
    if block is None or block.hash != cursor.block_hash:
        raise ChainMoved(
            f"The chain at {client.name} does not have the mirror's block {cursor.block_number} "
            f"({cursor.block_hash}): let `coprod worker` follow, then compare again."
        )
    return block


async def _find_block(client: ChainClient, number: int) -> Block:
    block = await insist(client, lambda: client.block(number))
    if block is None:
        raise ChainMoved(f"{client.name} does not have block {number}: let it catch up, or ask another node.")
    return block


async def _compare_cursor(client: ChainClient, cursor: Cursor, as_of: Block) -> list[Difference]:
    """safe_number and final_number never go back, and the chain's go on: at most, they are its."""
    final = await insist(client, lambda: client.block("finalized"))
    try:
        safe = await insist(client, lambda: client.block("safe"))
    except RpcRefused:
        # Where none is called safe, the final one is.
        safe = final
    chain: Row = {"block_time": as_of.time}
    kept: Row = {"block_time": cursor.block_time}
    for name, ours, theirs in (
        ("safe_number", cursor.safe_number, safe),
        ("final_number", cursor.final_number, final),
    ):
        if theirs is None or theirs.number < ours:
            kept[name], chain[name] = ours, theirs and theirs.number
    return compare_values("cursor", {"id": 1}, kept, chain)


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
