"""Idempotency-Key: a write that is asked for again, because its answer was lost, is done once.

After draft-ietf-httpapi-idempotency-key-header: the key and what it made are written in one transaction,
so that neither can be there without the other. Whoever repeats a request is answered by what the first one
made, as it is now.
"""

import hashlib
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from psycopg.errors import LockNotAvailable
from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.tables import kept_answers

KEPT_SECONDS = 86_400
PATIENCE = "5s"
"""Most that a repetition waits for the first one, which still has the key in hand."""
_FIT = re.compile(r"[!-~]{16,255}")
_MINE = (kept_answers.c.caller, kept_answers.c.key)


class IdempotencyKeyUnfit(CoprodError):
    """A key has 16 to 255 visible characters of ASCII, such as a UUID: shorter ones are guessed by others."""

    status = 422
    type = "idempotency-key-unfit"
    title = "This key does not fit"

    def __init__(self) -> None:
        super().__init__("Give 16 to 255 visible characters without spaces as Idempotency-Key: a new UUID.")


class IdempotencyKeyReused(CoprodError):
    """The key came with another method, path or body within a day."""

    status = 422
    type = "idempotency-key-reused"
    title = "This key was used for something else"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key came with another request: take a new one for each.")


class IdempotencyKeyBusy(CoprodError):
    """The first request with the key has not ended."""

    status = 409
    type = "idempotency-key-busy"
    title = "The first request is still under way"

    def __init__(self) -> None:
        super().__init__("A request with this Idempotency-Key is under way: repeat it in a moment, with it.")


PROBLEMS = (IdempotencyKeyUnfit(), IdempotencyKeyReused(), IdempotencyKeyBusy())


@dataclass(frozen=True, slots=True)
class Asked:
    """key: None where the caller sent none, and each request counts."""

    key: str | None
    fingerprint: bytes
    response: Response

    async def write_once(
        self, connection: AsyncConnection, caller: str, make: Callable[[], Awaitable[str]]
    ) -> str:
        """The id of what `make` makes, or of what it made when the same was asked before.

        In the transaction of `connection`, which the caller of this commits. Raises those of PROBLEMS.
        """
        if self.key is None:
            return await make()
        now, mine = int(time.time()), (_MINE[0] == caller, _MINE[1] == self.key)
        await connection.execute(delete(kept_answers).where(kept_answers.c.kept_at < now - KEPT_SECONDS))
        if not await self._take(connection, caller, now):
            kept = (await connection.execute(select(kept_answers).where(*mine))).one()
            if bytes(kept.fingerprint) != self.fingerprint:
                raise IdempotencyKeyReused
            self.response.headers["Idempotent-Replayed"] = "true"
            return str(kept.made)
        made = await make()
        await connection.execute(update(kept_answers).where(*mine).values(made=made))
        return made

    async def _take(self, connection: AsyncConnection, caller: str, now: int) -> bool:
        """False when somebody had it; whoever has it in hand is waited for."""
        row = {"caller": caller, "key": self.key, "fingerprint": self.fingerprint, "kept_at": now}
        taken = insert(kept_answers).values(row).on_conflict_do_nothing().returning(kept_answers.c.key)
        await connection.execute(text(f"set local lock_timeout = '{PATIENCE}'"))
        try:
            found = (await connection.execute(taken)).one_or_none()
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                raise IdempotencyKeyBusy from None
            raise
        await connection.execute(text("set local lock_timeout = default"))
        return found is not None


async def _read(
    request: Request,
    response: Response,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="A new UUID for each write. Who repeats the request with it within a day makes "
            "nothing more, and is told of what the first one made, with `Idempotent-Replayed: true`.",
            examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
            json_schema_extra={"pattern": f"^{_FIT.pattern}$"},
        ),
    ] = None,
) -> Asked:
    if idempotency_key is not None and not _FIT.fullmatch(idempotency_key):
        raise IdempotencyKeyUnfit
    said = b"\n".join((request.method.encode(), request.url.path.encode(), await request.body()))
    return Asked(idempotency_key, hashlib.sha256(said).digest(), response)


Idempotent = Annotated[Asked, Depends(_read)]
