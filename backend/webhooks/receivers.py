"""Where deliveries go: only to addresses of the open internet, whatever a name says of itself meanwhile."""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from backend.errors import CoprodError

TIMEOUT_SECONDS = 15
LONGEST_URL = 2_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class ReceiverRefused(CoprodError):
    """Events are delivered to https addresses that anybody can reach; `COPROD_WEBHOOKS_PRIVATE` allows
    others, for tests and receivers in the operator's own network."""

    status = 422
    type = "receiver-refused"
    title = "Nothing is delivered to this address"


@dataclass(frozen=True, slots=True)
class Outcome:
    """status: of HTTP; error: why there is none."""

    status: int | None
    error: str | None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status == 410


def check_url(url: str, allows_private: bool) -> None:
    """Raises ReceiverRefused for what can be seen without asking for the name's addresses."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ReceiverRefused("This is no address of the web: write it as https://host/path.") from None
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise ReceiverRefused("An address has 2000 visible characters of ASCII at most.")
    if parts.scheme != "https" and not (allows_private and parts.scheme == "http"):
        raise ReceiverRefused(
            "Events are delivered by https only: give an address that begins with https://."
        )
    if not parts.hostname or parts.username is not None or parts.fragment or port == 0:
        raise ReceiverRefused("Give a host and a path, without user, password and fragment.")


async def find_address(url: str, allows_private: bool) -> str:
    """The address to connect to. Every one that the name has must be fit. Raises ReceiverRefused."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            parts.hostname, parts.port or 443, type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError):
        raise ReceiverRefused(f"The name {parts.hostname} has no address.") from None
    addresses = [str(each[4][0]) for each in found]
    if not allows_private:
        for each in addresses:
            if not is_open(ipaddress.ip_address(each)):
                raise ReceiverRefused(
                    f"{parts.hostname} is at {each}, which is not an address of the open internet."
                )
    return addresses[0]


def is_open(address: IpAddress) -> bool:
    """Whether anybody can reach it: not this machine, no network of somebody's own, nothing reserved; neither
    itself nor what it carries."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_open(address.ipv4_mapped)
        if address.sixtofour is not None or address.teredo is not None or address in _NAT64:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


async def post(
    client: httpx.AsyncClient, url: str, headers: dict[str, str], body: bytes, *, allows_private: bool
) -> Outcome:
    """One delivery, to the address that was checked: the name is not asked again. No redirect is followed."""
    try:
        check_url(url, allows_private)
        address = await asyncio.wait_for(find_address(url, allows_private), TIMEOUT_SECONDS)
        parts = urlsplit(url)
        host = f"[{address}]" if ":" in address else address
        target = httpx.URL(url).copy_with(host=host)
        request = client.build_request(
            "POST",
            target,
            content=body,
            headers={**headers, "Host": parts.netloc},
            extensions={"sni_hostname": parts.hostname} if parts.scheme == "https" else {},
        )
        response = await asyncio.wait_for(client.send(request, stream=True), TIMEOUT_SECONDS)
        await response.aclose()
    except ReceiverRefused as refused:
        return Outcome(None, refused.detail)
    except (TimeoutError, httpx.TimeoutException):
        return Outcome(None, f"No answer within {TIMEOUT_SECONDS} s.")
    except httpx.HTTPError as failure:
        return Outcome(None, f"{type(failure).__name__}: {failure}"[:300])
    return Outcome(response.status_code, None)


def make_client() -> httpx.AsyncClient:
    """No proxy of the environment, no cookies kept, no connection kept: the next delivery is checked anew."""
    return httpx.AsyncClient(
        timeout=TIMEOUT_SECONDS,
        follow_redirects=False,
        trust_env=False,
        limits=httpx.Limits(max_keepalive_connections=0),
    )
