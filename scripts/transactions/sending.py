"""Sends what is wanted exactly once, whatever happens meanwhile, and goes on where another run was stopped.

In the journal first, then signed, then its bytes in the journal, then sent, then followed until a block has
it. Killed anywhere, the same call or `resume` does what was left to do: PROTOCOL 7.2, for a person's account.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from backend import eip55
from backend.chain import transactions as node
from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown
from backend.chain.numbers import ask_number
from backend.errors import CoprodError
from scripts.keys.signers import Signer
from scripts.language import say
from scripts.refusal import Failed, Refused, Unfinished
from scripts.transactions.attempts import begin, follow, kind_of, refuse_unpayable
from scripts.transactions.entries import Declined, Entry, Moved, Recorded
from scripts.transactions.ledger import Book, Journal
from scripts.transactions.manner import Manner
from scripts.transactions.outcomes import Outcome, describe
from scripts.transactions.settlement import settle

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Wanted:
    """Something to be done once. intent: its key in the journal; call: `receiver` None makes a contract.

    gas: asked when nothing was sent yet, and may raise Refused; None lets the node estimate it.
    nonce: the only one that will do; None takes the next. repeats: whether the same intent may be sent again
    once it is done; it never is while it is not. words: what it does, a sentence each, for a wallet's page.
    """

    intent: str
    call: node.Call
    gas: Callable[[], node.Gas] | None = None
    nonce: int | None = None
    repeats: bool = False
    words: tuple[str, ...] = ()


def send(journal: Journal, signer: Signer, wanted: Wanted, manner: Manner) -> Entry:
    """Sends it unless that was done already, and returns it once a block has it, with its effect.

    Raises Refused (nothing was sent), Unfinished (no block has it within manner.wait_seconds), Failed (it had
    no effect, or its nonce went to another transaction), HandedOver (a Safe's owners have to confirm it).
    """
    return _run(manner, lambda client: _send(client, journal, signer, wanted, manner))


def resume(journal: Journal, signer: Signer | None, manner: Manner) -> list[Outcome]:
    """Goes on with everything of the journal that is not final, and says what became of each.

    signer: signs for its own account what nobody signed yet, or what waits for a higher fee; without it the
    rest goes on. Waits for each until a block has it, within manner.wait_seconds. Raises Refused.
    """
    return _run(manner, lambda client: _resume(client, journal, signer, manner))


def abandon(journal: Journal, account: str, number: int) -> Entry:
    """A person knows that nothing will come of it: a wallet that was asked has nothing of it any more, or
    another transaction used its nonce. Raises Refused; MoveForbidden when its bytes may still be mined."""
    with journal.open(account) as book:
        entry = book.entry(number)
        if entry.asked:
            book.write(Declined, number)
        return book.write(Moved, number, status="abandoned")


def _run(manner: Manner, work: Callable[[ChainClient], Awaitable[Answer]]) -> Answer:
    async def run() -> Answer:
        async with ChainClient(manner.url) as client:
            return await work(client)

    try:
        return asyncio.run(run())
    except CoprodError as problem:
        raise Refused(problem.detail) from problem


async def _send(
    client: ChainClient, journal: Journal, signer: Signer, wanted: Wanted, manner: Manner
) -> Entry:
    journal = replace(journal, genesis=await read_genesis(client))
    with journal.open(signer.address) as book:
        before = book.find(wanted.intent)
        await settle(client, book, manner)
        for each in book.entries:
            if each.is_waiting and each.by != "safe" and each.intent != wanted.intent:
                await follow(client, book, signer, each.number, manner)
        next_nonce = await _next_nonce(client, book, kind_of(signer))
        entry = _continue(book, wanted, before, next_nonce)
        if entry is None:
            entry = await _record(client, book, signer, wanted, manner)
        if entry.status == "due" and not entry.asked:
            await begin(client, book, signer, entry, manner, wanted.words)
        entry = await follow(client, book, signer, entry.number, manner)
    if not entry.is_done:
        raise Failed(describe(entry))
    return entry


def _continue(book: Book, wanted: Wanted, before: Entry | None, next_nonce: int) -> Entry | None:
    """What does, or did, what is wanted already. Raises Refused when the journal means another call by it."""
    for each in book.entries:
        # Of what nobody has, only what is wanted now keeps its nonce.
        if each.status == "due" and not each.asked and not _is_same(each, wanted, next_nonce):
            book.write(Moved, each.number, status="abandoned")
    entry = book.find(wanted.intent)
    if entry and before and before.status == "dropped":
        # Its person was told; whoever wants it again gives it another nonce.
        book.write(Moved, entry.number, status="abandoned")
        return None
    if entry is None or (wanted.repeats and before and before.status in ("mined", "final")):
        return None
    if not _is_same(entry, wanted, entry.nonce):
        raise Refused(
            say(
                "the journal has another call under {intent}, in transaction {hash}: look what it did",
                intent=wanted.intent,
                hash=entry.hash or entry.number,
            )
        )
    return entry


def _is_same(entry: Entry, wanted: Wanted, nonce: int) -> bool:
    call = (entry.intent, entry.receiver, entry.data, entry.nonce)
    return call == (wanted.intent, _checksum(wanted.call.receiver), wanted.call.data, nonce)


async def _record(client: ChainClient, book: Book, signer: Signer, wanted: Wanted, manner: Manner) -> Entry:
    """Writes down what is to be sent. Raises Refused, CallReverts, GasAboveCap, GasTooDear: nothing was."""
    call = replace(wanted.call, receiver=_checksum(wanted.call.receiver))
    gas = wanted.gas() if wanted.gas else await node.estimate_gas(client, call, manner.gas_margin_percent)
    kind = kind_of(signer)
    if kind != "safe":
        await refuse_unpayable(client, book.account, gas.limit, manner)
    nonce = await _next_nonce(client, book, kind)
    if wanted.nonce not in (None, nonce):
        raise Refused(
            say(
                "the next transaction of {account} has the nonce {nonce}, not {wanted} as planned: plan anew",
                account=book.account,
                nonce=nonce,
                wanted=wanted.nonce,
            )
        )
    manner.tell("decided")
    entry = book.write(
        Recorded,
        book.next_number,
        intent=wanted.intent,
        chain_id=await client.chain_id(),
        genesis=await read_genesis(client),
        sender=book.account,
        nonce=nonce,
        receiver=call.receiver,
        data="0x" + call.data.hex(),
        expected_gas=gas.expected,
        gas=gas.limit,
        by=kind,
        at_block=await ask_number(client, "eth_blockNumber"),
    )
    manner.tell("recorded", entry)
    return entry


async def _next_nonce(client: ChainClient, book: Book, kind: str) -> int:
    """After all that the chain knows of and all that may still come. A Safe's calls are only counted: its
    owners give them nonces."""
    if kind == "safe":
        return max((each.nonce + 1 for each in book.entries), default=0)
    given = max((each.nonce + 1 for each in book.entries if each.is_open and each.is_out), default=0)
    return max(given, await node.count_nonces(client, book.account, "pending"))


async def _resume(
    client: ChainClient, journal: Journal, signer: Signer | None, manner: Manner
) -> list[Outcome]:
    journal = replace(journal, genesis=await read_genesis(client))
    outcomes = []
    for account in journal.accounts():
        own = signer if signer and signer.address == account else None
        with journal.open(account) as book:
            numbers = [each.number for each in book.entries if each.is_open or each.status == "dropped"]
            notes = await settle(client, book, manner) if numbers else {}
            for number in numbers:
                note = await _go_on(client, book, own, number, manner) or notes.get(number, "")
                entry = book.entry(number)
                outcomes.append(Outcome(entry, describe(entry), "" if entry.is_done else note))
    return outcomes


async def _go_on(client: ChainClient, book: Book, signer: Signer | None, number: int, manner: Manner) -> str:
    """As far as it goes; why not further."""
    entry = book.entry(number)
    try:
        if entry.status == "due" and (manner.again or not entry.asked) and entry.by != "safe":
            if signer is None:
                return say("{account} has to sign it: name its key", account=book.account)
            await node.estimate_gas(client, entry.call, 0)
            await begin(client, book, signer, entry, manner)
        await follow(client, book, signer, number, manner)
    except node.CallReverts as refusal:
        book.write(Moved, number, status="abandoned", error=refusal.detail)
        return refusal.detail
    except (Unfinished, Refused) as told:
        return str(told)
    except CoprodError as problem:
        return problem.detail
    return ""


async def read_genesis(client: ChainClient) -> str:
    """Hash of block 0, by which a chain is told from one that began again."""
    block = await client.block(0)
    if block is None:
        raise BlockUnknown(f"The node at {client.name} does not know block 0.")
    return block.hash


def _checksum(address: str | None) -> str | None:
    return eip55.to_text(bytes.fromhex(address[2:])) if address else None
