"""A producer who sends from the tests' chain, with a journal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.sending.desk import Desk
from tests.backend.world import World


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Iterator[Desk]:
    yield Desk(world, tmp_path / "records" / "journal")
    # What no snapshot takes back: nothing waits, blocks come with transactions again, and gas is cheap.
    world.request("anvil_dropAllTransactions")
    world.request("evm_setAutomine", True)
    world.request("anvil_setNextBlockBaseFeePerGas", hex(10**9))
    world.mine()
