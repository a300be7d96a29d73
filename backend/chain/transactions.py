"""Transactions of EIP-1559: what they cost, and what became of their signed bytes. Keeps and signs nothing.

Gas is in units, fees in wei per unit of gas. Nothing here chooses a nonce: who records transactions does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.chain.client import ChainClient
from backend.chain.contracts import describe_error
from backend.chain.errors import BlockUnknown, NodeUnreachable, RpcRefused
from backend.chain.numbers import ask_number, read_answer
from backend.errors import CoprodError

GAS_CAP = 2**24
"""Most gas of one transaction on Ethereum (EIP-7825); other chains allow more, and nobody here needs it."""


class CallReverts(CoprodError):
    """The contract would refuse the transaction, with `data`: it is not sent."""

    status = 409
    type = "call-reverts"
    title = "The contract refuses this"

    def __init__(self, contract: str, data: bytes) -> None:
        super().__init__(f"The contract {contract} answers: {describe_error(data)}.")
        self.contract, self.data = contract, data


class GasAboveCap(CoprodError):
    """The transaction takes more gas than one transaction may have."""

    status = 409
    type = "gas-above-cap"
    title = "Too much for one transaction"


class BroadcastRefused(CoprodError):
    """The node does not take the signed bytes, and does not know them either."""

    status = 502
    type = "broadcast-refused"
    title = "The node refuses a transaction"


@dataclass(frozen=True, slots=True)
class Call:
    """What a transaction does. It brings no coins: nothing of ours is paid in them.

    receiver: None makes a contract of the data.
    """

    sender: str
    receiver: str | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Gas:
    """What a call is expected to take, and the most that it may."""

    expected: int
    limit: int


@dataclass(frozen=True, slots=True)
class Signed:
    """The bytes that a node takes, and the hash by which it will know them."""

    raw: bytes
    hash: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a transaction was mined, whether it had its effect, and what it took: gas, and wei for each."""

    block_number: int
    block_hash: str
    succeeded: bool
    gas_used: int
    gas_price: int


async def read_gas_cap(client: ChainClient) -> int:
    """Most gas of one transaction on this chain, now."""
    block = await client.request("eth_getBlockByNumber", "latest", False)
    return min(GAS_CAP, read_answer(client, lambda: int(block["gasLimit"], 16)))


async def estimate_gas(client: ChainClient, call: Call, margin_percent: int) -> Gas:
    """Gas for the call as the chain stands now; the limit has a margin for what may change until it is mined.

    Raises CallReverts with the contract's own words, GasAboveCap when one transaction cannot do it.
    """
    most = await read_gas_cap(client)
    request = {"from": call.sender, "data": _hex(call.data)}
    request |= {"to": call.receiver} if call.receiver else {}
    above = GasAboveCap(f"The call takes more than {most:,} gas, the most of a transaction: make it smaller.")
    try:
        needed = await ask_number(client, "eth_estimateGas", request)
    except RpcRefused as refusal:
        said = describe_error(refusal.data or b"")
        # Short of gas, our contracts revert with a word of their own, and nodes in theirs.
        if said.startswith("Vault_TooLittleGas") or (
            refusal.data is None and "gas" in refusal.detail.lower()
        ):
            raise above from None
        if refusal.data is None:
            raise
        raise CallReverts(call.receiver or "to be made", refusal.data) from None
    gas = needed + needed * margin_percent // 100
    if gas > most:
        raise above
    return Gas(needed, gas)


async def broadcast(client: ChainClient, sender: str, nonce: int, signed: Signed) -> None:
    """Give the bytes to the node, which may have them already: then nothing happens.

    A refusal is not judged by its words, which every node chooses: the bytes are with the node if it knows
    their hash, and past its door if the nonce was used. Otherwise raises BroadcastRefused.
    """
    try:
        await client.request("eth_sendRawTransaction", _hex(signed.raw))
    except RpcRefused as refusal:
        if await client.request("eth_getTransactionByHash", signed.hash) is not None:
            return
        if await count_nonces(client, sender, "latest") > nonce:
            return
        raise BroadcastRefused(f"The node does not take {signed.hash} of {sender}: {refusal}.") from None


async def broadcast_all(client: ChainClient, sender: str, some: Sequence[tuple[int, Signed]]) -> list[str]:
    """The same for many (nonce, bytes) in one request; for each what the node has against it, or "".

    A node that does not answer to this has that against all of them.
    """
    refusals: list[str] = []
    try:
        try:
            await client.batch([("eth_sendRawTransaction", [_hex(signed.raw)]) for _, signed in some])
            return [""] * len(some)
        except RpcRefused:
            # It does not say which: they are given one by one, of which it has some already.
            for each in some:
                refusals.append(await _find_refusal(client, sender, *each))
            return refusals
    except NodeUnreachable as silence:
        return refusals + [silence.detail] * (len(some) - len(refusals))


async def _find_refusal(client: ChainClient, sender: str, nonce: int, signed: Signed) -> str:
    try:
        await broadcast(client, sender, nonce, signed)
    except BroadcastRefused as refusal:
        return refusal.detail
    return ""


async def find_unknown(client: ChainClient, hashes: Sequence[str]) -> set[str]:
    """Those that the node does not know, neither mined nor waiting."""
    found = await client.batch([("eth_getTransactionByHash", [each]) for each in hashes])
    return {each for each, answer in zip(hashes, found, strict=True) if answer is None}


async def count_nonces(client: ChainClient, sender: str, block: str) -> int:
    """How many nonces the account has used at a block: "latest", "pending" (waiting ones too) or
    "finalized"."""
    return await ask_number(client, "eth_getTransactionCount", sender, block)


async def read_balance(client: ChainClient, account: str) -> int:
    """Wei of the account."""
    return await ask_number(client, "eth_getBalance", account, "latest")


async def read_final_number(client: ChainClient) -> int:
    """Number of the newest block that cannot be replaced. Raises BlockUnknown when the node has none yet."""
    block = await client.block("finalized")
    if block is None:
        raise BlockUnknown(f"The node at {client.name} has no final block yet.")
    return block.number


async def find_receipts(client: ChainClient, hashes: Sequence[str]) -> list[Receipt | None]:
    """For each transaction where it was mined, or None."""
    found = await client.batch([("eth_getTransactionReceipt", [each]) for each in hashes])
    return read_answer(client, lambda: [None if each is None else _read_receipt(each) for each in found])


def _read_receipt(answer: dict[str, Any]) -> Receipt:
    return Receipt(
        int(answer["blockNumber"], 16),
        answer["blockHash"],
        answer["status"] == "0x1",
        int(answer["gasUsed"], 16),
        int(answer["effectiveGasPrice"], 16),
    )


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
