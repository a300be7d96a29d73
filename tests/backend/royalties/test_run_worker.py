"""The worker as people start and stop it (PROTOCOL 7.2)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.process import Workers
from tests.backend.world import World


@pytest.fixture
def workers(tmp_path: Path, world: World, database_url: str) -> Iterator[Workers]:
    made = Workers(tmp_path, world, database_url, key_of("payer"), key_of("collector"))
    yield made
    made.kill()


def test_it_stops_when_it_is_asked_to(workers: Workers) -> None:
    """SIGTERM: the step in hand is finished, and the exit code is 0."""
    workers.start()
    workers.wait_until(lambda: "worker started" in workers.last_words())
    assert workers.stop() == [0]
    assert "worker stopped" in workers.last_words()
    assert "Traceback" not in workers.last_words()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"PAYER_PASSWORD_FILE": "/dev/null"}, "The password in /dev/null does not open .*payer.json."),
        ({"RPC_URL": "http://127.0.0.1:9"}, "The node at http://127.0.0.1:9 gives no answer .*"),
        ({"HOME": "/nowhere"}, "No factory is recorded for chain 31337 .*"),
    ],
)
def test_what_keeps_it_from_starting_is_one_line(workers: Workers, change: dict[str, str], line: str) -> None:
    """A wrong setting: exit code 1, one line that says what to do."""
    workers.start(**change)
    assert workers.wait() == [1]
    last = workers.last_words().strip().splitlines()[-1]
    assert re.fullmatch(f"coprod: {line}", last), workers.last_words()
    assert "Traceback" not in workers.last_words()
