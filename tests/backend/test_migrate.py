"""The migrations and tables.py say the same."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from backend.local.postgres import Postgres
from backend.migrations import migrate, unmigrate
from backend.tables import metadata


@pytest.fixture
def empty_url(postgres: Postgres) -> Iterator[str]:
    postgres.drop_database("coprod_empty")
    yield postgres.create_database("coprod_empty")
    postgres.drop_database("coprod_empty")


def tables_of(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
    engine.dispose()
    return found - {"alembic_version"}


def test_the_migrated_database_is_what_tables_say(empty_url: str) -> None:
    migrate(empty_url)
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_down_leaves_nothing_and_up_again_works(empty_url: str) -> None:
    migrate(empty_url)
    unmigrate(empty_url)
    assert tables_of(empty_url) == set()
    migrate(empty_url)
    assert tables_of(empty_url) == set(metadata.tables)


def test_many_processes_may_migrate_at_once(empty_url: str) -> None:
    program = f"from backend.migrations import migrate; migrate({empty_url!r})"
    processes = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
    assert [each.wait(60) for each in processes] == [0, 0, 0]
    assert tables_of(empty_url) == set(metadata.tables)
