"""One server in a process of its own: `python -m tests.bench.web.serving KIND RECORDING` prints its port.

KIND: kept (the site as it is), made (without its memory, every page made anew) or bare.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from backend.local.paths import ROOT
from tests.bench.web.bare import make_bare
from tests.bench.web.recording import Recording, make_site

PATIENCE = 600
"""Seconds that a connection may wait while others are asked."""
KINDS = ("kept", "made", "bare")


def main(kind: str, file: str) -> None:
    recording = Recording.load(file)
    match kind:
        case "bare":
            app = make_bare(recording)
        case "made":
            app = make_site(recording.database_url, cache_bytes=0)
        case _:
            app = make_site(recording.database_url, cache_bytes=64_000_000)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_keep_alive=PATIENCE)
        uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def serve(kind: str, file: Path) -> Iterator[int]:
    """The port of a server that is gone afterwards."""
    command = [sys.executable, "-m", "tests.bench.web.serving", kind, str(file)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
