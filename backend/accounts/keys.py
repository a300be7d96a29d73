"""API keys: for programs of somebody who signed in once, each for some things only. Commits nothing.

A key is shown when it is made and kept as its hash: it has 256 random bits, so that nothing slower than
sha256 is needed. Times are seconds since 1970.
"""

import hashlib
import re
import secrets
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import Row, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.tables import api_keys

Scope = Literal["read", "news:write", "webhooks"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
MOST_KEYS = 20
"""Of one wallet: each has limits of its own."""
_FIT = re.compile(r"coprod_([0-9a-f]{64})([0-9a-f]{8})")


class TooManyKeys(CoprodError):
    """A wallet has 20 keys at most: revoke one that is not used any more, then make the new one."""

    status = 409
    type = "too-many-keys"
    title = "You have too many keys"

    def __init__(self) -> None:
        super().__init__(f"A wallet has {MOST_KEYS} keys at most: revoke one that you do not use any more.")


class KeyUnknown(CoprodError):
    """Whoever is signed in has no key of this number, or not any more: see the list of keys."""

    status = 404
    type = "key-unknown"
    title = "You have no such key"

    def __init__(self, id: int) -> None:
        super().__init__(f"You have no key {id}, or not any more: see /v1/keys.")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """ending: its last four characters, by which its owner knows it. expires_at: None is never."""

    id: int
    address: str
    name: str
    scopes: tuple[str, ...]
    ending: str
    created_at: int
    used_on: date | None
    expires_at: int | None


async def make_key(
    connection: AsyncConnection,
    address: str,
    name: str,
    scopes: Collection[Scope],
    expires_at: int | None,
    now: int,
) -> tuple[ApiKey, str]:
    """The key, and what its owner keeps, which is nowhere here. Raises TooManyKeys."""
    # Of two who make one at once, the second counts the first's.
    await connection.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:lock, 0))"), {"lock": f"keys of {address}"}
    )
    mine = api_keys.c.address == address
    await connection.execute(delete(api_keys).where(mine, api_keys.c.expires_at <= now))
    if (await connection.execute(select(func.count()).where(mine))).scalar_one() >= MOST_KEYS:
        raise TooManyKeys
    digits = secrets.token_hex(32)
    secret = f"coprod_{digits}{_sum_up(digits)}"
    row = {
        "secret_hash": "0x" + hash_secret(secret).hex(),
        "address": address,
        "name": name,
        "scopes": [each for each in SCOPES if each in scopes],
        "ending": secret[-4:],
        "created_at": now,
        "expires_at": expires_at,
    }
    made = await connection.execute(insert(api_keys).values(row).returning(*_COLUMNS))
    return _read(made.one()), secret


async def find_key(connection: AsyncConnection, secret: str, now: int) -> ApiKey | None:
    """None for what never was a key, has expired or was revoked."""
    if not is_fit(secret):
        return None
    is_it = api_keys.c.secret_hash == "0x" + hash_secret(secret).hex()
    row = (await connection.execute(select(*_COLUMNS).where(is_it))).one_or_none()
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return None
    return _read(row)


def is_first_today(key: ApiKey, now: int) -> bool:
    """Whether `note_use` has something to write: once a day, for a use is no reason to write each time."""
    return key.used_on != _day(now)


async def note_use(connection: AsyncConnection, key: ApiKey, now: int) -> None:
    await connection.execute(update(api_keys).where(api_keys.c.id == key.id).values(used_on=_day(now)))


async def list_keys(connection: AsyncConnection, address: str, now: int) -> list[ApiKey]:
    """Those that still open something, the newest first."""
    holds = api_keys.c.expires_at.is_(None) | (api_keys.c.expires_at > now)
    mine = select(*_COLUMNS).where(api_keys.c.address == address, holds).order_by(api_keys.c.id.desc())
    return [_read(row) for row in await connection.execute(mine)]


async def revoke_key(connection: AsyncConnection, address: str, id: int) -> None:
    """It opens nothing any more. Raises KeyUnknown, also for the key of somebody else."""
    mine = (api_keys.c.id == id) & (api_keys.c.address == address)
    gone = await connection.execute(delete(api_keys).where(mine).returning(api_keys.c.id))
    if gone.one_or_none() is None:
        raise KeyUnknown(id)


def is_fit(secret: str) -> bool:
    """By its form and checksum alone: what was cut or mistyped needs no database."""
    found = _FIT.fullmatch(secret)
    return found is not None and _sum_up(found[1]) == found[2]


def hash_secret(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _sum_up(digits: str) -> str:
    return f"{zlib.crc32(digits.encode()):08x}"


def _day(now: int) -> date:
    return datetime.fromtimestamp(now, UTC).date()


_COLUMNS = [column for column in api_keys.c if column.name != "secret_hash"]


def _read(row: Row[Any]) -> ApiKey:
    return ApiKey(**{**row._mapping, "scopes": tuple(row.scopes)})
