"""What was said as lines for COPY, made piecemeal: meanwhile the database takes the last piece, and answers
come in."""

import asyncio
from collections.abc import Iterator, Sequence

from backend.mirror.contracts import Said
from backend.mirror.ledger.copy import Lines, format_rows, format_royalties
from backend.mirror.ledger.rows import State, take_in

AT_ONCE = 500
"""Events, at least, between two times that others get their turn."""


async def draft(state: State, said: Sequence[Said]) -> Lines:
    """The rows of whole blocks; `state` goes with them. Raises ChainContradictsItself."""
    lines: Lines = {}
    for some in _split(said):
        written, royalties = take_in(state, some)
        for table, rows in written.items():
            if rows:
                lines.setdefault(table, []).extend(format_rows(table, rows))
        if royalties:
            lines.setdefault("payments", []).extend(format_royalties(royalties))
        await asyncio.sleep(0)
    return lines


def _split(said: Sequence[Said]) -> Iterator[Sequence[Said]]:
    """Between blocks."""
    start = 0
    for end in range(1, len(said) + 1):
        if end == len(said) or (
            end - start >= AT_ONCE and said[end].block_number != said[end - 1].block_number
        ):
            yield said[start:end]
            start = end
