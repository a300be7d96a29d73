"""The table of allowed moves, walked on real rows, and what each sight makes of each status (7.3)."""

from itertools import product

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.fates.fate import Fate, Step
from backend.fates.judge import Early, Heights, Mined, Nothing, Pending, Place, Sight, Strange, Taken, judge
from backend.fates.moves import HERE, MOVES, STATUSES, MoveForbidden, Status, check_move
from backend.fates.steps import MOST_STEPS, Change, save
from backend.tables import fates

WALLET = "0x" + "00" * 19 + "01"
HASH, OTHER, BLOCK, FORK = ("0x" + each * 64 for each in "abcd")
NOW = 10**9
HERE_NOW = Place(7, BLOCK)
SIGHTS: dict[str, Sight] = {
    "early": Early(),
    "nothing": Nothing(3),
    "pending": Pending(HASH, 3, True),
    "mined": Mined(HASH, 3, True, HERE_NOW),
    "mined elsewhere": Mined(HASH, 3, True, Place(8, FORK)),
    "mined by another": Mined(OTHER, 3, True, HERE_NOW),
    "reverted": Mined(HASH, 3, True, HERE_NOW, "reverted", b"x"),
    "taken": Taken(OTHER, HERE_NOW),
}


def make(status: Status, *, seen: bool = True, age: int = 0) -> Fate:
    """A fate with this status since `age` seconds."""
    is_here = status in HERE
    return Fate(
        id="x",
        wallet=WALLET,
        action="revoke",
        campaign=WALLET,
        calls=(),
        asked_block=1,
        free_nonce=3,
        status=status,
        history=(Step(status, NOW - age, HASH, None),),
        settled=False,
        hash=HASH if seen else None,
        earlier=(),
        bundle=None,
        seen_at=NOW - age if seen else None,
        nonce=3 if seen else None,
        block_number=7 if is_here else None,
        block_hash=BLOCK if is_here else None,
        rival=OTHER if status == "cancelled" else None,
        failure="reverted" if status == "failed" else None,
        revert=b"x" if status == "failed" else None,
        created_at=NOW - age,
        due_at=NOW,
        version=0,
    )


async def write(connection: AsyncConnection, status: Status) -> Fate:
    """The same as a row, as the database gives it back."""
    values = {
        "id": "x",
        "wallet": WALLET,
        "action": "revoke",
        "calls": [],
        "asked_block": 1,
        "status": status,
    }
    history = [{"status": status, "at": NOW, "hash": None, "block_number": None}]
    await connection.execute(insert(fates).values(history=history, created_at=NOW, due_at=NOW, **values))
    return await read(connection)


async def read(connection: AsyncConnection) -> Fate:
    return Fate.of((await connection.execute(select(fates))).one())


async def test_only_the_moves_of_the_table_are_made(engine: AsyncEngine) -> None:
    """7.3: 121 pairs; what is forbidden leaves the row as it was."""
    async with engine.begin() as connection:
        for old, new in product(STATUSES, STATUSES):
            await connection.execute(delete(fates))
            fate = await write(connection, old)
            if new in MOVES[old]:
                assert await save(connection, fate, Change((new,)), NOW + 1)
                moved = await read(connection)
                assert (moved.status, moved.version) == (new, 1)
                assert [each.status for each in moved.history] == [old, new]
            else:
                with pytest.raises(MoveForbidden):
                    await save(connection, fate, Change((new,)), NOW + 1)
                assert await read(connection) == fate


def test_every_status_can_be_reached_and_only_one_has_no_way_on() -> None:
    """7.3"""
    assert set(MOVES) == set(STATUSES)
    reached: set[Status] = {"asked"}
    while more := {new for old in reached for new in MOVES[old]} - reached:
        reached |= more
    assert reached == set(STATUSES)
    assert [each for each in STATUSES if not MOVES[each]] == ["final"]


FOLLOWED = [
    (status, sight)
    for status, sight in product(STATUSES, SIGHTS)
    # Nobody looks at what is settled; and what is only asked has no nonce that could be taken.
    if status not in ("refused", "forgotten", "final") and (status, sight) != ("asked", "taken")
]


