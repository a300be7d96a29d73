"""Rule 7.1: the mirror says what the chain says, and every step is whole or not at all."""

import asyncio

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment, FactoryNotDeployed
from backend.chain.errors import WrongChain
from backend.mirror.cursor import read_cursor
from backend.mirror.follow import follow
from backend.mirror.incidents import AnotherLeads, AnotherMirror
from backend.mirror.ledger.rows import TABLES
from backend.mirror.reader import NEAR
from backend.mirror.sync import Mirror
from backend.tables import metadata, payments, projects, status_changes
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.lives import live
from tests.backend.terms import EURO
from tests.backend.world import FOREVER, World


async def count_rows(engine: AsyncEngine) -> dict[str, int]:
    counted = {}
    async with engine.connect() as connection:
        for name in ("blocks", *TABLES):
            found = await connection.execute(select(func.count()).select_from(metadata.tables[name]))
            counted[name] = found.scalar_one()
    return counted


async def test_a_whole_life_is_mirrored(world: World, mirror: Mirror, engine: AsyncEngine) -> None:
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    world.payout(project, world.fan, world.second_fan)
    step = await mirror.catch_up()
    assert (step.block, step.caught_up) == (world.head(), True)
    async with engine.connect() as connection:
        row = (await connection.execute(select(projects))).one()
        assert (row.campaign, row.name, row.currency_symbol) == (project.campaign, "Premier album", "EURC")
        assert row.terms["campaign"]["goal"] == str(1_000 * EURO)
        positions = row.terms["waterfall"]["positions"]
        assert [each["kind"] for each in positions] == ["OffTheTop", "Percentage", "Percentage"]
        assert positions[0]["withPrevious"] is False
        said = (await connection.execute(select(status_changes.c.status))).scalars().all()
        assert said == ["proposed", "approved", "raising", "succeeded"]
        kinds = select(payments.c.kind).order_by(payments.c.block_number, payments.c.log_index)
        assert (await connection.execute(kinds)).scalars().all() == [
            "fee",
            "position",
            "position",
            "royalty",
            "royalty",
        ]


async def test_following_block_by_block_ends_as_reading_at_once(
    world: World, mirror: Mirror, engine: AsyncEngine, compare: Compare
) -> None:
    for shares in (60, 40):
        project = world.propose()
        await mirror.catch_up()
        world.start(project)
        await mirror.catch_up()
        world.contribute(project, world.fan, shares)
        await mirror.catch_up()
        world.mine(70)  # all of it becomes final
        await mirror.catch_up()
    assert (await compare()).differences == []


async def test_small_ranges_end_as_one_large(
    world: World, client: ChainClient, engine: AsyncEngine, deployment: Deployment, compare: Compare
) -> None:
    live(world)
    world.mine(64 + NEAR)
    steps = await Mirror(client, engine, deployment, log_range=7).catch_up()
    assert steps.events > 30
    assert (await compare()).differences == []


async def test_a_project_may_live_in_the_block_of_its_proposal(
    world: World, mirror: Mirror, compare: Compare, engine: AsyncEngine
) -> None:
    terms = world.terms(campaign={"goal": 10_000 * EURO}, financiers=[])
    factory = ("ProjectFactory", world.factory)
    (campaign, *_) = world.call(*factory, "predict", world.producer, terms, 77)
    consent = (FOREVER, world.sign_consent(terms, campaign))
    with world.one_block():
        world.queue(world.producer, *factory, "propose", terms, 77)
        world.queue(world.platform, *factory, "approveListing", campaign)
        world.queue(world.stranger, *factory, "recordConsent", campaign, *consent)
        world.queue(world.stranger, "Campaign", campaign, "open")
    await mirror.catch_up()
    counted = await count_rows(engine)
    assert (counted["status_changes"], counted["consents"]) == (3, 1)
    assert (await compare()).differences == []


async def test_strangers_words_do_not_stop_the_mirror(
    world: World, mirror: Mirror, compare: Compare, engine: AsyncEngine
) -> None:
    """Anybody may propose: a name that is no text, or that PostgreSQL keeps in no text, is kept escaped."""
    world.propose(world.terms(name="nul \x00, snow \u2603"), by=world.stranger)
    project = world.raise_funds()
    world.deposit(project, 5, periodEnd=2**64 - 1, source=b"\x00\xfe", uri="a\x00b")
    world.act(world.producer, "Campaign", project.campaign, "recordGiftInKind", "\x00", "\u2603")
    world.act(world.producer, "Campaign", project.campaign, "announce", 0, bytes(32), "a\x00b")
    world.consent(world.propose(), deadline=2**256 - 1)
    await mirror.catch_up()
    assert (await compare()).differences == []
    async with engine.connect() as connection:
        names = (await connection.execute(select(projects.c.name))).scalars().all()
    assert names[0] == "nul \\x00, snow \u2603"


