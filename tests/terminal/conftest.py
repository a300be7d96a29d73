"""A platform that `brownie run deploy` put on a chain of its own, and a producer with an empty folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.local import Anvil, compile_contracts
from tests.terminal.stage import Desk


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Its chain is never taken back: each test proposes projects of its own."""
    compile_contracts()
    with Anvil() as anvil:
        desk = Desk(anvil, tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("platform"))
        desk.brownie("deploy")
        yield desk


@pytest.fixture
def desk(platform: Desk, tmp_path: Path) -> Desk:
    """A producer's: the platform's chain, its records, and an empty folder."""
    return Desk(platform.anvil, platform.home, tmp_path)
