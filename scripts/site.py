"""The website as its producer meets it from a terminal: signing in with a wallet (EIP-4361), posting news.

Only what the site's own session takes is sent: the key stays with the signer, the session with this process.
"""

from typing import Any
from urllib.parse import urlsplit

import httpx

from backend.accounts.refusals import MessageInvalid
from backend.accounts.sign_in import is_within
from backend.accounts.siwe import parse_message
from scripts.language import current_language, say
from scripts.refusal import Refused

SECONDS = 30
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class Site:
    """A Coprod website at `url`, such as https://coprod.example. Raises Refused."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        if parts.scheme not in ("http", "https") or not host:
            raise Refused(say("{url!r} is no website: give one such as https://coprod.example", url=url))
        if parts.scheme == "http" and host.partition(":")[0] not in LOCAL_HOSTS:
            raise Refused(say("{url} is not HTTPS: the session could be read on the way", url=url))
        self.origin = f"{parts.scheme}://{host}"
        self._host = host
        self._http = httpx.Client(
            base_url=self.origin,
            timeout=SECONDS,
            headers={"Origin": self.origin, "Accept-Language": current_language()},
        )

    def sign_in(self, signer: Any, chain_id: int) -> None:
        """With a message that names this site, this account and this chain, and no other. Raises Refused."""
        message = self._post("/v1/session/challenge", {"wallet": signer.address})["message"]
        self._refuse_other_message(message, signer.address, chain_id)
        signature = signer.sign_text(message)
        self._post("/v1/session/sign-in", {"message": message, "signature": signature})

    def post_news(self, campaign: str, texts: dict[str, str]) -> dict[str, Any]:
        """The new piece: its id and address. texts: title_fr, text_fr, title_en, text_en. Raises Refused."""
        posted = self._post(f"/v1/projects/{campaign}/news", texts)
        return posted | {"url": self.origin + posted["url"]}

    def sign_out(self) -> None:
        self._post("/v1/session/sign-out", None)

    def _refuse_other_message(self, message: str, address: str, chain_id: int) -> None:
        """What is signed must be a sign-in here: a false site could ask for one to another (EIP-4361)."""
        try:
            asked = parse_message(message)
        except MessageInvalid:
            asked = None
        is_ours = (
            asked is not None
            and (asked.domain, asked.address, asked.chain_id) == (self._host, address, chain_id)
            and is_within(asked.uri, self.origin)
        )
        if not is_ours:
            raise Refused(
                say(
                    "{site} asked to sign something else than signing in there: nothing was signed",
                    site=self.origin,
                )
            )

    def _post(self, path: str, body: dict[str, Any] | None) -> Any:
        try:
            answer = self._http.post(path, json=body) if body is not None else self._http.post(path)
        except httpx.HTTPError as error:
            raise Refused(say("{site} does not answer: {why}", site=self.origin, why=error)) from None
        if answer.is_success:
            return answer.json()
        try:
            detail = answer.json()["detail"]
        except (ValueError, KeyError, TypeError):
            detail = f"HTTP {answer.status_code}"
        raise Refused(say("{site} answers: {detail}", site=self.origin, detail=detail))
