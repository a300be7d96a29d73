"""The log misses nothing: who follows its cursor ends with what the chain says (7.5)."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.mirror.ledger.rows import EVENTS
from backend.queries.log import (
    TYPES,
    Entry,
    Part,
    Position,
    PositionUnreadable,
    find_newest,
    read_log,
    read_position,
    write_position,
)
from backend.queries.log.kinds import TABLES
from backend.queries.log.position import BEGINNING
from backend.queries.snapshot import open_snapshot
from backend.queries.status import NotFinalYet
from tests.backend.conftest import FINALITY, Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World


class Reader:
    """Keeps what holds of what it was told, by id, as an integrator would; and its cursor as text."""

    def __init__(self, engine: AsyncEngine, **wish: Any) -> None:
        self._engine, self._wish = engine, wish
        self.cursor = write_position(BEGINNING)
        self.holds: dict[str, Entry] = {}
        self.revisions: dict[str, int] = {}
        self.told: list[Entry] = []

    async def step(self, most: int) -> Part:
        async with open_snapshot(self._engine) as connection:
            part = await read_log(connection, read_position(self.cursor), most=most, **self._wish)
        for entry in part.entries:
            assert entry.revision > self.revisions.get(entry.id, 0), entry
            self.revisions[entry.id] = entry.revision
            self.told.append(entry)
            if entry.retracted:
                assert self.holds.pop(entry.id).block_hash == entry.block_hash
            else:
                assert entry.id not in self.holds
                self.holds[entry.id] = entry
        self.cursor = write_position(part.next)
        return part

    async def catch_up(self, most: int = 7) -> None:
        while (await self.step(most)).more:
            pass

    def places(self) -> list[tuple[int, int, str]]:
        return sorted((each.block_number, each.log_index, each.table) for each in self.holds.values())


@pytest.fixture
def ledger(engine: AsyncEngine) -> Any:
    async def read() -> list[tuple[int, int, str]]:
        rows = " union all ".join(f"select block_number, log_index, '{name}' from {name}" for name in TABLES)
        async with engine.connect() as connection:
            return sorted(tuple(row) for row in await connection.execute(text(rows)))

    return read


def live(world: World, dice: Random) -> Project:
    made = world.raise_funds()
    world.deposit(made, 1_100 * EURO)
    world.payout(made, world.fan, world.second_fan)
    world.transfer(made, world.second_fan, world.stranger, 1 + dice.randrange(20))
    world.announce(made, 0)
    world.object(made, world.stranger)
    return made


def test_every_table_of_the_ledger_is_told() -> None:
    assert set(TABLES) == set(EVENTS)
    assert len(set(TYPES)) == len(TYPES)


@pytest.mark.parametrize("most", [1, 3, 1_000])
async def test_who_reads_from_the_beginning_has_the_whole_ledger(
    world: World, engine: AsyncEngine, follow: Follow, ledger: Any, most: int
) -> None:
    live(world, Random(most))
    await follow()
    reader = Reader(engine)
    await reader.catch_up(most)
    assert reader.places() == await ledger()
    assert [(each.block_number, each.log_index, each.table) for each in reader.told] == reader.places()
    assert {each.revision for each in reader.told} == {1}
    assert {each.type for each in reader.told} <= set(TYPES)
    assert (await reader.step(10)).entries == ()


@pytest.mark.parametrize("seed", range(6))
async def test_readers_end_with_the_ledger_whatever_is_taken_back(
    world: World, engine: AsyncEngine, follow: Follow, ledger: Any, seed: int
) -> None:
    """Readers of all speeds, reorgs upon reorgs, some in the middle of telling the last one."""
    dice = Random(seed)
    readers = [Reader(engine) for _ in range(4)]
    made = live(world, dice)
    await follow()
    for turn in range(12):
        for reader in readers:
            for _ in range(dice.randrange(4)):
                await reader.step(1 + dice.randrange(6))
        if dice.random() < 0.5:
            world.reorg(1 + dice.randrange(6))
        else:
            world.deposit(made, (1 + turn) * EURO, 10 + turn)
            world.transfer(made, world.fan, world.second_fan, 1)
        await follow()
    late = Reader(engine)
    for reader in [*readers, late]:
        await reader.catch_up(1 + dice.randrange(9))
        assert reader.places() == await ledger()
    assert {each.id for each in late.holds.values()} == {each.id for each in readers[0].holds.values()}
    assert any(each.retracted for reader in readers for each in reader.told) or seed > 3
    assert not any(each.retracted for each in late.told)


async def test_what_is_said_again_has_the_same_id(world: World, engine: AsyncEngine, follow: Follow) -> None:
    made = live(world, Random(1))
    world.mine(1)
    receipt = world.deposit(made, 5 * EURO, 77)
    await follow()
    reader = Reader(engine)
    await reader.catch_up()
    before = {each.id for each in reader.holds.values()}
    world.mine(1)
    world.reorg(2, [(world.signed(receipt), 1)])
    await follow()
    await reader.catch_up()
    assert {each.id for each in reader.holds.values()} == before
    again = [each for each in reader.told if each.revision > 1]
    assert [each.retracted for each in again] == [True] * (len(again) // 2) + [False] * (len(again) // 2)
    assert {each.revision for each in again} == {2, 3}
    assert {each.transaction_hash for each in again} == {receipt["transactionHash"]}


async def test_who_wants_what_is_final_is_never_told_a_retraction(
    world: World, engine: AsyncEngine, follow: Follow
) -> None:
    reader = Reader(engine, finality="final")
    made = live(world, Random(2))
    await follow()
    with pytest.raises(NotFinalYet):
        await reader.catch_up()
    world.reorg(3)
    world.mine(2 * FINALITY)
    await follow()
    await reader.catch_up()
    assert reader.told
    assert {(each.retracted, each.finality) for each in reader.told} == {(False, "final")}
    world.deposit(made, 5 * EURO, 99)
    await follow()
    assert (await reader.step(100)).entries == ()


@pytest.mark.parametrize("type", TYPES)
async def test_a_filter_tells_what_the_whole_log_tells_of_it(
    engine: AsyncEngine, log_of_a_life: list[Entry], type: str
) -> None:
    reader = Reader(engine, types=frozenset({type}))
    await reader.catch_up(2)
    assert [each.id for each in reader.told] == [each.id for each in log_of_a_life if each.type == type]


@pytest.fixture
async def log_of_a_life(world: World, engine: AsyncEngine, follow: Follow) -> list[Entry]:
    live(world, Random(3))
    await follow()
    reader = Reader(engine)
    await reader.catch_up(1_000)
    assert len({each.type for each in reader.told}) > 12
    return reader.told


async def test_only_of_some_projects(world: World, engine: AsyncEngine, follow: Follow) -> None:
    first, second = live(world, Random(4)), live(world, Random(5))
    await follow()
    reader = Reader(engine, campaigns=frozenset({second.campaign}))
    await reader.catch_up(3)
    assert reader.told
    assert {each.campaign for each in reader.told} == {second.campaign}
    world.reorg(2)
    await follow()
    await reader.catch_up(3)
    assert {each.campaign for each in reader.told} == {second.campaign} != {first.campaign}


async def test_from_now_on(world: World, engine: AsyncEngine, follow: Follow) -> None:
    made = live(world, Random(6))
    await follow()
    reader = Reader(engine)
    async with open_snapshot(engine) as connection:
        reader.cursor = write_position(await find_newest(connection))
    world.deposit(made, 5 * EURO, 99)
    await follow()
    await reader.catch_up()
    assert {each.block_number for each in reader.told} == {world.head()}


@pytest.mark.parametrize(
    "text", ["", "x", "WzEsMiwzXQ", "W10", write_position(Position(1, (5, 2, "gifts")))[:-4], "é", "a" * 500]
)
def test_a_cursor_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(PositionUnreadable):
        read_position(text)


def test_a_cursor_is_read_as_it_was_written() -> None:
    for position in (BEGINNING, Position(3, (5, 2, "gifts"), (4, 1, "payments"))):
        assert read_position(write_position(position)) == position
