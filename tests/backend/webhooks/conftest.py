"""A receiver that listens on this machine and verifies what it is sent, and somebody who subscribes."""

import base64
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from standardwebhooks import Webhook

from backend.app import create_app
from backend.settings import Settings
from backend.webhooks.delivery import Deliveries
from backend.webhooks.receivers import make_client
from tests.backend.api.server import serve
from tests.backend.web.room.conftest import SITE, Browser
from tests.backend.world import World

Message = dict[str, Any]


@dataclass
class Receiver:
    """answers: statuses of the next answers; 204 when none are left. taken: what was answered with 2xx.
    seconds: that an answer takes."""

    url: str = ""
    key: str = ""
    answers: list[int] = field(default_factory=list)
    heard: list[Message] = field(default_factory=list)
    taken: list[Message] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    seconds: float = 0

    def hear(self, headers: dict[str, str], body: bytes) -> int:
        time.sleep(self.seconds)
        verify(self.key, headers, body)
        message = json.loads(body) | {"webhook-id": headers["webhook-id"]}
        self.heard.append(message)
        self.signatures.append(headers["webhook-signature"])
        status = self.answers.pop(0) if self.answers else 204
        if 200 <= status < 300:
            self.taken.append(message)
        return status

    def events(self) -> list[Message]:
        return [each["data"] for each in self.taken]


def verify(key: str, headers: dict[str, str], body: bytes) -> None:
    """By the specification's own package, or with the public key."""
    if key.startswith("whsec_"):
        assert Webhook(key).verify(body.decode(), headers) == json.loads(body)
        return
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.removeprefix("whpk_")))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    signatures = [
        each.partition(",")[2] for each in headers["webhook-signature"].split() if each[:4] == "v1a,"
    ]
    public.verify(base64.b64decode(signatures[0]), content)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            try:
                status = made.hear({name.lower(): value for name, value in self.headers.items()}, body)
            except Exception as wrong:
                status = 400
                made.heard.append({"wrong": repr(wrong)})
            self.send_response(status)
            if status == 302:
                self.send_header("Location", made.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/hooks"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
async def browser(world: World, database_url: str) -> AsyncIterator[Browser]:
    """Of the fan, who has signed in."""
    settings = Settings(
        database_url=SecretStr(database_url),
        rpc_url=world.anvil.url,
        site_url=SITE,
        rate_sign_ins=0,
        rate_writes=0,
        webhooks_private=True,
    )
    async with serve(create_app(settings)) as client:
        yield Browser(client)


@dataclass
class Desk:
    """What the owner of webhooks does."""

    client: httpx.AsyncClient
    receiver: Receiver
    engine: AsyncEngine
    id: str = ""

    async def subscribe(self, **wanted: Any) -> Message:
        told = await self.post("", 201, **{"url": self.receiver.url, "after": "beginning", **wanted})
        self.id, self.receiver.key = told["id"], told["key"]
        return told

    async def post(self, path: str, status: int = 200, **body: Any) -> Message:
        response = await self.client.post(f"/v1/webhooks{path}", json=body, headers={"Origin": SITE})
        assert response.status_code == status, response.text
        told: Message = response.json()
        return told

    async def get(self, path: str = "") -> Message:
        response = await self.client.get(f"/v1/webhooks/{self.id}{path}")
        assert response.status_code == 200, response.text
        told: Message = response.json()
        return told

    async def deliver(self, rounds: int = 40, *, allows_private: bool = True) -> None:
        """As the worker does, until nothing is due."""
        deliveries = Deliveries(self.engine, allows_private=allows_private)
        async with make_client() as client:
            for _ in range(rounds):
                if not await deliveries.step(client):
                    return


@pytest.fixture
async def desk(
    world: World, browser: Browser, receiver: Receiver, engine: AsyncEngine, follow: Callable[[], Any]
) -> Desk:
    await follow()
    await browser.sign_in("payer")
    return Desk(browser.client, receiver, engine)
