"""Nodes, over JSON-RPC: asynchronous, in batches, with errors that say what to do."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from backend.chain import contracts, faults, messages
from backend.chain.blocks import Block, ask_for, name_of, read_if_any
from backend.chain.endpoints import BATCH, Endpoint, Endpoints
from backend.chain.errors import (
    BatchTooLarge,
    BlockUnknown,
    NodeTooSlow,
    NodeUnreachable,
    RangeTooLarge,
    RpcRefused,
    TooManyAddresses,
    WrongChain,
)
from backend.chain.logs import Log, check, read_log
from backend.chain.messages import Call
from backend.chain.wire import NoAnswer, NotInTime, TooLong, Wire

LONGEST = 2**25
"""Most bytes in an answer to what can be asked in parts; in memory it becomes several times as much."""

Value = TypeVar("Value")
Failure = TypeVar("Failure", NodeUnreachable, WrongChain)

__all__ = ["BATCH", "Block", "ChainClient", "Log", "RpcRefused"]


class ChainClient:
    """One node or several, of which one at a time is asked. Use it in `async with`, or call aclose().

    urls: in the order of preference. timeout: seconds for one answer. chain_id: each endpoint is asked for
    its chain before its first use, and after each failure; None leaves that out (see expect_chain).
    Every method raises NodeUnreachable without an answer (NodeTooSlow without one in time, RateLimited when
    we ask too often), WrongChain, and RpcRefused when the node says no (BlockUnknown when it lacks a block).
    The first two kinds of failure, and WrongChain, make the endpoint rest, and the next call goes to another
    one: nothing is asked again here, so that what belongs together comes from one node. A `block` is a
    number, a tag ("latest", "safe", "finalized") or a hash (0x and 64 digits).
    """

    def __init__(
        self, urls: str | Sequence[str], *, timeout: float = 30, chain_id: int | None = None
    ) -> None:
        self._endpoints = Endpoints(urls)
        self._chain_id = chain_id
        self._wire = Wire(timeout, secure=any(each.url.startswith("https") for each in self._endpoints.all))

    @property
    def name(self) -> str:
        """The current node's address without what may be secret in it."""
        return self.current.name

    @property
    def current(self) -> Endpoint:
        """Who is asked next: the same as before until it rests."""
        return self._endpoints.current

    @property
    def endpoints(self) -> Sequence[Endpoint]:
        """All, in the order of preference."""
        return self._endpoints.all

    @property
    def pause(self) -> float:
        """Seconds until an endpoint may be asked again, 0 when one can. Asking earlier is allowed."""
        return self._endpoints.pause

    def choose(self) -> Endpoint:
        """Go back to the most preferred endpoint that does not rest. For the beginning of what belongs
        together: in the middle of it, this would mix two nodes."""
        return self._endpoints.choose()

    def distrust(self, reason: str) -> None:
        """The current endpoint was caught with a false answer: it rests at once."""
        self.current.distrust(reason)

    async def survey(self, slack: int = 3) -> None:
        """Ask all endpoints but those that rest for their newest block.

        The current one rests when another is more than `slack` blocks ahead of it: without a failure nobody
        would notice. Raises nothing: who does not answer rests.
        """
        if len(self.endpoints) < 2:
            return
        awake = [each for each in self.endpoints if not each.rest]
        await asyncio.gather(*(self._look_at(each) for each in awake))
        best = max(awake, key=lambda each: each.head_number or 0, default=self.current)
        ours, theirs = self.current.head_number or 0, best.head_number or 0
        if not best.rest and theirs - ours > slack:
            self.distrust(f"It is at block {ours}, and {best.name} at block {theirs}.")

    async def request(self, method: str, *parameters: Any) -> Any:
        """One call."""
        (result,) = await self.batch([(method, parameters)])
        return result

    async def batch(self, calls: Sequence[Call]) -> list[Any]:
        """The results in the order of the calls, all from one endpoint; an error among them is raised."""
        return await self._batch(self.current, calls)

    async def chain_id(self) -> int:
        endpoint = self.current
        (found,) = await self._post(endpoint, [("eth_chainId", [])])
        return self._read(endpoint, lambda: int(found, 16))

    async def expect_chain(self, chain_id: int) -> None:
        """From now on every endpoint must be on this chain. Raises WrongChain when the current is not."""
        self._chain_id = chain_id
        endpoint = self.current
        endpoint.is_verified = False
        await self._verify(endpoint)

    async def block(self, which: int | str) -> Block | None:
        """The head of a block, or None when the node does not know it (any more)."""
        (found,) = await self.blocks([which])
        return found

    async def newest_block(self) -> Block:
        """The head of the newest block. Raises BlockUnknown when the node has none."""
        found = await self.block("latest")
        if found is None:
            raise BlockUnknown(f"{self.name} has no newest block: ask again.")
        return found

    async def blocks(self, which: Iterable[int | str]) -> list[Block | None]:
        """The heads of blocks, in the order asked for; None for those that the node does not know."""
        asked = list(which)
        endpoint = self.current
        answers = await self._batch(endpoint, [ask_for(each) for each in asked])
        found = self._read(endpoint, lambda: [read_if_any(each) for each in answers])
        for each, block in zip(asked, found, strict=True):
            if block and each == "latest":
                endpoint.head_number = block.number
        return found

    async def logs(
        self, first: int, last: int, *, addresses: Sequence[str] = (), topics: Sequence[str] = ()
    ) -> list[Log]:
        """The logs of a range of blocks, both ends included; `topics` are those of which the first is one.

        Raises RangeTooLarge.
        """
        where = {"fromBlock": hex(first), "toBlock": hex(last)}
        _, logs = await self._ask_logs(self.current, [where], addresses, topics)
        return logs

    async def logs_until(
        self, first: int, last: int, *, addresses: Sequence[str] = (), topics: Sequence[str] = ()
    ) -> tuple[list[Log], Block | None]:
        """The same with the last block of the range, asked for in one request and before the logs: a node
        that does not have it (None) would leave out, without a word, what it has not read yet."""
        endpoint = self.current
        where = {"fromBlock": hex(first), "toBlock": hex(last)}
        (answer,), logs = await self._ask_logs(endpoint, [where], addresses, topics, [ask_for(last)])
        return logs, self._read(endpoint, lambda: read_if_any(answer))

    async def logs_of(
        self, blocks: Sequence[str], *, addresses: Sequence[str] = (), topics: Sequence[str] = ()
    ) -> list[Log]:
        """The logs of blocks by their hashes: an error, never silence, for a block that was replaced."""
        where = [{"blockHash": each} for each in blocks]
        _, logs = await self._ask_logs(self.current, where, addresses, topics)
        return logs

    async def receipts_logs(self, block: str) -> list[Log]:
        """All logs of a block by its hash, from its receipts instead of eth_getLogs: another way to the same.

        Raises BlockUnknown.
        """
        endpoint = self.current
        try:
            receipts = await self.request("eth_getBlockReceipts", block)
        except BlockUnknown:
            raise
        except RpcRefused:
            # Not every node has the method.
            head = await self.request("eth_getBlockByHash", block, False)
            hashes = self._read(endpoint, lambda: head["transactions"] if head else [])
            receipts = head and await self.batch([("eth_getTransactionReceipt", [each]) for each in hashes])
        if receipts is None or self._read(
            endpoint, lambda: any(_is_of_another(each, block) for each in receipts)
        ):
            raise BlockUnknown(f"The node at {endpoint.name} does not have the receipts of block {block}.")
        return self._read(endpoint, lambda: [read_log(log) for each in receipts for log in each["logs"]])

    async def call(self, to: str, data: bytes, block: int | str = "latest") -> bytes:
        """What a contract answers. Raises RpcRefused, with its `data`, when it reverts."""
        (answer,) = await self.calls([(to, data)], block)
        return answer

    async def calls(self, calls: Sequence[tuple[str, bytes]], block: int | str = "latest") -> list[bytes]:
        """The same for many (address, data), at one block."""
        at = name_of(block)
        batch = [("eth_call", [{"to": to, "data": "0x" + data.hex()}, at]) for to, data in calls]
        endpoint = self.current
        answers = await self._batch(endpoint, batch)
        return self._read(endpoint, lambda: [bytes.fromhex(each[2:]) for each in answers])

    async def ask(
        self, contract: str, to: str, function: str, *arguments: Any, block: int | str = "latest"
    ) -> tuple[Any, ...]:
        """A function of one of our contracts, by name; one value per output."""
        data = await self.call(to, contracts.encode_call(contract, function, *arguments), block)
        return contracts.decode_result(contract, function, data)

    async def aclose(self) -> None:
        await self._wire.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _look_at(self, endpoint: Endpoint) -> None:
        with contextlib.suppress(NodeUnreachable, WrongChain, RpcRefused):
            (answer,) = await self._batch(endpoint, [ask_for("latest")])
            if latest := self._read(endpoint, lambda: read_if_any(answer)):
                endpoint.head_number = latest.number

    async def _batch(self, endpoint: Endpoint, calls: Sequence[Call]) -> list[Any]:
        """In requests of as many calls as the node bears."""
        await self._verify(endpoint)
        results: list[Any] = []
        while len(results) < len(calls):
            some = calls[len(results) : len(results) + endpoint.batch]
            try:
                results += await self._post(endpoint, some)
            except BatchTooLarge:
                endpoint.limit_batch(len(some) // 2)
            except TooLong as much:
                if _is_wide(some):
                    raise RangeTooLarge(f"eth_getLogs: the answer has {much}") from much
                endpoint.batch = max(1, len(some) // 2)
            except NodeTooSlow:
                # The next try is for less at once.
                endpoint.batch = max(1, len(some) // 2)
                raise
            else:
                endpoint.grow_batch(len(some))
        return results

    async def _ask_logs(
        self,
        endpoint: Endpoint,
        where: Sequence[dict[str, Any]],
        addresses: Sequence[str],
        topics: Sequence[str],
        before: Sequence[Call] = (),
    ) -> tuple[list[Any], list[Log]]:
        """The results of the calls `before`, and the logs, of as many addresses at once as the node bears."""
        while True:
            most = endpoint.addresses
            chunks = [addresses[at : at + most] for at in range(0, len(addresses), most)] or [()]
            calls = [("eth_getLogs", [each | _criteria(some, topics)]) for each in where for some in chunks]
            try:
                results = await self._batch(endpoint, [*before, *calls])
                break
            except TooManyAddresses:
                if len(chunks[0]) < 2:
                    raise
                endpoint.addresses = len(chunks[0]) // 2
        logs = results[len(before) :]
        if not all(isinstance(each, list) for each in logs):
            raise self._fail(endpoint, messages.unreachable(endpoint.name, "eth_getLogs without a list"))
        found: list[Log] = [log for each in logs for log in each]
        self._read(endpoint, lambda: check(found))
        return results[: len(before)], found

    async def _verify(self, endpoint: Endpoint) -> None:
        """Ask for its chain, unless it has said already. Raises WrongChain."""
        if self._chain_id is None or endpoint.is_verified:
            return
        (answer,) = await self._post(endpoint, [("eth_chainId", [])])
        found = self._read(endpoint, lambda: int(answer, 16))
        if found != self._chain_id:
            raise self._fail(
                endpoint,
                WrongChain(
                    f"The node at {endpoint.name} is on chain {found}, and chain {self._chain_id} was "
                    "expected: set COPROD_RPC_URL to a node of the right chain."
                ),
            )
        endpoint.is_verified = True

    async def _post(self, endpoint: Endpoint, calls: Sequence[Call]) -> list[Any]:
        try:
            most = LONGEST if len(calls) > 1 or _is_wide(calls) else None
            answer = await self._wire.post(endpoint.url, messages.write_calls(calls), most)
            delay = faults.read_retry_after(answer.retry_after, time.time())
            results = messages.read_results(endpoint.name, calls, answer.status, delay, answer.content)
        except NotInTime as failure:
            raise self._fail(endpoint, messages.too_slow(endpoint.name, str(failure))) from failure
        except NoAnswer as failure:
            raise self._fail(endpoint, messages.unreachable(endpoint.name, str(failure))) from failure
        except NodeUnreachable as failure:
            raise self._fail(endpoint, failure) from None
        except RpcRefused:
            # It said no, and that is an answer.
            endpoint.hear()
            raise
        endpoint.hear()
        return results

    def _read(self, endpoint: Endpoint, read: Callable[[], Value]) -> Value:
        try:
            return read()
        except (KeyError, TypeError, ValueError, AttributeError) as failure:
            why = f"an answer that cannot be read: {type(failure).__name__} {failure}"
            raise self._fail(endpoint, messages.unreachable(endpoint.name, why)) from failure

    def _fail(self, endpoint: Endpoint, failure: Failure) -> Failure:
        endpoint.fail(failure)
        return failure


def _is_of_another(receipt: dict[str, Any] | None, block: str) -> bool:
    return receipt is None or receipt["blockHash"] != block


def _is_wide(calls: Sequence[Call]) -> bool:
    """Whether they ask for the logs of more than one block at once."""
    return any(
        method == "eth_getLogs" and parameters[0].get("fromBlock") != parameters[0].get("toBlock")
        for method, parameters in calls
    )


def _criteria(addresses: Sequence[str], topics: Sequence[str]) -> dict[str, Any]:
    criteria: dict[str, Any] = {"address": list(addresses)} if addresses else {}
    return criteria | ({"topics": [list(topics)]} if topics else {})
