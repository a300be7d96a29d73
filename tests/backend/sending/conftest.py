"""A producer who sends from the tests' chain, with a journal."""

from pathlib import Path

import pytest

from tests.backend.sending.desk import Desk
from tests.backend.world import World


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return Desk(world, tmp_path / "records" / "journal")
