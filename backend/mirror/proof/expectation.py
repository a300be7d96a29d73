"""A question to a contract, and what the mirror's rows answer."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, NamedTuple, Self

from backend.chain import contracts
from backend.chain.client import ChainClient
from backend.chain.multicall import MOST, Multicall
from backend.mirror.ledger.facts import Row
from backend.mirror.proof.differences import Difference, compare_values
from backend.mirror.proof.parallel import AT_ONCE, insist


class Expectation(NamedTuple):
    """A call; the table that the answer is about and which of its rows; what they say, by column; and how to
    read the answer as such columns."""

    table: str
    key: Row
    mirror: Row
    contract: str
    address: str
    function: str
    arguments: tuple[Any, ...]
    read: Callable[..., Row]


def expect(
    table: str, key: Row, mirror: Row, contract: str, address: str, function: str, *arguments: Any
) -> Expectation:
    """One column for each value of the answer, in its order."""

    def read(*values: Any) -> Row:
        return dict(zip(mirror, values, strict=True))

    return Expectation(table, key, mirror, contract, address, function, arguments, read)


class Interview:
    """Asks all of it at one block, given by its hash, and compares; used in `async with`, after which all is
    compared. Raises NodeUnreachable, WrongChain, RpcRefused.

    differences: those found so far. compared: counts the answers.
    """

    def __init__(self, client: ChainClient, block: str, compared: Counter[str]) -> None:
        self.differences: list[Difference] = []
        self._client = client
        self._multicall = Multicall(client)
        self._block = block
        self._compared = compared
        self._next: list[Expectation] = []
        self._waiting: deque[asyncio.Task[tuple[list[Expectation], list[bytes]]]] = deque()

    async def ask(self, *expectations: Expectation) -> None:
        """Several requests are under way at once; who asks for more waits until there are fewer."""
        for each in expectations:
            self._next.append(each)
            if len(self._next) == MOST:
                await self._send()

    async def _send(self) -> None:
        self._waiting.append(asyncio.create_task(self._answer(self._next)))
        self._next = []
        if len(self._waiting) >= AT_ONCE:
            await self._compare()

    async def _answer(self, some: list[Expectation]) -> tuple[list[Expectation], list[bytes]]:
        calls = [
            (each.address, contracts.encode_call(each.contract, each.function, *each.arguments))
            for each in some
        ]
        return some, await insist(self._client, lambda: self._multicall.ask(calls, self._block))

    async def _compare(self) -> None:
        some, answers = await self._waiting.popleft()
        self._compared["answers"] += len(some)
        for each, answer in zip(some, answers, strict=True):
            values = contracts.decode_result(each.contract, each.function, answer)
            self.differences += compare_values(each.table, each.key, each.mirror, each.read(*values))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None and self._next:
                await self._send()
            while error is None and self._waiting:
                await self._compare()
        finally:
            for task in self._waiting:
                task.cancel()
            await asyncio.gather(*self._waiting, return_exceptions=True)
