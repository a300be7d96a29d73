"""Many questions to the nodes: several under way at once, and asked again when one gives no answer."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

import structlog

from backend.chain.client import BATCH, Block, ChainClient
from backend.chain.errors import NodeUnreachable, WrongChain
from backend.mirror.incidents import LogsLeftOut

log = structlog.get_logger("mirror")

Question = TypeVar("Question")
Answer = TypeVar("Answer")

AT_ONCE = 4
"""Requests under way."""
PATIENCE = 12
"""Tries of one question, each after a rest or of the next node."""


async def insist(client: ChainClient, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """The answer of a node that gives one, and the whole one.

    Raises what the last one failed by: NodeUnreachable, LogsLeftOut; and WrongChain when all nodes are on
    another chain, which waiting does not mend.
    """
    strangers = 0
    for _ in range(PATIENCE - 1):
        try:
            return await ask()
        except LogsLeftOut as lie:
            reason: Exception = lie
            client.distrust(lie.detail)
        except NodeUnreachable as silence:
            reason = silence
        except WrongChain as stranger:
            reason = stranger
            strangers += 1
            if strangers >= len(client.endpoints):
                raise
        pause = client.pause
        if pause:
            log.warning("asking again", seconds=round(pause, 1), reason=str(reason))
        await asyncio.sleep(pause)
    return await ask()


async def ask_all(
    questions: AsyncIterator[Question], ask: Callable[[Question], Awaitable[Answer]]
) -> AsyncIterator[tuple[Question, Answer]]:
    """Each question with its answer, in order; no more are taken than are under way."""

    async def answer(question: Question) -> tuple[Question, Answer]:
        return question, await ask(question)

    waiting: deque[asyncio.Task[tuple[Question, Answer]]] = deque()
    try:
        async for question in questions:
            waiting.append(asyncio.create_task(answer(question)))
            if len(waiting) >= AT_ONCE:
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def slices(
    values: Iterable[Question] | AsyncIterator[Question], size: int = BATCH
) -> AsyncIterator[Sequence[Question]]:
    """So many of them at a time, for ask_all."""
    some: list[Question] = []
    async for each in values if isinstance(values, AsyncIterator) else _each(values):
        some.append(each)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


async def find_blocks(client: ChainClient, numbers: Iterable[int]) -> AsyncIterator[Block]:
    """Their heads, of those that the chain has."""

    async def ask(some: Sequence[int]) -> list[Block | None]:
        return await insist(client, lambda: client.blocks(some))

    async for _, heads in ask_all(slices(numbers), ask):
        for head in heads:
            if head:
                yield head


async def _each(values: Iterable[Question]) -> AsyncIterator[Question]:
    for each in values:
        yield each
