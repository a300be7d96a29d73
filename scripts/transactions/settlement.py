"""What became of what a journal says was sent: given to the node again, in a block, final, replaced or lost.

Each step asks the chain and writes down what it finds; run again after a kill at any line, it does what was
left to do. The same rules as the payer's: nothing is signed here, and giving a node the same bytes twice is
harmless.
"""

from dataclasses import dataclass

from backend.chain import transactions as node
from backend.chain.client import ChainClient
from backend.chain.found import CLOCKS, Mined, find_by_nonce, is_lost
from backend.chain.moves import WAITING
from backend.chain.numbers import ask_number
from scripts.keys.safe_calls import find_executed
from scripts.language import say
from scripts.transactions.effects import find_reason
from scripts.transactions.entries import Entry, Found, Moved
from scripts.transactions.ledger import Book
from scripts.transactions.manner import Manner

MOST_NONCES = 50
"""In which the call is looked for that a wallet was asked for: it chooses the nonce."""


@dataclass(frozen=True)
class Heights:
    """Of the chain when it is asked. final: the newest block that cannot be replaced, by number and by the
    name under which the node knows it. used: nonces of the account in blocks."""

    head: int
    final: int
    final_name: str
    used: int


async def settle(client: ChainClient, book: Book, manner: Manner) -> dict[int, str]:
    """Take all that is out as far as the chain allows; by entry, in words, what holds up the others."""
    open_ = [each for each in book.entries if each.is_open]
    if not open_:
        return {}
    heights = await read_heights(client, book.account, manner)
    # What nobody signed here may have been signed elsewhere, with a copy of this journal.
    out = (each for each in open_ if each.is_out or each.nonce < heights.used)
    notes = {}
    for each in sorted(out, key=lambda entry: entry.nonce):
        notes[each.number] = await _follow(client, book, manner, each, heights)
    return {number: note for number, note in notes.items() if note}


async def read_heights(client: ChainClient, account: str, manner: Manner) -> Heights:
    """Asked before any receipt: what is final by then has its receipt, if it has one at all."""
    head = await ask_number(client, "eth_blockNumber")
    if manner.confirmations is None:
        final, name = await node.read_final_number(client), "finalized"
    else:
        final = max(0, head - manner.confirmations)
        name = hex(final)
    return Heights(head, final, name, await node.count_nonces(client, account, "latest"))


async def _follow(client: ChainClient, book: Book, manner: Manner, entry: Entry, heights: Heights) -> str:
    found = await _find_receipt(client, entry)
    if not found and entry.by == "safe":
        executed = await find_executed(client, entry, heights.head)
        if not executed:
            return say("the Safe's owners have not executed it yet")
        entry = _adopt(book, entry, entry.nonce, executed)
        found = await _find_receipt(client, entry)
    if found:
        await _note_mined(client, book, manner, entry, *found, heights)
        return ""
    if entry.status == "mined":
        entry = book.write(Moved, entry.number, status="sent")
        manner.tell("taken back", entry)
    if entry.nonce < heights.used or not entry.attempts:
        return await _search(client, book, entry, heights)
    return await _give(client, book, manner, entry)


async def _find_receipt(client: ChainClient, entry: Entry) -> tuple[str, node.Receipt] | None:
    """The hash of the attempt that was mined, and its receipt: of each nonce at most one was."""
    receipts = await node.find_receipts(client, entry.hashes) if entry.hashes else []
    pairs = zip(entry.hashes, receipts, strict=True)
    return next(((hash, receipt) for hash, receipt in pairs if receipt), None)


