"""A producer who sends from the tests' chain, with a journal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.sending.desk import Desk
from tests.backend.world import World


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(world, tmp_path / "records" / "journal")
    yield desk
    desk.calm()
