"""`coprod serve`, as people and services start it."""

import os
import re
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import psycopg
import pytest

from backend.cli.listening import listen
from backend.local.paths import ROOT
from tests.backend.conftest import Follow
from tests.backend.royalties.process import PROGRAM
from tests.backend.world import World


def start(database_url: str, **changes: str) -> subprocess.Popen[str]:
    settings = {f"COPROD_{name}": value for name, value in {"DATABASE_URL": database_url, **changes}.items()}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve"],
        cwd=ROOT,
        env=os.environ | settings | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def hear(process: subprocess.Popen[str]) -> str:
    """Where it says that it is heard."""
    assert process.stdout
    line = process.stdout.readline()
    found = re.match(r"Website and API on (http://\S+:([1-9]\d*)); Ctrl-C stops them.", line)
    assert found, line
    return found[1]


@contextmanager
def run(database_url: str, **changes: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server and where it is heard; killed at the end."""
    with start(database_url, PORT="0", **changes) as process:
        try:
            yield process, hear(process)
        finally:
            process.kill()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_it_says_where_it_is_heard_and_ends_when_it_is_asked_to(database_url: str, host: str) -> None:
    """Port 0: the system chooses one."""
    process = start(database_url, HOST=host, PORT="0")
    assert httpx.get(f"{hear(process)}/health", timeout=120).json() == {"status": "ok"}
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_port_that_is_taken_is_one_line_with_the_variable(database_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = start(database_url, PORT=str(port))
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (1, "")
    assert re.fullmatch(rf"coprod: Nothing can listen at 127.0.0.1, port {port} .*COPROD_PORT .*\n", err), err


def test_no_answer_waits_for_an_acknowledgement() -> None:
    """What connects later has what the listening socket has."""
    with listen("127.0.0.1", 0) as listening:
        place = listening.socket.getsockname()
        with socket.create_connection(place), listening.socket.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


HOLD = """
    create function hold() returns trigger language plpgsql
        as $$ begin perform pg_sleep(60); return new; end $$;
    create trigger hold before update on kept_answers for each row execute function hold();
"""

HELD = "from pg_stat_activity where wait_event = 'PgSleep'"


async def test_a_write_of_a_server_that_is_killed_is_done_once(
    world: World, database_url: str, follow: Follow
) -> None:
    """7.7: kill -9 within the transaction leaves nothing; after it the write is answered, not repeated."""
    made = world.propose()
    await follow()
    asked = {"action": "contribute", "campaign": made.campaign, "wallet": world.fan}
    headers = {"Idempotency-Key": str(uuid.uuid4())}

    def post(url: str) -> httpx.Response:
        return httpx.post(f"{url}/v1/transactions", json=asked, headers=headers, timeout=60)

    plain = database_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as database, ThreadPoolExecutor() as callers:
        count = "select count(*) from fates"
        database.execute(HOLD)
        with run(database_url, RPC_URL=world.anvil.url) as (process, url):
            waiting = callers.submit(post, url)
            while not database.execute(f"select pid {HELD}").fetchone():
                assert not waiting.done(), waiting.result().text
            process.kill()
            assert isinstance(waiting.exception(), httpx.TransportError)
        # As the server's machine would when its connection is gone.
        database.execute(f"select pg_terminate_backend(pid) {HELD}")
        database.execute("drop trigger hold on kept_answers")
        assert database.execute(count).fetchone() == (0,)
        with run(database_url, RPC_URL=world.anvil.url) as (process, url):
            first = post(url)
            assert (first.status_code, "idempotent-replayed" in first.headers) == (201, False)
            process.kill()
        with run(database_url, RPC_URL=world.anvil.url) as (_, url):
            again = post(url)
        assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
        assert again.json()["id"] == first.json()["id"]
        assert database.execute(count).fetchone() == (1,)
