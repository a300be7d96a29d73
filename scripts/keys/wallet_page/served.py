"""The page's server: on 127.0.0.1 only, for one browser, with nothing of anybody else's.

The address holds a token that opens the page once and gives the browser a cookie; from then on the address is
worth nothing. Every request must name this host (a foreign name that leads here is refused), and what changes
something must come from the page itself.
"""

import json
import secrets
import threading
from contextlib import suppress
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from scripts.keys.wallet_page.questions import Answer, Desk
from scripts.keys.wallet_page.words import write_words
from scripts.language import current_language

FOLDER = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
FILES = {
    "/page.css": "text/css",
    "/page.js": "text/javascript",
    "/wallets.js": "text/javascript",
}
MOST_BYTES = 65_536
POLL_SECONDS = 20.0
"""How long the page waits for the next question before it asks again."""


class Served:
    """The page while it is served, until close(). address: for the browser, once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.token, self.cookie = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.cookie_name = f"coprod-wallet-{self._server.server_port}"
        # The threads that serve have no context of their own: the page speaks as the terminal does.
        language = current_language()
        page = Environment(loader=FileSystemLoader(FOLDER), autoescape=True).get_template("page.html")
        self.page = page.render(language=language, words=write_words()).encode()
        self._lock, self._opened = threading.Lock(), False
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://{self.host}/open/{self.token}"

    def admit(self, token: str) -> bool:
        """Once."""
        with self._lock:
            if self._opened or not secrets.compare_digest(token.encode(), self.token.encode()):
                return False
            self._opened = True
            return True

    def close(self) -> None:
        self.desk.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler_of(served: Served) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def handle(self) -> None:
            # The page may be closed or loaded again while it waits for an answer.
            with suppress(ConnectionError):
                super().handle()

        def do_GET(self) -> None:
            if not self._is_ours():
                return self._refuse(HTTPStatus.FORBIDDEN)
            path, _, query = self.path.partition("?")
            if path.startswith("/open/"):
                return self._open(path.removeprefix("/open/"))
            if path in FILES:
                return self._send(FILES[path], (FOLDER / path[1:]).read_bytes())
            if not self._is_known():
                return self._refuse(HTTPStatus.FORBIDDEN)
            if path == "/":
                return self._send("text/html", served.page)
            if path == "/question":
                return self._send_json(_describe(*served.desk.wait(query, POLL_SECONDS)))
            return self._refuse(HTTPStatus.NOT_FOUND)

        def do_POST(self) -> None:
            # Whoever is refused unread is not read from again.
            self.close_connection = True
            if not (self._is_ours() and self._is_known() and self._is_from_page()):
                return self._refuse(HTTPStatus.FORBIDDEN)
            said = self._read()
            if said is None:
                return self._refuse(HTTPStatus.BAD_REQUEST)
            if self.path == "/handed":
                return self._send_json({"taken": served.desk.hand(said["number"])})
            if self.path == "/answer":
                answer = Answer(said.get("value"), said.get("code"), str(said.get("message", ""))[:300])
                return self._send_json({"taken": served.desk.answer(said["number"], answer)})
            return self._refuse(HTTPStatus.NOT_FOUND)

        def _is_ours(self) -> bool:
            return self.headers.get("Host") == served.host

        def _is_from_page(self) -> bool:
            return (
                self.headers.get("Origin") == f"http://{served.host}"
                and self.headers.get("Content-Type") == "application/json"
            )

        def _is_known(self) -> bool:
            try:
                found = SimpleCookie(self.headers.get("Cookie", "")).get(served.cookie_name)
            except CookieError:
                return False
            return found is not None and secrets.compare_digest(found.value.encode(), served.cookie.encode())

        def _open(self, token: str) -> None:
            if not served.admit(token):
                return self._refuse(HTTPStatus.GONE)
            cookie = f"{served.cookie_name}={served.cookie}; Path=/; HttpOnly; SameSite=Strict"
            return self._send("text/html", b"", HTTPStatus.SEE_OTHER, Location="/", Set_Cookie=cookie)

        def _read(self) -> dict[str, Any] | None:
            """The body, an object with a number; None for anything else."""
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > MOST_BYTES:
                return None
            try:
                said = json.loads(self.rfile.read(int(length)))
            except ValueError:
                return None
            return said if isinstance(said, dict) and isinstance(said.get("number"), int) else None

        def _refuse(self, status: HTTPStatus) -> None:
            self._send("text/plain", status.phrase.encode(), status)

        def _send_json(self, content: dict[str, Any]) -> None:
            self._send("application/json", json.dumps(content).encode())

        def _send(
            self, kind: str, content: bytes, status: HTTPStatus = HTTPStatus.OK, **headers: str
        ) -> None:
            self.send_response(status)
            for name, value in (
                HEADERS | {key.replace("_", "-"): each for key, each in headers.items()}
            ).items():
                self.send_header(name, value)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            if self.close_connection:
                # Said, or else the browser asks its next question where nobody listens any more.
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

        def version_string(self) -> str:
            return "coprod"

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal: the address of the page is in these lines."""

    return Handler


def _describe(state: str, number: int, question: Any, handed: bool) -> dict[str, Any]:
    described: dict[str, Any] = {"state": state}
    if question is not None:
        described |= {
            "number": number,
            "kind": question.kind,
            "account": question.account,
            "chain": question.chain,
            "params": question.params,
            "words": question.words,
            "handed": handed,
        }
    return described