@pytest.mark.parametrize(("status", "sight"), FOLLOWED)
@pytest.mark.parametrize(("final", "age"), [(-1, 0), (7, 0), (9, 10**6)])
def test_whatever_is_seen_keeps_to_the_table(status: Status, sight: str, final: int, age: int) -> None:
    """7.3: every status that is followed, with everything that can be seen of it."""
    fate = make(status, seen=status != "asked", age=age)
    change = judge(fate, SIGHTS[sight], Heights(max(final, 7), final), NOW)
    at = fate.status
    for each in change.statuses:
        check_move(at, each)
        at = each
    assert change.values["due_at"] > NOW
    known = {"nothing", "early", "pending"}
    if sight not in known:
        # What a block says is for good once it is final, and not before.
        number = 8 if sight == "mined elsewhere" else 7
        assert change.values.get("settled", False) == (number <= final)
        assert at == {"taken": "cancelled", "reverted": "failed"}.get(sight, _sure(number, final))


def _sure(number: int, final: int) -> str:
    return "final" if number <= final else "safe" if number <= max(final, 7) else "included"


def test_a_hash_of_another_is_dropped() -> None:
    """7.3"""
    change = judge(make("waiting", seen=False), Strange(), Heights(0, 0), NOW)
    assert change.statuses == ("asked",)
    assert change.values["hash"] is None


@pytest.mark.parametrize("status", ["waiting", "included", "safe", "undone", "failed"])
def test_one_that_somebody_else_sent_is_dropped_when_a_reorg_moves_it(status: Status) -> None:
    """7.1: to before it was asked, where it cannot be the wallet's answer."""
    change = judge(make(status), Strange(), Heights(0, 0), NOW)
    at = status
    for each in change.statuses:
        check_move(at, each)
        at = each
    assert at == "asked"
    assert (change.values["hash"], change.values["block_hash"]) == (None, None)


@pytest.mark.parametrize(
    ("status", "age", "ends"),
    [
        ("asked", 2 * 86_400 - 1, False),
        ("asked", 2 * 86_400 + 1, True),
        ("waiting", 7 * 86_400 - 1, False),
        ("waiting", 7 * 86_400 + 1, True),
        ("undone", 7 * 86_400 + 1, True),
        ("replaced", 7 * 86_400 + 1, True),
    ],
)
def test_what_nobody_knows_is_forgotten_in_time(status: Status, age: int, ends: bool) -> None:
    """7.3"""
    change = judge(make(status, seen=status != "asked", age=age), Nothing(), Heights(0, 0), NOW)
    assert change.statuses == (("forgotten",) if ends else ())


@pytest.mark.parametrize(("status", "ends"), [("asked", True), ("waiting", False), ("included", False)])
def test_what_was_only_asked_is_not_looked_for_for_ever(status: Status, ends: bool) -> None:
    """7.3: a nonce that no transaction used, as EIP-7702 lets it; what was sent waits for a mirror behind."""
    change = judge(make(status, seen=status != "asked", age=10**6), Early(), Heights(0, 0), NOW)
    assert change.statuses == (("forgotten",) if ends else ())


async def test_who_looked_at_an_older_state_changes_nothing(engine: AsyncEngine) -> None:
    """7.3: two at once: the first one counts."""
    async with engine.begin() as connection:
        fate = await write(connection, "asked")
        assert await save(connection, fate, Change(("waiting",)), NOW)
        assert not await save(connection, fate, Change(("forgotten",)), NOW)
        assert (await read(connection)).status == "waiting"


async def test_a_history_does_not_grow_for_ever(engine: AsyncEngine) -> None:
    """7.1: a chain that is undone again and again; the beginning is kept."""
    async with engine.begin() as connection:
        fate = await write(connection, "asked")
        await save(connection, fate, Change(("included",)), NOW)
        for _ in range(60):
            await save(connection, await read(connection), Change(("undone", "included")), NOW)
        found = await read(connection)
        assert len(found.history) == MOST_STEPS
        assert (found.history[0].status, found.history[-1].status) == ("asked", "included")
