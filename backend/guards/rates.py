"""Nobody may ask so much that nothing is left for the others (draft-ietf-httpapi-ratelimit-headers)."""

import time
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.guards.buckets import Buckets, Policy, Taken, name_client
from backend.guards.known import KnownKeys
from backend.guards.refusals import Refused, TooManyRequests
from backend.settings import Settings

Explain = Callable[[Scope, Refused], Awaitable[ASGIApp]]
"""The answer to a refusal, in the form of the part that was asked, and in the reader's language."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Rates:
    """ASGI middleware: what one address, or one key of the API, may read, write and sign in, each in a
    minute; 429 beyond it.

    Counted in this process alone. The address is the connection's: behind a proxy uvicorn takes the one that
    the proxy names, if FORWARDED_ALLOW_IPS trusts the proxy. signs_in: tells by its path what may be tried
    least often; is_kept: what browsers keep for good, which does not count: a first visit asks for a dozen of
    these; known: keys that count instead of their address, but where somebody signs in. A quota of 0 in the
    settings is no limit.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        explain: Explain,
        signs_in: Callable[[str], bool],
        is_kept: Callable[[str], bool],
        known: KnownKeys,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._explain = explain
        self._signs_in = signs_in
        self._is_kept = is_kept
        self._known = known
        self._clock = clock
        self._reads = _fill("reads", settings.rate_reads)
        self._key_reads = _fill("key-reads", settings.rate_key_reads)
        self._writes = _fill("writes", settings.rate_writes)
        self._sign_ins = _fill("sign-ins", settings.rate_sign_ins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        buckets, client = self._choose(scope) if scope["type"] == "http" else (None, "")
        if buckets is None:
            await self._app(scope, receive, send)
            return
        taken = buckets.take(client, self._clock())
        tell = _tell(buckets.policy, taken)

        async def send_with_rates(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Not added to the list itself, which a cache may keep.
                message = {**message, "headers": [*message.get("headers", ()), *tell]}
            await send(message)

        app = await self._explain(scope, TooManyRequests(taken.wait)) if taken.wait else self._app
        await app(scope, receive, send_with_rates)

    def _choose(self, scope: Scope) -> tuple[Buckets | None, str]:
        """Where it counts, and whose it is."""
        key, peer = self._known.find(scope), scope.get("client")
        address = name_client(peer[0]) if peer else ""
        client = address if key is None else f"key {key.id}"
        if scope["method"] in SAFE:
            if self._is_kept(scope["path"]):
                return None, client
            return (self._key_reads if key is not None and key.reads_more else self._reads), client
        # Whoever tries wallets is counted by the address, whatever he brings.
        return (self._sign_ins, address) if self._signs_in(scope["path"]) else (self._writes, client)


def _fill(name: str, quota: int) -> Buckets | None:
    return Buckets(Policy(name, quota)) if quota else None


def _tell(policy: Policy, taken: Taken) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"ratelimit-policy", f'"{policy.name}";q={policy.quota};w={policy.window}'.encode()),
        (b"ratelimit", f'"{policy.name}";r={taken.remaining};t={taken.full_in}'.encode()),
    )
