"""Somebody who is signed in to the producer's room with a wallet, and what its browser keeps."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from pydantic import SecretStr

from backend.app import create_app
from backend.settings import Settings
from tests.backend.api.server import serve
from tests.backend.royalties.conftest import key_of
from tests.backend.web.markup import Page
from tests.backend.world import World

SITE = "http://coprod.example"


class Browser:
    """Has a cookie once it is signed in, sends forms as browsers do, and reads pages strictly."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def sign_in(self, name: str) -> httpx.Response:
        """As one of the world's people, through the API, as the wallet's script does."""
        key = key_of(name)
        origin = {"Origin": SITE}
        wallet = {"wallet": key.address}
        asked = await self.client.post("/v1/session/challenge", json=wallet, headers=origin)
        assert asked.status_code == 200, asked.text
        message = asked.json()["message"]
        signature = "0x" + sign_text(key.secret, message).hex()
        signed = {"message": message, "signature": signature}
        answer = await self.client.post("/v1/session/sign-in", json=signed, headers=origin)
        assert answer.status_code == 200, answer.text
        return answer

    async def read(self, path: str, status: int = 200) -> Page:
        response = await self.client.get(path)
        assert response.status_code == status, (response.status_code, response.text)
        return Page(response.text)

    async def send(
        self, path: str, fields: dict[str, str], files: dict[str, Any] | None = None, *, origin: str = SITE
    ) -> httpx.Response:
        """A form as it stands, without a token that is not in it."""
        return await self.client.post(path, data=fields, files=files, headers={"Origin": origin})

    async def submit(
        self, page: str, action: str, fields: dict[str, str], files: dict[str, Any] | None = None
    ) -> httpx.Response:
        """The form of a page that goes to `action`, with its hidden fields, filled in."""
        token = find_token((await self.read(page)).html, action)
        return await self.send(action, {"form": token} | fields, files)


def find_token(html: str, action: str) -> str:
    """The hidden field of the form that goes to `action`."""
    _, _, form = html.partition(f'action="{action}"')
    return form.partition('name="form" value="')[2].partition('"')[0]


def sign_text(secret: bytes, message: str) -> bytes:
    """personal_sign."""
    return bytes(Account.sign_message(encode_defunct(text=message), secret).signature)


@pytest.fixture
async def browser(world: World, database_url: str) -> AsyncIterator[Browser]:
    settings = Settings(
        database_url=SecretStr(database_url),
        rpc_url=world.anvil.url,
        site_url=SITE,
        rate_sign_ins=0,
        rate_writes=0,
    )
    async with serve(create_app(settings)) as client:
        yield Browser(client)


Enter = Callable[[str], Awaitable[Browser]]


@pytest.fixture
def enter(browser: Browser) -> Enter:
    """The browser, signed in as somebody."""

    async def sign_in(name: str) -> Browser:
        await browser.sign_in(name)
        return browser

    return sign_in
