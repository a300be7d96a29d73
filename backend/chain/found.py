"""A mined transaction is looked for by its sender and nonce: for who has forgotten what it signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend import eip55
from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, RpcRefused
from backend.chain.fees import Fees
from backend.chain.numbers import ask_number
from backend.chain.transactions import count_nonces, find_receipts

MOST_BLOCKS = 5_000
"""Read one after the other, by a node that does not remember the accounts of past blocks."""
AT_ONCE = 50
CLOCKS = 3_600
"""Seconds by which ours may be ahead of the chain's."""


@dataclass(frozen=True, slots=True)
class Mined:
    """A transaction as the chain has it. raw: its signed bytes, from a node that tells them."""

    hash: str
    receiver: str | None
    data: bytes
    fees: Fees
    raw: bytes | None


async def is_lost(
    client: ChainClient, sender: str, nonce: int, hashes: Sequence[str], final: str = "finalized"
) -> bool:
    """Whether another transaction than `hashes` used the nonce, for good: by the block `final`."""
    for block in ("latest", final):
        try:
            if await count_nonces(client, sender, block) <= nonce:
                return False
        except BlockUnknown:
            # A node that was just started does not remember the accounts of that block: later it will.
            return False
        # Asked again after each count: it may have been mined meanwhile, or the node may have been behind.
        if any(await find_receipts(client, hashes)):
            return False
    return True


async def find_by_nonce(client: ChainClient, sender: str, nonce: int, since: int) -> Mined | None:
    """The mined transaction that used a nonce; None when there is none in the blocks after the time `since`.

    By the account's past where the node remembers it, or else in the newest MOST_BLOCKS blocks.
    """
    head = await ask_number(client, "eth_blockNumber")
    try:
        if await count_nonces(client, sender, hex(head)) <= nonce:
            return None
        number = await _search(client, sender, nonce, head)
        blocks = [await client.request("eth_getBlockByNumber", hex(number), True)]
        return await _pick(client, blocks, sender, nonce)
    except RpcRefused:
        return await _read_back(client, sender, nonce, head, since)


async def _search(client: ChainClient, sender: str, nonce: int, head: int) -> int:
    """The first block by whose end the nonce was used, going back in steps that grow."""
    high, low, step = head, head, 1
    while low and await count_nonces(client, sender, hex(low)) > nonce:
        high, low, step = low, max(0, low - step), 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        if await count_nonces(client, sender, hex(middle)) > nonce:
            high = middle
        else:
            low = middle
    return high


async def _read_back(client: ChainClient, sender: str, nonce: int, head: int, since: int) -> Mined | None:
    for last in range(head, max(0, head - MOST_BLOCKS), -AT_ONCE):
        numbers = range(last, max(-1, last - AT_ONCE), -1)
        blocks = await client.batch([("eth_getBlockByNumber", [hex(each), True]) for each in numbers])
        found = await _pick(client, [each for each in blocks if each], sender, nonce)
        if found or blocks[-1] is None or int(blocks[-1]["timestamp"], 16) < since:
            return found
    return None


async def _pick(client: ChainClient, blocks: list[dict[str, Any]], sender: str, nonce: int) -> Mined | None:
    wanted = (int(sender, 16), nonce)
    for each in (some for block in blocks for some in block["transactions"]):
        if (int(each["from"], 16), int(each["nonce"], 16)) == wanted:
            price = each["gasPrice"]
            fees = [int(each.get(name) or price, 16) for name in ("maxFeePerGas", "maxPriorityFeePerGas")]
            receiver = each["to"] and eip55.to_text(bytes.fromhex(each["to"][2:]))
            raw = await _read_raw(client, each["hash"])
            return Mined(each["hash"], receiver, bytes.fromhex(each["input"][2:]), Fees(*fees), raw)
    return None


async def _read_raw(client: ChainClient, hash: str) -> bytes | None:
    try:
        raw = await client.request("eth_getRawTransactionByHash", hash)
    except RpcRefused:
        return None
    return bytes.fromhex(raw[2:]) if raw else None
