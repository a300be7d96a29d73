"""Attempts at a transaction: signed here or by a wallet, dearer when it waits too long, till one is mined."""

import asyncio
import time

from backend.chain import transactions as node
from backend.chain.client import ChainClient
from backend.chain.errors import NodeUnreachable, RpcRefused
from backend.chain.fees import Fees, GasTooDear, cap_fees, find_price, raise_fees, suggest_fees
from backend.chain.numbers import ask_number
from backend.chain.sightings import find_transactions
from scripts.keys.signers import HandedOver, KeySigner, SendingSigner, Signer, WritingSigner
from scripts.language import say
from scripts.refusal import Refused, Unfinished
from scripts.transactions.entries import Asked, Declined, Entry, Kind, Moved, Signed
from scripts.transactions.ledger import Book
from scripts.transactions.manner import Manner
from scripts.transactions.settlement import settle


def kind_of(signer: Signer) -> Kind:
    """By what it can do."""
    if hasattr(signer, "sign_transaction"):
        return "key"
    return "wallet" if hasattr(signer, "send_transaction") else "safe"


async def begin(
    client: ChainClient,
    book: Book,
    signer: Signer,
    entry: Entry,
    manner: Manner,
    words: tuple[str, ...] = (),
) -> None:
    """Has what is recorded signed, and what is signed in the journal. Raises Refused, HandedOver."""
    match kind_of(signer):
        case "key":
            fees = cap_fees(await suggest_fees(client), manner.most_fee)
            await _sign(client, book, signer, entry, fees, manner)
        case "wallet":
            await _ask_wallet(client, book, signer, entry, manner, words)
        case "safe":
            await _hand_over(book, signer, entry, manner, words)


async def follow(
    client: ChainClient, book: Book, signer: Signer | None, number: int, manner: Manner
) -> Entry:
    """The entry once a block has it, or once it is known that none will.

    Gives it to the node again when that forgets it, and has `signer` sign it anew when its fee is too low.
    Raises Unfinished when the time is over.
    """
    deadline = time.monotonic() + manner.wait_seconds
    while True:
        note, head = "", None
        try:
            note = (await settle(client, book, manner)).get(number, "")
            entry = book.entry(number)
            if not entry.is_waiting:
                return entry
            head = await ask_number(client, "eth_blockNumber")
            if signer and kind_of(signer) == "key":
                await _raise_if_stuck(client, book, signer, entry, manner, head)
        except (NodeUnreachable, RpcRefused, GasTooDear, Refused) as problem:
            note = str(problem)
        entry = book.entry(number)
        manner.tell("waiting", entry, block=head, note=note)
        # A wallet that was asked in another run, and the owners of a Safe, take their time.
        if entry.asked or time.monotonic() > deadline:
            raise Unfinished(_unfinished(entry, note))
        await asyncio.sleep(manner.poll_seconds)


async def refuse_unpayable(client: ChainClient, account: str, gas: int, manner: Manner) -> None:
    """Raises Refused unless the account can pay for so much gas at today's price, GasTooDear."""
    fees = cap_fees(await suggest_fees(client), manner.most_fee)
    await _refuse_poor(client, account, gas * fees.most)


async def _sign(
    client: ChainClient, book: Book, signer: Signer, entry: Entry, fees: Fees, manner: Manner
) -> None:
    assert isinstance(signer, KeySigner)
    head = await ask_number(client, "eth_blockNumber")
    signed = signer.sign_transaction(entry.call, entry.chain_id, entry.nonce, entry.gas, fees)
    manner.tell("signed", entry)
    entry = book.write(
        Signed,
        entry.number,
        nonce=entry.nonce,
        hash=signed.hash,
        raw="0x" + signed.raw.hex(),
        most_fee=fees.most,
        tip=fees.tip,
        at_block=head,
    )
    manner.tell("stored", entry)


