"""Whose room is whose: the projects that a wallet leads now, and those whose receipts it reports."""

from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.catalogue import ProjectCard, projects
from backend.queries.laterals import APPROVED
from backend.queries.status import AsOf, as_of
from backend.tables import Address


@dataclass(frozen=True, slots=True)
class Key:
    """What a wallet may enter: all of a room as its producer (rule 2.5), the receipts as one of the
    reporters, who are the producer and the collectors of the terms (rule 5.1).

    candidate: the producer offers its role to this wallet, which has not taken it. was_approved: by the
    platform, once at least (rule 2.2); anybody may propose a project.
    """

    is_producer: bool
    is_reporter: bool
    is_candidate: bool
    was_approved: bool

    @property
    def opens(self) -> bool:
        return self.is_producer or self.is_reporter


@dataclass(frozen=True, slots=True)
class Room:
    card: ProjectCard
    key: Key


_KEYS = (
    text(
        f"""
        select p.campaign, coalesce(m.producer, p.producer) = :wallet as is_producer,
            coalesce(m.candidate = :wallet, false) as is_candidate,
            coalesce(p.terms -> 'waterfall' -> 'collectors' @> to_jsonb(cast(:text as text)), false)
                as is_collector,
            a.approved
        from projects p
        cross join lateral {APPROVED} a
        left join lateral (
            select producer, candidate from producer_changes
            where campaign = p.campaign and block_number <= :at
            order by block_number desc, log_index desc limit 1) m on true
        where p.block_number <= :at
            and (p.producer = :wallet or m.producer = :wallet or m.candidate = :wallet
                or p.terms -> 'waterfall' -> 'collectors' @> to_jsonb(cast(:text as text)))
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("wallet", type_=Address))
    .columns(campaign=Address)
)


async def keys(connection: AsyncConnection, wallet: str) -> tuple[AsOf, dict[str, Key]]:
    """What the wallet may enter now, by campaign; and the block at which it may."""
    at = await as_of(connection)
    rows = await connection.execute(_KEYS, {"at": at.number, "wallet": wallet, "text": wallet})
    return at, {
        row.campaign: Key(
            row.is_producer, row.is_producer or row.is_collector, row.is_candidate, row.approved
        )
        for row in rows
        if row.is_producer or row.is_collector or row.is_candidate
    }


async def rooms(connection: AsyncConnection, wallet: str) -> tuple[AsOf, tuple[Room, ...]]:
    """The projects of a wallet, the newest first."""
    at, found = await keys(connection, wallet)
    cards = (await projects(connection)).projects if found else ()
    return at, tuple(Room(card, found[card.campaign]) for card in cards if card.campaign in found)