async def _note_mined(
    client: ChainClient,
    book: Book,
    manner: Manner,
    entry: Entry,
    hash: str,
    receipt: node.Receipt,
    heights: Heights,
) -> None:
    if (entry.status, entry.hash, entry.block_hash) != ("mined", hash, receipt.block_hash):
        manner.tell("included", entry, block=receipt.block_number)
        error = None if receipt.succeeded else await find_reason(client, entry, hash, receipt, manner.explain)
        if entry.status != "sent":
            book.write(Moved, entry.number, status="sent")
        entry = book.write(
            Moved,
            entry.number,
            status="mined",
            hash=hash,
            block_number=receipt.block_number,
            block_hash=receipt.block_hash,
            gas_used=receipt.gas_used,
            gas_price=receipt.gas_price,
            error=error,
        )
        manner.tell("mined", entry, block=receipt.block_number)
    if receipt.block_number <= heights.final:
        place = ("hash", "block_number", "block_hash", "gas_used", "gas_price", "error")
        values = {name: getattr(entry, name) for name in place}
        entry = book.write(Moved, entry.number, status="failed" if entry.error else "final", **values)
        manner.tell("final", entry, block=receipt.block_number)


async def _search(client: ChainClient, book: Book, entry: Entry, heights: Heights) -> str:
    """Somebody used the nonce, or a wallet may have used any: the same call is ours, whoever sent it."""
    last = entry.nonce + 1 if entry.attempts or entry.by == "key" else heights.used
    known = {hash for each in book.entries for hash in each.hashes}
    rival = None
    for nonce in range(entry.nonce, min(last, entry.nonce + MOST_NONCES)):
        mined = await find_by_nonce(client, entry.sender, nonce, entry.at - CLOCKS)
        if mined and (mined.receiver, mined.data) == (entry.receiver, entry.data) and mined.hash not in known:
            _adopt(book, entry, nonce, mined)
            return say("it was found under another hash")
        rival = rival or mined
    if entry.status == "due" and not entry.asked:
        error = say("its nonce {nonce} was used before it was signed", nonce=entry.nonce)
        book.write(Moved, entry.number, status="abandoned", error=error)
        return error
    if not entry.attempts:
        return say("the wallet was asked, and the chain has nothing of it yet")
    by = rival.hash if rival else say("one that the node does not show")
    if not await is_lost(client, entry.sender, entry.nonce, entry.hashes, heights.final_name):
        return say("its nonce {nonce} is used by {by}, which is not final yet", nonce=entry.nonce, by=by)
    if entry.status != "sent":
        book.write(Moved, entry.number, status="sent")
    error = say(
        "another transaction of the account used its nonce {nonce}, {by}: this one was not done",
        nonce=entry.nonce,
        by=by,
    )
    book.write(Moved, entry.number, status="dropped", error=error)
    return ""


def _adopt(book: Book, entry: Entry, nonce: int, mined: Mined) -> Entry:
    return book.write(
        Found,
        entry.number,
        nonce=nonce,
        hash=mined.hash,
        raw="0x" + mined.raw.hex() if mined.raw else None,
        most_fee=mined.fees.most,
        tip=mined.fees.tip,
        at_block=entry.at_block,
    )


async def _give(client: ChainClient, book: Book, manner: Manner, entry: Entry) -> str:
    """Give the node the newest bytes if it does not have them; what it has against them."""
    newest = next((each for each in reversed(entry.attempts) if each.raw), None)
    unknown = await node.find_unknown(client, [(newest or entry.attempts[-1]).hash])
    if newest is None:
        return say("the node does not know it: look into the wallet") if unknown else ""
    if unknown:
        assert newest.raw is not None
        signed = node.Signed(bytes.fromhex(newest.raw[2:]), newest.hash)
        try:
            await node.broadcast(client, entry.sender, entry.nonce, signed)
        except node.BroadcastRefused as refusal:
            return refusal.detail
        manner.tell("broadcast", entry)
    if entry.status in WAITING and entry.status != "sent":
        manner.tell("sent", book.write(Moved, entry.number, status="sent"))
    first = await node.count_nonces(client, entry.sender, "pending")
    if first < entry.nonce:
        return say("it waits for one with the nonce {nonce} of the account, which no node has", nonce=first)
    return ""
