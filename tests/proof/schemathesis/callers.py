"""Who asks: nobody in particular, a reader who follows links, a program with a key, somebody signed in."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from eth_account import Account
from eth_account.messages import encode_defunct

from tests.backend.royalties.conftest import key_of
from tests.proof.schemathesis.scene import SITE, Served

CALLERS = ("nobody", "reader", "key", "session")
COOKIE = "__Host-coprod"
_READ = "^/v1/(projects|campaigns|wallets|statements|contributions|events|session|transactions)"
"""Where links lead from and to. Of all operations at once, most ways would begin where nobody may go on."""
_CLOSED = "^/v1/(webhooks|keys|projects/{campaign}/news|session$)"
"""Where it matters who asks; everything else is the same for all, and nobody asks for it. Signing out is left
to nobody: it would end what the others need."""


@dataclass(frozen=True)
class Caller:
    """settings: of schemathesis.toml. options: of `st run`."""

    settings: str = ""
    options: tuple[str, ...] = ()


def introduce(name: str, served: Served) -> Caller:
    """The producer of all projects is who signs in, and makes the key."""
    if name == "nobody":
        return Caller(options=("--phases", "examples,coverage,fuzzing"))
    if name == "reader":
        return Caller(options=("--phases", "stateful", "--include-path-regex", _READ))
    closed = ("--include-path-regex", _CLOSED)
    # A browser says which page asks, or a write with a cookie is refused.
    headers = {"Origin": SITE, "Host": urlsplit(SITE).netloc}
    with httpx.Client(base_url=served.url, headers=headers) as browser:
        token = _sign_in(browser)
        if name == "session":
            said = [option for each, value in headers.items() for option in ("-H", f"{each}:{value}")]
            return Caller(f'[auth.openapi.session]\napi_key = "{token}"\n', (*closed, *said))
        wanted = {"name": "Schemathesis", "scopes": ["read", "webhooks", "news:write"]}
        cookie = {"Cookie": f"{COOKIE}={token}"}
        made = browser.post("/v1/keys", json=wanted, headers=cookie).raise_for_status().json()
    return Caller(f'[auth.openapi.key]\nbearer = "{made["secret"]}"\n', closed)


def _sign_in(browser: httpx.Client) -> str:
    """The session's token, which this browser does not keep without HTTPS."""
    key = key_of("producer")
    asked = browser.post("/v1/session/challenge", json={"wallet": key.address}).raise_for_status()
    message = asked.json()["message"]
    signature = Account.sign_message(encode_defunct(text=message), key.secret).signature
    signed = {"message": message, "signature": "0x" + bytes(signature).hex()}
    answer = browser.post("/v1/session/sign-in", json=signed).raise_for_status()
    return answer.headers["Set-Cookie"].partition(";")[0].removeprefix(f"{COOKIE}=")
