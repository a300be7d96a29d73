"""Transactions that others sent, as a node tells them: waiting or mined; and why one had no effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend import eip55
from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, RpcRefused
from backend.chain.numbers import read_answer


@dataclass(frozen=True, slots=True)
class Transaction:
    """What it does. gas: the most that it may take. block_number: None while it waits."""

    hash: str
    sender: str
    nonce: int
    receiver: str | None
    data: bytes
    value: int
    gas: int
    block_number: int | None


async def find_transactions(client: ChainClient, hashes: Sequence[str]) -> list[Transaction | None]:
    """For each hash what the node knows by it, or None."""
    found = await client.batch([("eth_getTransactionByHash", [each]) for each in hashes]) if hashes else []
    return read_answer(client, lambda: [None if each is None else _read(each) for each in found])


async def has_code(client: ChainClient, account: str) -> bool:
    """Whether a contract, or a delegate of EIP-7702, acts for the account."""
    code = await client.request("eth_getCode", account, "latest")
    return read_answer(client, lambda: len(bytes.fromhex(code[2:]))) > 0


async def find_revert(client: ChainClient, failed: Transaction, block_number: int) -> bytes | None:
    """What the contract said when this mined transaction reverted; None when it said nothing.

    It is played again on the state before its block, and then on the one after it, where what came before it
    in the block has happened. Raises GasRanOut when it succeeds with more gas than it had.
    """
    for number in (block_number - 1, block_number):
        try:
            said = await _replay(client, failed, number, failed.gas)
            if said == b"" and await _replay(client, failed, number, None) is None:
                raise GasRanOut
        except BlockUnknown:
            # A node that keeps no old states.
            return None
        if said is not None:
            return said or None
    return None


class GasRanOut(Exception):
    """The transaction was given too little gas."""


async def _replay(client: ChainClient, failed: Transaction, block: int, gas: int | None) -> bytes | None:
    """The bytes with which it reverts, which may be none; None when it succeeds."""
    call = {"from": failed.sender, "data": "0x" + failed.data.hex(), "value": hex(failed.value)}
    call |= {"to": failed.receiver} if failed.receiver else {}
    call |= {} if gas is None else {"gas": hex(gas)}
    try:
        await client.request("eth_call", call, hex(block))
    except BlockUnknown:
        raise
    except RpcRefused as refusal:
        return refusal.data or b""
    return None


def _read(answer: dict[str, Any]) -> Transaction:
    receiver, number = answer["to"], answer.get("blockNumber")
    return Transaction(
        answer["hash"].lower(),
        _address(answer["from"]),
        int(answer["nonce"], 16),
        receiver and _address(receiver),
        bytes.fromhex(answer["input"][2:]),
        int(answer["value"], 16),
        int(answer["gas"], 16),
        None if number is None else int(number, 16),
    )


def _address(said: str) -> str:
    return eip55.to_text(bytes.fromhex(said[2:]))
