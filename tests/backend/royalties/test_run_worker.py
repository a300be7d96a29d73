"""The worker as people start and stop it (PROTOCOL 7.2)."""

import re

import psycopg
import pytest

from tests.backend.royalties.process import Workers


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


def test_an_error_that_nobody_foresaw_ends_it_with_one_line(workers: Workers, database_url: str) -> None:
    """7.2: not swallowed, not hidden: the traceback, then what happened and what to do; exit code 1."""
    workers.start()
    workers.wait_until(lambda: "worker started" in workers.last_words())
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("alter table payout_rounds rename to lost")
    assert workers.wait() == [1]
    *above, last = workers.last_words().strip().splitlines()
    assert re.fullmatch(
        "coprod: The worker ended by an error that it does not know [(]ProgrammingError: .*payout_rounds.*[)]"
        ". Nothing is lost: start it again, and report what stands above if it comes back.",
        last,
    ), last
    # Whichever part of it came upon the table first.
    assert "Traceback (most recent call last):" in above
    assert any("backend/worker.py" in line for line in above)
    assert any('relation "payout_rounds" does not exist' in line for line in above)
