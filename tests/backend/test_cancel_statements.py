"""What is cancelled in the middle of a statement stays cancelled."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncEngine

BROKEN = text("select 1 / 0")


async def break_off(engine: AsyncEngine) -> None:
    """As psycopg's rollback does of a statement that is still under way: fail because of the cancellation."""
    async with engine.connect() as connection:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await connection.execute(BROKEN)


async def test_a_failure_on_the_way_out_is_the_cancellation(engine: AsyncEngine) -> None:
    """7.2: a worker that is told to stop does not take its own breaking off for a passing failure."""
    task = asyncio.create_task(break_off(engine))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_other_failures_are_what_they_are(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(DataError, match="division by zero"):
            await connection.execute(BROKEN)
