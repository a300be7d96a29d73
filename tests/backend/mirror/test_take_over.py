"""Rule 7.1: two mirrors on one database: one leads, the other takes over, and nothing is applied twice."""

from collections.abc import Iterator

import psutil
import psycopg
import pytest

from tests.backend.mirror.conftest import Compare
from tests.backend.royalties.process import Workers
from tests.backend.world import World

_LEADER = """
    select a.client_port from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted
"""


@pytest.fixture
def database(database_url: str) -> Iterator[psycopg.Connection[tuple[int, ...]]]:
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


def find_leader(database: psycopg.Connection[tuple[int, ...]]) -> int | None:
    """The process that holds the lock."""
    found = database.execute(_LEADER).fetchone()
    for each in psutil.net_connections("tcp4"):
        if found and each.laddr and each.laddr.port == found[0] and each.raddr:
            return each.pid
    return None


def mirrored(database: psycopg.Connection[tuple[int, ...]]) -> int:
    found = database.execute("select block_number from cursor").fetchone()
    return found[0] if found else 0


async def test_the_other_goes_on_when_the_leader_is_killed(
    workers: Workers, world: World, database: psycopg.Connection[tuple[int, ...]], compare: Compare
) -> None:
    workers.start()
    workers.start()
    world.raise_funds()
    workers.wait_until(lambda: mirrored(database) == world.head())
    leader = find_leader(database)
    assert leader is not None
    # The logs tell which is which.
    workers.wait_until(lambda: "standing by: another worker" in workers.last_words())
    assert workers.last_words().count("] leading ") == 1
    workers.kill_one(leader)
    world.raise_funds()
    workers.wait_until(lambda: mirrored(database) == world.head())
    workers.wait_until(lambda: find_leader(database) not in (leader, None))
    assert workers.last_words().count("] leading ") == 2
    assert (await compare()).differences == []
    # Who was killed comes back, and waits for its turn.
    workers.start()
    world.raise_funds()
    workers.wait_until(lambda: mirrored(database) == world.head())
    assert (await compare()).differences == []


def test_connections_that_the_database_cuts_are_made_anew(
    workers: Workers, world: World, database: psycopg.Connection[tuple[int, ...]]
) -> None:
    workers.start()
    workers.wait_until(lambda: mirrored(database) == world.head())
    database.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
    world.raise_funds()
    workers.wait_until(lambda: mirrored(database) == world.head())
    assert "sqlalche.me" not in workers.last_words()


def test_each_role_runs_as_a_process_of_its_own(
    workers: Workers, world: World, database: psycopg.Connection[tuple[int, ...]]
) -> None:
    """7.8: jobs never lead, and a mirror asks for no key; each ends when it is asked to."""
    workers.start("--only", "jobs")
    workers.wait_until(lambda: "role=jobs" in workers.last_words())
    assert find_leader(database) is None
    # A password that opens nothing would end whoever has the jobs.
    workers.start("--only", "mirror", PAYER_PASSWORD_FILE="/dev/null")
    world.raise_funds()
    workers.wait_until(lambda: mirrored(database) == world.head())
    assert "role=mirror" in workers.last_words()
    assert workers.stop() == [0, 0]
