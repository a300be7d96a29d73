"""HTTP, one POST at a time: what comes back, or why nothing does."""

import asyncio
import ssl
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
from aiohttp import (
    ClientError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    InvalidURL,
    NonHttpUrlClientError,
    TCPConnector,
)


class Answer(NamedTuple):
    """status: of HTTP. retry_after: the header, if there is one."""

    status: int
    retry_after: str | None
    content: bytes


class NotInTime(Exception):
    """The connection stands, and nothing more comes."""


class NoAnswer(Exception):
    """There is no connection (any more), or what comes is not HTTP."""


class TooLong(Exception):
    """The answer has more bytes than were wanted; the rest of them was not waited for."""


class Wire:
    """Keeps connections open. timeout: seconds to connect, and between two parts of an answer.

    secure: whether a node is reached by TLS; the certificates take a while to load. The proxy is the
    environment's. Made anywhere, used within one event loop, closed with aclose().
    """

    def __init__(self, timeout: float, *, secure: bool) -> None:
        self._secure = secure
        self._seconds = timeout
        self._timeout = ClientTimeout(total=None, sock_connect=timeout, sock_read=timeout)
        self._session: ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    async def post(self, url: str, body: bytes, most: int | None = None) -> Answer:
        """The answer to JSON, of at most so many bytes. Raises NotInTime, NoAnswer and TooLong."""
        session = self._session = self._session or self._open()
        try:
            proxy = self._find_proxy(url)
            # Where the program was busy, the loop has not heard yet of connections that were closed.
            for _ in range(2):
                await asyncio.sleep(0)
            # Three times: to connect, to send and to wait. For sending alone aiohttp knows no limit.
            async with asyncio.timeout(3 * self._seconds):
                got = await session.post(url, data=body, proxy=proxy, allow_redirects=False)
            async with got:
                return Answer(got.status, got.headers.get("retry-after"), await _read(got, most))
        except ConnectionTimeoutError as failure:
            raise NoAnswer(f"no connection for {self._seconds:g} s") from failure
        except TimeoutError as failure:
            raise NotInTime(f"nothing came for {self._seconds:g} s") from failure
        except (ClientError, OSError, ValueError) as failure:
            raise NoAnswer(_describe(failure)) from failure

    async def aclose(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    def _open(self) -> ClientSession:
        return ClientSession(
            connector=TCPConnector(ssl=_trust() if self._secure else True),
            timeout=self._timeout,
            headers={"content-type": "application/json"},
        )

    def _find_proxy(self, url: str) -> str | None:
        if url not in self._proxies:
            parts = urlsplit(url)
            known = {} if proxy_bypass(parts.netloc.rpartition("@")[2]) else getproxies()
            found = known.get(parts.scheme) or known.get("all")
            self._proxies[url] = f"http://{found}" if found and "://" not in found else found
        return self._proxies[url]


def _trust() -> ssl.SSLContext:
    """Who the machine trusts, by SSL_CERT_FILE too, and who browsers do."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


async def _read(got: ClientResponse, most: int | None) -> bytes:
    parts, size = [], 0
    async for part in got.content.iter_any():
        parts.append(part)
        size += len(part)
        if most is not None and size > most:
            raise TooLong(f"more than {most:,} bytes")
    return b"".join(parts)


def _describe(failure: Exception) -> str:
    """Without the node's address, in which there may be a key, and the proxy's, with its password: aiohttp
    would tell both."""
    match failure:
        case ClientResponseError(message=said):
            pass
        case InvalidURL() | NonHttpUrlClientError():
            said = ""
        case _:
            said = str(failure)
    return " ".join([type(failure).__name__, *said.split()])
