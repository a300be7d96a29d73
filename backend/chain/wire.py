"""HTTP, one POST at a time: what comes back, or why nothing does."""

import ssl
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
from aiohttp import ClientError, ClientSession, ClientTimeout, SocketTimeoutError, TCPConnector


class Answer(NamedTuple):
    """status: of HTTP. retry_after: the header, if there is one."""

    status: int
    retry_after: str | None
    content: bytes


class NotInTime(Exception):
    """The connection stands, and nothing more comes."""


class NoAnswer(Exception):
    """There is no connection (any more), or what comes is not HTTP."""


class Wire:
    """Keeps connections open. timeout: seconds to connect, and between two parts of an answer.

    secure: whether a node is reached by TLS; the certificates take a while to load. The proxy is the
    environment's. Made anywhere, used within one event loop, closed with aclose().
    """

    def __init__(self, timeout: float, *, secure: bool) -> None:
        self._secure = secure
        self._timeout = ClientTimeout(total=None, sock_connect=timeout, sock_read=timeout)
        self._session: ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    async def post(self, url: str, body: bytes) -> Answer:
        """The answer to JSON. Raises NotInTime and NoAnswer."""
        session = self._session = self._session or self._open()
        try:
            proxy = self._find_proxy(url)
            async with session.post(url, data=body, proxy=proxy, allow_redirects=False) as got:
                return Answer(got.status, got.headers.get("retry-after"), await got.read())
        except SocketTimeoutError as failure:
            raise NotInTime(f"nothing came for {self._timeout.sock_read:g} s") from failure
        except (ClientError, OSError, ValueError) as failure:
            raise NoAnswer(f"{type(failure).__name__} {failure}".strip()) from failure

    async def aclose(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    def _open(self) -> ClientSession:
        trusted = ssl.create_default_context(cafile=certifi.where()) if self._secure else True
        return ClientSession(
            connector=TCPConnector(ssl=trusted),
            timeout=self._timeout,
            headers={"content-type": "application/json"},
        )

    def _find_proxy(self, url: str) -> str | None:
        if url not in self._proxies:
            parts = urlsplit(url)
            found = None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
            self._proxies[url] = found
        return self._proxies[url]
