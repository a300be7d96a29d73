"""Who asks: nobody in particular, a program with a key, somebody who is signed in."""

from dataclasses import dataclass, field

import httpx
from eth_account import Account
from eth_account.messages import encode_defunct

from tests.backend.royalties.conftest import key_of
from tests.proof.schemathesis.scene import Served

CALLERS = ("nobody", "key", "session")
_CLOSED = "^/v1/(webhooks|keys|projects/{campaign}/news|session$)"
"""Where it matters who asks; everything else is the same for all, and nobody asks for it."""


@dataclass(frozen=True)
class Caller:
    """options: of `st run`."""

    headers: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()


def introduce(name: str, served: Served) -> Caller:
    """The producer of all projects is who signs in, and makes the key."""
    if name == "nobody":
        return Caller()
    with httpx.Client(base_url=served.url, headers={"Origin": served.url}) as browser:
        _sign_in(browser)
        if name == "session":
            cookies = "; ".join(f"{each}={value}" for each, value in browser.cookies.items())
            # A browser says which page asks, or a write with a cookie is refused.
            return Caller({"Cookie": cookies, "Origin": served.url}, ("--include-path-regex", _CLOSED))
        wanted = {"name": "Schemathesis", "scopes": ["read", "webhooks", "news:write"]}
        made = browser.post("/v1/keys", json=wanted).raise_for_status().json()
    return Caller({"Authorization": f"Bearer {made['secret']}"}, ("--include-path-regex", _CLOSED))


def _sign_in(browser: httpx.Client) -> None:
    key = key_of("producer")
    asked = browser.post("/v1/session/challenge", json={"wallet": key.address}).raise_for_status()
    message = asked.json()["message"]
    signature = Account.sign_message(encode_defunct(text=message), key.secret).signature
    signed = {"message": message, "signature": "0x" + bytes(signature).hex()}
    browser.post("/v1/session/sign-in", json=signed).raise_for_status()
