"""`coprod serve`, as people and services start it."""

import os
import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from backend.cli.listening import listen
from backend.local.paths import ROOT
from tests.backend.royalties.process import PROGRAM


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


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_it_says_where_it_is_heard_and_ends_when_it_is_asked_to(database_url: str, host: str) -> None:
    """Port 0: the system chooses one."""
    process = start(database_url, HOST=host, PORT="0")
    assert process.stdout
    line = process.stdout.readline()
    found = re.match(r"Website and API on (http://\S+:(\d+)); Ctrl-C stops them.", line)
    assert found, line
    assert int(found[2]) > 0
    assert httpx.get(f"{found[1]}/health", timeout=120).json() == {"status": "ok"}
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


def test_no_part_of_an_answer_waits_for_a_word_of_its_reader() -> None:
    with listen("127.0.0.1", 0) as listening:
        address = listening.socket.getsockname()
        with socket.create_connection(address), listening.socket.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
