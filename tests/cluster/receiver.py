"""Who has the events posted to it: it verifies each signature, and answers once it holds the event."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from standardwebhooks import Webhook

from backend.queries.status import Finality
from tests.backend.royalties.conftest import key_of
from tests.backend.web.room.conftest import SITE, sign_text
from tests.cluster.notebook import Notebook


class Receiver:
    """Of one webhook, which tells what is as sure as `finality`."""

    def __init__(self, finality: Finality) -> None:
        self.notebook = Notebook(f"webhook of what is {finality}", may_repeat=True)
        self._finality = finality
        self._key = ""
        self._turn = threading.Lock()

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Its address."""
        hears = self._hear

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                self.send_response(hears({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook"
        finally:
            server.shutdown()
            server.server_close()

    def subscribe(self, urls: list[str], hook: str) -> None:
        """Signed in at one server, and written down at another one, which knows the session too."""
        # As a proxy before both passes it on.
        key, site = key_of("producer"), {"Host": SITE.removeprefix("http://"), "Origin": SITE}
        with httpx.Client(timeout=60, headers=site) as client:
            asked = client.post(urls[0] + "/v1/session/challenge", json={"wallet": key.address})
            message = asked.raise_for_status().json()["message"]
            signed = {"message": message, "signature": "0x" + sign_text(key.secret, message).hex()}
            client.post(urls[-1] + "/v1/session/sign-in", json=signed).raise_for_status()
            wanted = {"url": hook, "after": "beginning", "finality": self._finality}
            with self._turn:
                made = client.post(urls[0] + "/v1/webhooks", json=wanted)
                self._key = made.raise_for_status().json()["key"]

    def _hear(self, headers: dict[str, str], body: bytes) -> int:
        with self._turn:
            try:
                message = Webhook(self._key).verify(body.decode(), headers)
                event = message["data"]
                name = f"{event['id']}-r{event['revision']}"
                assert event["finality"] == "final" or self._finality == "seen", f"{name} is not final"
                assert headers["webhook-id"] == name, f"{headers['webhook-id']} is the name of {name}"
            except Exception as wrong:
                self.notebook.wrong.append(f"webhook: {wrong!r}")
                return 400
            self.notebook.hear(event)
            return 204
