"""Which site this is: what a message must name for its signature to count here."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.accounts.refusals import SiteUnnamed

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Site:
    """scheme: http or https. domain: host and perhaps port, small letters, as browsers write it."""

    scheme: str
    domain: str

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.domain}"

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"


def name_site(configured: str, scheme: str, host: str) -> Site:
    """By the setting; without one, by the request, if it was made on this machine.

    What a request calls the site proves nothing: whoever brings a message that a fan signed for another site
    would write that site's name. Raises SiteUnnamed.
    """
    if configured:
        parts = urlsplit(configured)
        return Site(parts.scheme.lower(), parts.netloc.lower())
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        name = None
    if name in LOOPBACK:
        return Site(scheme, host.lower())
    raise SiteUnnamed()
