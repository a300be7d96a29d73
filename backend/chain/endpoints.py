"""The nodes that we may ask, in the order of preference, and how each of them is doing."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from backend.chain.errors import RateLimited, WrongChain
from backend.errors import CoprodError

BATCH = 100
"""Most calls in one HTTP request: what public nodes accept. Those that do not are asked for less."""
ADDRESSES = 500
"""Most contracts in one eth_getLogs; some nodes bear no more than 49."""
FIRST_REST = 0.5
LONGEST_REST = 30
"""Seconds without an answer: from the first to the longest, twice as long each time, less up to a half."""
LONGEST_WISH = 300
"""Seconds that a node can make us wait by its Retry-After."""
WRONG_CHAIN_REST = 60


@dataclass(slots=True)
class Endpoint:
    """One node, and what we have learned of it. Times are in unix seconds.

    log_range: most blocks that it bears in one eth_getLogs; who asks for them keeps it (None: not yet known).
    batch: most calls that it bears in one request at the moment; batch_limit: at any time.
    addresses: most contracts in one eth_getLogs.
    failures: in a row. lies: since the start (see distrust). error: why it rests or failed last, None when
    it is healthy. head_number: the newest block that it told us of. heard_at: when it last gave an answer.
    is_verified: whether it has said that it is on the right chain since its last failure.
    """

    url: str = field(repr=False)
    log_range: int | None = None
    batch: int = BATCH
    batch_limit: int = BATCH
    addresses: int = ADDRESSES
    failures: int = 0
    lies: int = 0
    failed_at: int | None = None
    error: str | None = None
    head_number: int | None = None
    heard_at: int | None = None
    is_verified: bool = False
    resting_until: float = 0
    """By time.monotonic()."""

    @property
    def name(self) -> str:
        """Its address without what may be secret in it: scheme://host:port."""
        parts = urlsplit(self.url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")

    @property
    def rest(self) -> float:
        """Seconds for which it is left alone; 0 when it may be asked."""
        return max(0.0, self.resting_until - time.monotonic())

    def limit_batch(self, calls: int) -> None:
        """It refused twice as many."""
        self.batch = self.batch_limit = max(1, calls)

    def grow_batch(self, calls: int) -> None:
        """It answered so many in time: one more, when that was all that it was thought to bear."""
        if calls == self.batch < self.batch_limit:
            self.batch += 1

    def hear(self) -> None:
        """It gave a good answer."""
        self.heard_at = int(time.time())
        # What is still under way says nothing about why it rests.
        if not self.rest:
            self.failures, self.error = 0, None

    def fail(self, failure: CoprodError) -> None:
        """It gave none: it rests, longer each time in a row, and as long as it wants us to."""
        seconds = 0.0
        # Of several calls that fail together only the first counts.
        if not self.rest:
            self.failures += 1
            seconds = min(LONGEST_REST, FIRST_REST * 2 ** min(self.failures - 1, 10))
        if isinstance(failure, WrongChain):
            seconds = WRONG_CHAIN_REST
        seconds = random.uniform(seconds / 2, seconds)
        if isinstance(failure, RateLimited) and failure.retry_after:
            seconds = max(seconds, min(LONGEST_WISH, failure.retry_after))
        self.is_verified = False
        self._note(failure.detail, seconds)

    def distrust(self, reason: str) -> None:
        """It was caught with a false answer: it rests twice as long as the last time, however long ago."""
        self.lies += 1
        seconds = min(LONGEST_REST, FIRST_REST * 2 ** min(self.lies, 10))
        self._note(reason, random.uniform(seconds / 2, seconds))

    def _note(self, error: str, seconds: float) -> None:
        self.error, self.failed_at = error, int(time.time())
        self.resting_until = max(self.resting_until, time.monotonic() + seconds)


class Endpoints:
    """At least one endpoint, the preferred first. One is current until it rests, or until choose()."""

    def __init__(self, urls: str | Sequence[str]) -> None:
        self.all = [Endpoint(url) for url in ([urls] if isinstance(urls, str) else urls)]
        if not self.all:
            raise ValueError("no endpoint: at least one address of a node is needed")
        self._current = self.all[0]

    @property
    def current(self) -> Endpoint:
        return self.choose() if self._current.rest else self._current

    @property
    def pause(self) -> float:
        """Seconds until one of them may be asked."""
        return min(each.rest for each in self.all)

    def choose(self) -> Endpoint:
        """Make the first that does not rest the current one, or else the one whose rest ends first."""
        self._current = min(self.all, key=lambda each: each.rest)
        return self._current
