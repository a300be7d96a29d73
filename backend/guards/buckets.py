"""How much each address has asked for: one number for each, and no more of them than is said."""

import ipaddress
import math
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

MOST_CLIENTS = 50_000
"""About 10 MB. Beyond it, those who were silent longest are forgotten: their buckets are the fullest."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`quota` requests may come at once; they come back evenly, all of them within `window` seconds."""

    name: str
    quota: int
    window: int = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """remaining: requests that may follow at once; full_in: seconds until the quota is whole again, rounded
    up; wait: seconds until the next one is let through, rounded up, 0 for one that is."""

    remaining: int
    full_in: int
    wait: int


class Buckets:
    """Token buckets as GCRA keeps them: of a client only the moment at which its bucket is full again."""

    def __init__(self, policy: Policy, most_clients: int = MOST_CLIENTS) -> None:
        self.policy = policy
        self._most_clients = most_clients
        self._interval = policy.window / policy.quota
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, client: str, now: float) -> Taken:
        """One request of this client, at a time in seconds that never goes back."""
        full_at = max(self._full_at.get(client, now), now) + self._interval
        missing = full_at - now - self.policy.window
        # A thousandth of a request: times are sums of fractions.
        if missing > self._interval / 1_000:
            return Taken(0, _up(full_at - self._interval - now), _up(missing))
        self._full_at[client] = full_at
        self._full_at.move_to_end(client)
        if len(self._full_at) > self._most_clients:
            self._full_at.popitem(last=False)
        return Taken(int(-missing / self._interval + 0.001), _up(full_at - now), 0)


def _up(seconds: float) -> int:
    """To a whole second, and one at least; what is over by a rounding of sums is not."""
    return max(1, math.ceil(seconds - 1e-6))


@lru_cache(4_096)
def name_client(address: str) -> str:
    """Who counts as one: an address of IPv4, or a network /64 of IPv6, as which providers give them out."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), 64), strict=False).network_address)
