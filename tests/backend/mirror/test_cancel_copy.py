"""A mirror that is told to stop while it writes stops."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.mirror.ledger.copy import copy_rows
from backend.tables import blocks

ROWS = [{"number": number, "hash": f"0x{number:064x}", "time": 0} for number in range(2_000)]


async def write_for_ever(engine: AsyncEngine, connected: asyncio.Event) -> None:
    async with engine.connect() as connection:
        connected.set()
        while True:
            async with connection.begin() as transaction:
                await copy_rows(connection, blocks, ROWS)
                await transaction.rollback()


async def test_it_is_cancelled_at_whatever_moment(
    engine: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    """7.1: nothing but the cancellation comes out, and the next connection is a good one."""
    for moment in range(150):
        connected = asyncio.Event()
        writing = asyncio.create_task(write_for_ever(engine, connected))
        await connected.wait()
        await asyncio.sleep(moment % 50 / 5_000)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    assert caplog.records == []
