"""Calls tried on the newest state, one after the other, without sending anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.calls.steps import Step
from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, RpcRefused
from backend.chain.numbers import read_answer


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
        return await _try_alone(node, calls)
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


async def _try_alone(node: ChainClient, calls: Sequence[dict[str, Any]]) -> Trial:
    block = (await node.newest_block()).number
    if len(calls) != 1:
        return Trial(None, b"", None, block)
    try:
        await node.request("eth_call", calls[0], hex(block))
        gas = await node.request("eth_estimateGas", calls[0])
    except BlockUnknown:
        raise
    except RpcRefused as refusal:
        return Trial(False, refusal.data or b"", None, block)
    return Trial(True, b"", read_answer(node, lambda: int(gas, 16)), block)