async def _ask_wallet(
    client: ChainClient,
    book: Book,
    signer: Signer,
    entry: Entry,
    manner: Manner,
    words: tuple[str, ...],
) -> None:
    """It may send from now on, so that this is written first; by what hash it did is written after."""
    wallet: SendingSigner = signer  # type: ignore[assignment]
    entry = entry if entry.asked else book.write(Asked, entry.number)
    manner.tell("asked", entry)
    try:
        hash = wallet.send_transaction(entry.call, entry.chain_id, entry.gas, words, entry.nonce)
    except Refused:
        book.write(Declined, entry.number)
        book.write(Moved, entry.number, status="abandoned")
        raise
    manner.tell("answered", entry)
    (seen,) = await find_transactions(client, [hash])
    if seen and (seen.sender, seen.receiver, seen.data) != (entry.sender, entry.receiver, entry.data):
        # Wallets let people change what is asked, and a page may be lied to: another call is not this one.
        raise Unfinished(
            say("the wallet sent another call than it was asked for, {hash}: look what it did", hash=hash)
        )
    book.write(
        Signed,
        entry.number,
        nonce=seen.nonce if seen else entry.nonce,
        hash=hash.lower(),
        raw=await _read_raw(client, hash),
        most_fee=0,
        tip=0,
        at_block=await ask_number(client, "eth_blockNumber"),
    )


async def _hand_over(
    book: Book, signer: Signer, entry: Entry, manner: Manner, words: tuple[str, ...]
) -> None:
    safe: WritingSigner = signer  # type: ignore[assignment]
    file = safe.write_calls([entry.call], entry.chain_id, words)
    manner.tell("asked", book.write(Asked, entry.number))
    raise HandedOver(file, book.account)


async def _raise_if_stuck(
    client: ChainClient, book: Book, signer: Signer, entry: Entry, manner: Manner, head: int
) -> None:
    """Signs the account's next transaction anew when it waits too long, or is too cheap by now.

    Raises GasTooDear and Refused, when it cannot be dearer.
    """
    if not entry.attempts or entry.by != "key":
        return
    if await node.count_nonces(client, entry.sender, "latest") != entry.nonce:
        return
    today = await suggest_fees(client)
    if head - entry.attempts[-1].at_block < manner.patience and entry.fees.most >= find_price(today):
        return
    fees = raise_fees(entry.fees, cap_fees(today, manner.most_fee))
    if fees.most > manner.most_fee:
        raise GasTooDear(fees.most, manner.most_fee)
    await _refuse_poor(client, entry.sender, entry.gas * fees.most)
    manner.tell("dearer", entry, block=head)
    await _sign(client, book, signer, entry, fees, manner)


async def _refuse_poor(client: ChainClient, account: str, cost: int) -> None:
    has = await node.read_balance(client, account)
    if has < cost:
        raise Refused(
            say(
                "{account} has {has} wei and may need {cost} for gas: fund it with {missing} wei or more",
                account=account,
                has=has,
                cost=cost,
                missing=cost - has,
            )
        )


async def _read_raw(client: ChainClient, hash: str) -> str | None:
    """A wallet keeps the bytes to itself; some nodes tell them, and then they can be sent again."""
    try:
        raw: str | None = await client.request("eth_getRawTransactionByHash", hash)
    except RpcRefused:
        return None
    return raw


def _unfinished(entry: Entry, note: str) -> str:
    if entry.by == "safe":
        return say("{intent} waits for the owners of the Safe {safe}", intent=entry.intent, safe=entry.sender)
    if entry.asked:
        return say(
            "the wallet was asked for {intent}, and the chain has nothing of it: look into the wallet; if it "
            "has nothing either, `coprod campaign resume --again` asks it again",
            intent=entry.intent,
        )
    said = say(
        "{intent} is not in a block yet ({hash}): `coprod campaign resume` goes on with it",
        intent=entry.intent,
        hash=entry.hash,
    )
    return f"{said} ({note})" if note else said
