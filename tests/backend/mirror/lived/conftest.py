"""Everything that can happen to projects has happened, and is mirrored."""

from collections.abc import Iterator

import pytest

from backend.local.postgres import Postgres
from tests.backend.mirror.conftest import LIVED
from tests.backend.world import World


@pytest.fixture
def world(lived_chain: World) -> Iterator[World]:
    """The lived chain, in the place of the fresh one."""
    with lived_chain.unchanged():
        yield lived_chain


@pytest.fixture
def database_url(lived_chain: World, postgres: Postgres) -> Iterator[str]:
    """The lived database, in the place of the empty one."""
    postgres.drop_database("coprod_test")
    yield postgres.create_database("coprod_test", template=LIVED)
    postgres.drop_database("coprod_test")
