"""Who is signed in: a token in the browser, its hash in the database. Commits nothing."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.tables import sessions

SESSION_SECONDS = 12 * 3_600
"""A working day; then the wallet signs again."""


@dataclass(frozen=True, slots=True)
class Session:
    """address: whose wallet signed. form_token: what its own forms carry, and no other site knows."""

    address: str
    opened_at: int
    expires_at: int
    form_token: str


async def open_session(connection: AsyncConnection, address: str, now: int) -> str:
    """The token, which is kept nowhere here; those that have expired are forgotten."""
    token = secrets.token_urlsafe(32)
    await connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
    row = {
        "token_hash": _hash(token),
        "address": address,
        "opened_at": now,
        "expires_at": now + SESSION_SECONDS,
    }
    await connection.execute(insert(sessions).values(row))
    return token


async def find_session(connection: AsyncConnection, token: str, now: int) -> Session | None:
    """None for a token that never was one, has expired, or was signed out."""
    mine = (sessions.c.token_hash == _hash(token)) & (sessions.c.expires_at > now)
    row = (await connection.execute(select(sessions).where(mine))).one_or_none()
    if row is None:
        return None
    return Session(row.address, row.opened_at, row.expires_at, derive_form_token(token))


async def list_sessions(connection: AsyncConnection, address: str, now: int) -> list[int]:
    """When each that still holds was opened, the newest first."""
    mine = (sessions.c.address == address) & (sessions.c.expires_at > now)
    found = select(sessions.c.opened_at).where(mine).order_by(sessions.c.opened_at.desc())
    return list((await connection.execute(found)).scalars())


async def close_session(connection: AsyncConnection, token: str) -> None:
    """Sign out: the token is worth nothing any more."""
    await connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))


async def close_all(connection: AsyncConnection, address: str) -> None:
    """Sign out everywhere."""
    await connection.execute(delete(sessions).where(sessions.c.address == address))


def derive_form_token(token: str) -> str:
    """From the session's token, which cannot be had back from it."""
    return hmac.new(token.encode(), b"coprod form", hashlib.sha256).hexdigest()


def is_form_token(session: Session, given: str) -> bool:
    """Compared in a time that tells nothing."""
    return hmac.compare_digest(session.form_token.encode(), given.encode())


def _hash(token: str) -> str:
    return "0x" + hashlib.sha256(token.encode()).hexdigest()
