"""What this database signed and forgot, because it was restored from a backup, is found on the chain."""

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.found import CLOCKS, find_by_nonce
from backend.tables import attempts, transactions


async def adopt(
    connection: AsyncConnection, client: ChainClient, row: Row[Any], known: Sequence[str]
) -> str | None:
    """Keep the mined transaction that used the nonce as another attempt of `row`, if it does just the same;
    or else say who used the nonce.

    The same account, nonce, receiver and data under a hash that is not recorded: a fee that was raised after
    the backup. `known` are the hashes that are: a node that has forgotten their receipts may have the block.
    """
    mined = await find_by_nonce(client, row.sender, row.nonce, row.created_at - CLOCKS)
    if mined is None or (mined.receiver, mined.data) != (row.receiver, row.data):
        return f"by another transaction than {row.hash}"
    if mined.hash in known:
        return f"by our own {mined.hash}, of which the node has no receipt"
    attempt = {
        "transaction_id": row.id,
        "number": row.attempt + 1,
        "hash": mined.hash,
        "raw": mined.raw,
        "most_fee": mined.fees.most,
        "tip": mined.fees.tip,
        "signed_at_block": 0,
        "created_at": int(time.time()),
    }
    await connection.execute(insert(attempts).values(attempt))
    taken = {"attempt": row.attempt + 1, "hash": mined.hash}
    await connection.execute(update(transactions).where(transactions.c.id == row.id).values(taken))
    return None
