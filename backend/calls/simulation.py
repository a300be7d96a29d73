"""Calls tried on the newest state, one after the other, without sending anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.calls.steps import Step
from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, RpcRefused
from backend.chain.numbers import ask_number, read_answer

_WORD = 32
_PROGRAM = bytes.fromhex(
    # g = gas; at = 0
    "5a 6000"
    # loop (3): if at >= calldatasize goto end
    "5b 36 81 10 15 6043 57"
    # size = calldataload(at) >> 80 & 0xffff; to = calldataload(at) >> 96
    "80 35 80 6050 1c 61ffff 16 90 6060 1c"
    # calldatacopy(0, at + 22, size)
    "81 6016 84 01 6000 37"
    # if call(gas, to, 0, 0, size, 0, 0) goto good
    "6000 6000 83 6000 6000 85 5a f1 603a 57"
    # revert(what it returned)
    "3d 6000 6000 3e 3d 6000 fd"
    # good (58): at += size + 22; goto loop
    "5b 50 01 6016 01 6003 56"
    # end (67): return(g - gas)
    "5b 50 5a 90 03 6000 52 6020 6000 f3"
)
"""Makes the calls that _pack writes, one after the other; returns the gas they took."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How the calls would end if they were mined now.

    succeeds: None when the node cannot try them together. refusal: what the first one that fails reverts
    with, or b"". gas: what they take together; None when it is not known. block: on whose state.
    """

    succeeds: bool | None
    refusal: bytes
    gas: int | None
    block: int


async def try_calls(node: ChainClient, wallet: str, steps: Sequence[Step]) -> Trial:
    """By eth_simulateV1, which most nodes have, or else as far as eth_call goes.

    Raises NodeUnreachable and BlockUnknown.
    """
    if not steps:
        return Trial(False, b"", None, (await node.newest_block()).number)
    calls = [{"from": wallet, "to": each.to, "data": "0x" + each.data.hex()} for each in steps]
    try:
        asked = ("eth_simulateV1", [{"blockStateCalls": [{"calls": calls}]}, "latest"])
        head, answer = await node.batch([("eth_blockNumber", []), asked])
    except BlockUnknown:
        raise
    except RpcRefused:
        return await _try_otherwise(node, calls)
    return read_answer(node, lambda: _read(answer[0], len(calls), int(head, 16)))


def _read(block: dict[str, Any], expected: int, head: int) -> Trial:
    """Raises ValueError, KeyError or TypeError for what is no such answer."""
    outcomes = block["calls"]
    if len(outcomes) != expected:
        raise ValueError(f"{len(outcomes)} outcomes of {expected} calls")
    gas = sum(int(each["gasUsed"], 16) for each in outcomes)
    failed = next((each for each in outcomes if each["status"] != "0x1"), None)
    refusal = b"" if failed is None else _read_refusal(failed)
    return Trial(failed is None, refusal, gas, head)


def _read_refusal(outcome: dict[str, Any]) -> bytes:
    """geth says it in the error, anvil in the place of what is returned."""
    said = (outcome.get("error") or {}).get("data") or outcome.get("returnData") or "0x"
    return bytes.fromhex(said[2:])


async def _try_otherwise(node: ChainClient, calls: Sequence[dict[str, Any]]) -> Trial:
    """By eth_call: several as one call of the wallet itself, which is lent a program for so long."""
    head = await node.newest_block()
    if len(calls) == 1:
        asked: list[Any] = [calls[0], hex(head.number)]
    else:
        wallet = calls[0]["from"]
        together = {"from": wallet, "to": wallet, "data": "0x" + _pack(calls).hex()}
        asked = [together, hex(head.number), {wallet: {"code": "0x" + _PROGRAM.hex()}}]
    try:
        answer = await node.request("eth_call", *asked)
        if len(calls) == 1:
            used = await ask_number(node, "eth_estimateGas", calls[0])
            return Trial(True, b"", used, head.number)
    except BlockUnknown:
        raise
    except RpcRefused as refusal:
        if refusal.data is None and len(calls) > 1:
            return Trial(None, b"", None, head.number)
        return Trial(False, refusal.data or b"", None, head.number)
    returned = read_answer(node, lambda: bytes.fromhex(answer[2:]))
    if len(returned) != _WORD:
        # It has passed over the program.
        return Trial(None, b"", None, head.number)
    used = int.from_bytes(returned, "big") + sum(_reckon_entrance(each) for each in calls)
    return Trial(True, b"", used, head.number)


def _pack(calls: Sequence[dict[str, Any]]) -> bytes:
    """Of each the address, the length in two bytes, and the data."""
    datas = [bytes.fromhex(each["data"][2:]) for each in calls]
    return b"".join(
        bytes.fromhex(each["to"][2:]) + len(data).to_bytes(2, "big") + data
        for each, data in zip(calls, datas, strict=True)
    )


def _reckon_entrance(call: dict[str, Any]) -> int:
    """Gas that a transaction takes before its call begins."""
    data = bytes.fromhex(call["data"][2:])
    return 21_000 + 16 * len(data) - 12 * data.count(0)
