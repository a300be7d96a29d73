"""A node, over JSON-RPC: asynchronous, in batches, with errors that say what to do."""

import re
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

import httpx
import orjson

from backend.chain import contracts
from backend.chain.errors import NodeUnreachable, RangeTooLarge, RpcRefused, WrongChain

__all__ = ["BATCH", "Block", "ChainClient", "Log", "RpcRefused"]

Log = dict[str, Any]
"""A log as the node tells it: hexadecimal strings."""

BATCH = 100
"""Most calls in one HTTP request: what public nodes accept."""
_RANGE = re.compile(r"range|too (many|large|big)|exceed|limit|more than [\d,]+ (results|logs|blocks)", re.I)


class Block(NamedTuple):
    """The head of a block; hashes are 0x-strings."""

    number: int
    hash: str
    parent_hash: str
    time: int


class ChainClient:
    """One node. Use it in `async with`, or call aclose().

    Every method raises NodeUnreachable without an answer and RpcRefused when the node says no. A `block` is
    a number, a tag ("latest", "safe", "finalized") or a hash (0x and 64 digits).
    """

    def __init__(self, url: str, *, timeout: float = 30) -> None:
        self._url = url
        self._client = httpx.AsyncClient(timeout=timeout, headers={"content-type": "application/json"})

    @property
    def name(self) -> str:
        """The node's address without what may be secret in it."""
        parts = urlsplit(self._url)
        return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")

    async def request(self, method: str, *parameters: Any) -> Any:
        """One call."""
        (result,) = await self.batch([(method, parameters)])
        return result

    async def batch(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        """The results in the order of the calls; the first error among them is raised."""
        results: list[Any] = []
        for start in range(0, len(calls), BATCH):
            results += await self._post(calls[start : start + BATCH])
        return results

    async def chain_id(self) -> int:
        return int(await self.request("eth_chainId"), 16)

    async def expect_chain(self, chain_id: int) -> None:
        """Raises WrongChain when the node is on another one."""
        found = await self.chain_id()
        if found != chain_id:
            raise WrongChain(
                f"The node at {self.name} is on chain {found}, and chain {chain_id} was expected: set "
                "COPROD_RPC_URL to a node of the right chain."
            )

    async def block(self, which: int | str) -> Block | None:
        """The head of a block, or None when the node does not know it (any more)."""
        (found,) = await self.blocks([which])
        return found

    async def blocks(self, which: Iterable[int | str]) -> list[Block | None]:
        """The heads of blocks, in the order asked for; None for those that the node does not know."""
        answers = await self.batch([_block_call(each) for each in which])
        return [each and _read_block(each) for each in answers]

    async def logs(
        self, first: int, last: int, *, addresses: Sequence[str] = (), topics: Sequence[str] = ()
    ) -> list[Log]:
        """The logs of a range of blocks, both ends included; `topics` are those of which the first is one.

        Raises RangeTooLarge.
        """
        return await self._logs({"fromBlock": hex(first), "toBlock": hex(last)}, addresses, topics)

    async def logs_of(
        self, blocks: Sequence[str], *, addresses: Sequence[str] = (), topics: Sequence[str] = ()
    ) -> list[Log]:
        """The logs of blocks by their hashes: an error, never silence, for a block that was replaced."""
        criteria = _criteria(addresses, topics)
        answers = await self.batch([("eth_getLogs", [{"blockHash": each} | criteria]) for each in blocks])
        return [log for answer in answers for log in answer]

    async def call(self, to: str, data: bytes, block: int | str = "latest") -> bytes:
        """What a contract answers. Raises RpcRefused, with its `data`, when it reverts."""
        (answer,) = await self.calls([(to, data)], block)
        return answer

    async def calls(self, calls: Sequence[tuple[str, bytes]], block: int | str = "latest") -> list[bytes]:
        """The same for many (address, data), at one block."""
        at = _at(block)
        batch = [("eth_call", [{"to": to, "data": "0x" + data.hex()}, at]) for to, data in calls]
        return [bytes.fromhex(each[2:]) for each in await self.batch(batch)]

    async def ask(
        self, contract: str, to: str, function: str, *arguments: Any, block: int | str = "latest"
    ) -> tuple[Any, ...]:
        """A function of one of our contracts, by name; one value per output."""
        data = await self.call(to, contracts.encode_call(contract, function, *arguments), block)
        return contracts.decode_result(contract, function, data)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _logs(
        self, where: dict[str, Any], addresses: Sequence[str], topics: Sequence[str]
    ) -> list[Log]:
        try:
            found: list[Log] = await self.request("eth_getLogs", where | _criteria(addresses, topics))
        except RpcRefused as refusal:
            if _RANGE.search(refusal.detail):
                raise RangeTooLarge(refusal.detail, refusal.code) from None
            raise
        return found

    async def _post(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        body = [
            {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
            for number, (method, parameters) in enumerate(calls)
        ]
        try:
            answer = await self._client.post(
                self._url, content=orjson.dumps(body[0] if len(body) == 1 else body)
            )
            answers = orjson.loads(answer.content)
        except httpx.HTTPError as failure:
            raise self._unreachable(f"{type(failure).__name__} {failure}".strip()) from failure
        except orjson.JSONDecodeError as failure:
            raise self._unreachable(f"HTTP {answer.status_code}, not JSON") from failure
        if isinstance(answers, dict):
            answers = [answers]
        by_id = {each.get("id"): each for each in answers if isinstance(each, dict)}
        for each in by_id.values():
            if each.get("error") is not None:
                raise _refusal(calls, each)
        if sorted(by_id, key=str) != sorted(range(len(calls)), key=str):
            raise self._unreachable(f"HTTP {answer.status_code}, {len(by_id)} answers to {len(calls)} calls")
        return [by_id[number].get("result") for number in range(len(calls))]

    def _unreachable(self, why: str) -> NodeUnreachable:
        return NodeUnreachable(
            f"The node at {self.name} gives no answer ({why}). Is it running, and is COPROD_RPC_URL right?"
        )


def _refusal(calls: Sequence[tuple[str, Sequence[Any]]], answer: dict[str, Any]) -> RpcRefused:
    error, number = answer["error"], answer.get("id")
    method = calls[number][0] if isinstance(number, int) and number < len(calls) else "a batch"
    data = error.get("data")
    said = bytes.fromhex(data[2:]) if isinstance(data, str) and data.startswith("0x") else None
    reason = error.get("message", error) if said is None else contracts.describe_error(said)
    return RpcRefused(f"{method}: {reason}", int(error.get("code", 0)), said)


def _criteria(addresses: Sequence[str], topics: Sequence[str]) -> dict[str, Any]:
    criteria: dict[str, Any] = {"address": list(addresses)} if addresses else {}
    return criteria | ({"topics": [list(topics)]} if topics else {})


def _block_call(which: int | str) -> tuple[str, list[Any]]:
    if isinstance(which, str) and len(which) == 66:
        return "eth_getBlockByHash", [which, False]
    return "eth_getBlockByNumber", [_at(which), False]


def _at(block: int | str) -> Any:
    if isinstance(block, int):
        return hex(block)
    return {"blockHash": block} if len(block) == 66 else block


def _read_block(answer: dict[str, Any]) -> Block:
    return Block(
        int(answer["number"], 16), answer["hash"], answer["parentHash"], int(answer["timestamp"], 16)
    )