async def test_a_connection_lost_in_a_step_leaves_nothing(
    world: World, mirror: Mirror, engine: AsyncEngine, compare: Compare
) -> None:
    world.raise_funds()
    await mirror.catch_up()
    before = await count_rows(engine)
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    async with engine.connect() as other:
        # The step has written half of its rows when it comes to this table, and waits.
        await other.execute(text("lock table transfers in access exclusive mode"))
        step = asyncio.create_task(mirror.step())
        pid = await wait_until_blocked(other)
        await other.execute(text("select pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(OperationalError):
            await step
    assert await count_rows(engine) == before
    await mirror.catch_up()
    assert (await compare()).differences == []


async def test_who_finds_the_cursor_moved_stops(
    world: World, mirror: Mirror, client: ChainClient, engine: AsyncEngine, deployment: Deployment
) -> None:
    await mirror.catch_up()
    world.raise_funds()
    async with engine.connect() as other:
        await other.execute(text("select * from cursor for update"))
        slower = asyncio.create_task(mirror.step())
        await wait_until_blocked(other)
        await other.execute(text("update cursor set block_hash = '\\x01'"))
        await other.commit()
    with pytest.raises(AnotherLeads, match="another `coprod worker`"):
        await slower
    assert (await count_rows(engine))["projects"] == 0


async def test_who_is_followed_by_another_leader_stops(
    world: World, mirror: Mirror, client: ChainClient, engine: AsyncEngine, deployment: Deployment
) -> None:
    """The older one finds the cursor where it left it, and yet may not move it: the epoch is another's."""
    await mirror.catch_up()
    world.raise_funds()
    await Mirror(client, engine, deployment).take_lead()
    with pytest.raises(AnotherLeads, match="another `coprod worker`"):
        await mirror.step()
    assert (await count_rows(engine))["projects"] == 0


async def test_a_database_of_another_factory_is_refused(
    world: World, mirror: Mirror, client: ChainClient, engine: AsyncEngine, deployment: Deployment
) -> None:
    await mirror.catch_up()
    other = Deployment(deployment.chain_id, world.currency, deployment.block_number, {})
    with pytest.raises(AnotherMirror, match="make reset"):
        await Mirror(client, engine, other).catch_up()


async def test_a_record_of_a_factory_that_is_not_there_is_refused(
    world: World, client: ChainClient, engine: AsyncEngine, deployment: Deployment
) -> None:
    """A development chain that was begun anew, under a record of the old one: nothing would ever be said."""
    gone = Deployment(deployment.chain_id, world.stranger, deployment.block_number, {})
    with pytest.raises(FactoryNotDeployed, match="Nothing is at " + world.stranger):
        await Mirror(client, engine, gone).catch_up()
    async with engine.connect() as connection:
        assert await read_cursor(connection) is None


async def test_a_node_of_another_chain_is_refused(
    client: ChainClient, engine: AsyncEngine, deployment: Deployment
) -> None:
    other = Deployment(1, deployment.factory, deployment.block_number, {})
    with pytest.raises(WrongChain, match="chain 1 was expected"):
        await Mirror(client, engine, other).catch_up()


async def test_follow_keeps_up_and_stops_when_cancelled(
    world: World, mirror: Mirror, engine: AsyncEngine, compare: Compare
) -> None:
    following = asyncio.create_task(follow(mirror, poll_seconds=0.02))
    for _ in range(3):
        world.raise_funds()
        world.mine()
        await wait_for(engine, world.head())
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    assert (await compare()).differences == []


async def test_follow_waits_for_a_node_that_does_not_answer(
    world: World, engine: AsyncEngine, deployment: Deployment
) -> None:
    async with ChainClient("http://127.0.0.1:1") as nobody:
        following = asyncio.create_task(follow(Mirror(nobody, engine, deployment), poll_seconds=0.01))
        await asyncio.sleep(0.3)
        assert not following.done()
        following.cancel()


async def wait_until_blocked(connection: AsyncConnection) -> int:
    """The process of the server that waits for somebody's lock."""
    for _ in range(6_000):
        found: int | None = (
            await connection.execute(text("select pid from pg_locks where not granted"))
        ).scalar()
        if found:
            return found
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waits for a lock")


async def wait_for(engine: AsyncEngine, block: int) -> None:
    for _ in range(6_000):
        async with engine.connect() as connection:
            cursor = await read_cursor(connection)
        if cursor and cursor.block_number >= block:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"the mirror does not reach block {block}")
