"""Rule 7.1: `coprod mirror rebuild` makes everything anew that follows from what was said, and mends it."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.mirror.cursor import read_cursor
from backend.mirror.incidents import AnotherLeads, NothingMirrored
from backend.mirror.ledger.recall import LedgerContradictsItself
from backend.mirror.ledger.rows import TABLES
from backend.mirror.renewal.rebuild import Rebuilt, rebuild
from backend.mirror.sync import Mirror
from tests.backend.mirror.contents import read_tables
from tests.backend.world import World


async def run(engine: AsyncEngine) -> Rebuilt:
    async with engine.begin() as connection:
        return await rebuild(connection)


async def tamper(engine: AsyncEngine, *statements: str) -> None:
    async with engine.begin() as connection:
        for each in statements:
            assert (await connection.execute(text(each))).rowcount > 0


async def test_an_undamaged_mirror_stays_as_it_is(engine: AsyncEngine) -> None:
    before = await read_tables(engine)
    rebuilt = await run(engine)
    assert await read_tables(engine) == before
    assert sum(rebuilt.mended.values()) == 0
    assert {name: rebuilt.made[name] for name in TABLES} == {name: len(before[name]) for name in TABLES}


@pytest.mark.parametrize(
    ("table", "damage"),
    [
        ("holdings", "delete from holdings"),
        ("holdings", "update holdings set owed = owed + 1 where paid > 0"),
        ("leavers", "update leavers set fraction = 1, shares = 7"),
        ("payments", "update payments set kind = 'exit', succeeded = not succeeded"),
        ("outcomes", "update outcomes set milestone = milestone + 1, round = round + 100"),
        ("deposits", "update deposits set holders_amount = holders_amount - 1 where tranche > 0"),
        ("status_changes", "delete from status_changes where status = 'proposed'"),
        ("status_changes", "update status_changes set status = 'raising' where status = 'wound_down'"),
        ("projects", "update projects set artist = campaign, symbol = 'X'"),
        (
            "holdings",
            "insert into holdings select campaign, holder, block_number, 999, 1, 1, 1, 1, 1 from holdings",
        ),
    ],
)
async def test_what_was_damaged_is_mended(engine: AsyncEngine, table: str, damage: str) -> None:
    before = await read_tables(engine)
    await tamper(engine, damage)
    assert await read_tables(engine) != before
    rebuilt = await run(engine)
    assert await read_tables(engine) == before
    assert rebuilt.mended[table] == rebuilt.mended.total() > 0


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("delete from transfers where sender = '\\x0000000000000000000000000000000000000000'", "gives"),
        ("delete from questions", "what was not asked"),
        ("update gifts_in_kind set campaign = '\\x0101010101010101010101010101010101010101'", "no project"),
        ("update deposits set amounts = '{1}'", "positions"),
        ("update producer_changes set producer = campaign", "is due"),
        (
            "insert into tiers_freed select block_number, log_index, transaction_hash, campaign, campaign, 1 "
            "from gifts",
            "in the same place",
        ),
    ],
)
async def test_rows_that_exclude_each_other_change_nothing(
    engine: AsyncEngine, damage: str, words: str
) -> None:
    await tamper(engine, "update holdings set owed = owed + 1", damage)
    before = await read_tables(engine)
    with pytest.raises(LedgerContradictsItself, match=words) as refused:
        await run(engine)
    assert "`coprod mirror rebuild --from-chain`" in refused.value.detail
    assert await read_tables(engine) == before


async def test_readers_see_no_gap(engine: AsyncEngine) -> None:
    count = text("select count(*) from holdings")
    async with engine.connect() as reader, engine.begin() as connection:
        whole = await reader.scalar(count)
        await reader.execute(text("commit"))
        await connection.execute(text("delete from holdings"))
        await rebuild(connection)
        assert await reader.scalar(count) == whole


async def test_a_running_mirror_stops_writing_and_starts_anew(
    world: World, mirror: Mirror, engine: AsyncEngine
) -> None:
    await mirror.take_lead()
    await mirror.step()
    async with engine.begin() as connection:
        await rebuild(connection)
        world.mine()
        step = asyncio.create_task(mirror.step())
        done, _ = await asyncio.wait([step], timeout=0.5)
        assert not done
    with pytest.raises(AnotherLeads):
        await step
    assert (await mirror.catch_up()).block == world.head()
    async with engine.connect() as connection:
        cursor = await read_cursor(connection)
    assert cursor is not None
    assert cursor.block_number == world.head()


async def test_an_empty_database_has_nothing_to_rebuild(engine: AsyncEngine) -> None:
    await tamper(engine, "delete from cursor")
    with pytest.raises(NothingMirrored, match="coprod worker"):
        await run(engine)
