"""Where the mirror stands and what each process is doing there, seen from the database."""

from collections.abc import Collection
from types import TracebackType
from typing import NamedTuple, Self

import psycopg

LOCK = "((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('mirror', 0)"

_STANDING = f"""
    select c.epoch, c.block_number, '0x' || encode(c.block_hash, 'hex'), (
        select a.client_port from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.granted and {LOCK}
            and l.database = (select oid from pg_database where datname = current_database()))
    from (select 1) one left join cursor c on true
"""

# Reports on endpoints are no part of a run.
_WRITING = """
    select query, state from pg_stat_activity
    where client_port = any(%s) and xact_start is not null and backend_xid is not null
        and query not ilike '%%endpoints%%'
"""

_CUT = f"""
    select pg_terminate_backend(pid) from pg_locks l
    where l.locktype = 'advisory' and l.granted and {LOCK}
        and l.database = (select oid from pg_database where datname = current_database())
"""


class Standing(NamedTuple):
    """epoch, block, hash: the cursor's, None before the mirror's first step. leader: the TCP port from which
    the session that holds the lock came; None when nobody leads."""

    epoch: int | None
    block: int | None
    hash: str | None
    leader: int | None


class Watch:
    """A connection of its own, for one thread."""

    def __init__(self, database_url: str) -> None:
        self._connection = psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True)

    def look(self) -> Standing:
        row = self._connection.execute(_STANDING).fetchone()
        assert row is not None
        return Standing(*row)

    def find_writing(self, ports: Collection[int]) -> str | None:
        """What the transaction that writes the ledger is at, of those that came from these ports."""
        row = self._connection.execute(_WRITING, [list(ports)]).fetchone()
        if row is None:
            return None
        query, state = row
        words = " ".join(str(query).replace('"', "").split()[:3]).lower()
        return f"in {words}" if state == "active" else f"after {words}"

    def cut(self) -> None:
        """The database ends the session that holds the lock: whoever led does not know it yet."""
        self._connection.execute(_CUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
