"""Why a mined transaction had no effect, in words."""

from collections.abc import Callable

from backend.chain.client import ChainClient
from backend.chain.moves import REVERTED
from backend.chain.sightings import GasRanOut, find_revert, find_transactions
from backend.chain.transactions import Receipt
from scripts.language import say
from scripts.transactions.entries import Entry

Explain = Callable[[bytes], str]
"""Makes a sentence of what a contract reverted with."""


async def find_reason(
    client: ChainClient, entry: Entry, hash: str, receipt: Receipt, explain: Explain
) -> str:
    """A sentence: what the contract said, or that the gas ran out, or that nobody knows."""
    (failed,) = await find_transactions(client, [hash])
    if failed is None:
        return REVERTED
    try:
        said = await find_revert(client, failed, receipt.block_number)
    except GasRanOut:
        return say("{gas:,} gas were too little for it", gas=entry.gas)
    return explain(said) if said else say("the contract refused it and gave no reason")
