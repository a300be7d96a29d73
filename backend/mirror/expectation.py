"""A question to a contract, and what the mirror's rows answer."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, NamedTuple

from backend.chain import contracts
from backend.chain.client import ChainClient
from backend.chain.multicall import MOST, Multicall
from backend.mirror.differences import Difference, compare_values
from backend.mirror.facts import Row
from backend.mirror.parallel import ask_all, insist, slices


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


async def compare_answers(
    client: ChainClient, expectations: AsyncIterator[Expectation], block: str, compared: Counter[str]
) -> list[Difference]:
    """Ask all of it at one block, given by its hash. Raises NodeUnreachable, WrongChain, RpcRefused."""
    multicall = Multicall(client)

    async def ask(some: Sequence[Expectation]) -> list[bytes]:
        calls = [
            (each.address, contracts.encode_call(each.contract, each.function, *each.arguments))
            for each in some
        ]
        return await insist(client, lambda: multicall.ask(calls, block))

    found: list[Difference] = []
    async for some, answers in ask_all(slices(expectations, MOST), ask):
        compared["answers"] += len(some)
        for each, answer in zip(some, answers, strict=True):
            values = contracts.decode_result(each.contract, each.function, answer)
            found += compare_values(each.table, each.key, each.mirror, each.read(*values))
    return found
