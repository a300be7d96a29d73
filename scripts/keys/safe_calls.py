"""Whether a Safe has executed what its owners were given: seen by the events that it emits."""

from eth_utils.crypto import keccak

from backend.chain.client import ChainClient
from backend.chain.errors import RangeTooLarge
from backend.chain.fees import Fees
from backend.chain.found import Mined
from backend.chain.sightings import find_transactions
from scripts.transactions.entries import Entry

EXECUTED = "0x" + keccak(text="ExecutionSuccess(bytes32,uint256)").hex()
"""Of every version of Safe since 1.0: some index the hash, which changes no topic of the event itself."""
MOST_BLOCKS = 50_000


async def find_executed(client: ChainClient, entry: Entry, head: int) -> Mined | None:
    """The transaction in which the Safe made the entry's call, alone or among others.

    Known by the call's receiver and data, which whoever executes a Safe's transaction has to spell out.
    """
    for hash in await _find_hashes(client, entry.sender, entry.at_block, head):
        (found,) = await find_transactions(client, [hash])
        wanted = bytes.fromhex((entry.receiver or "0x")[2:])
        if found and wanted in found.data and entry.data in found.data:
            return Mined(hash, entry.receiver, entry.data, Fees(0, 0), None)
    return None


async def _find_hashes(client: ChainClient, safe: str, first: int, head: int) -> list[str]:
    """The newest first, in ranges that the node bears."""
    hashes: list[str] = []
    step, last = MOST_BLOCKS, head
    while last >= first:
        try:
            logs = await client.logs(max(first, last - step + 1), last, addresses=[safe], topics=[EXECUTED])
        except RangeTooLarge:
            if step == 1:
                raise
            step //= 2
            continue
        hashes += reversed([each.transaction_hash for each in logs])
        last -= step
    return list(dict.fromkeys(hashes))
