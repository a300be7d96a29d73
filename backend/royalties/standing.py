"""Where a project's waterfall stands: what each position got, recouped and is due, and when the next
statement is.

PROTOCOL 2.5, 5.2, 5.6. Reckoned by the contracts' pure twins from what the mirror heard.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.royalties.recoupment import dues_down, holders_room_down
from backend.royalties.state import read_state
from backend.royalties.statements.project import find_project
from backend.royalties.waterfall import UNLIMITED, Position, PositionKind
from backend.tables import deposits, payee_changes, statement_dues


@dataclass(frozen=True, slots=True)
class Place:
    """One position of the terms.

    payee: who is paid for it now; the zero address for the holders. candidate: to whom the payee offers it.
    received: of all deposits. proved: of a position that recoups, what its payee proved to have paid; due:
    what it takes before the next deposit is shared, premium included, or what it was short of off the top.
    """

    position: Position
    payee: str
    candidate: str | None
    received: int
    proved: int
    due: int

    @property
    def recoups(self) -> bool:
        return self.position.kind is PositionKind.RECOUP


@dataclass(frozen=True, slots=True)
class Standing:
    """cap_per_share: most that one share can earn, less what a wind-down gave back; None without a cap.

    room: what all holders together can still get before it. to_producer: what exceeded it. due_at: when the
    next statement is due; None before success.
    """

    places: tuple[Place, ...]
    cap_per_share: int | None
    room: int | None
    to_producer: int
    due_at: int | None

    def is_overdue(self, now: int) -> bool:
        """Whether the statement should be there at this time, as Waterfall.isOverdue tells."""
        return self.due_at is not None and now > self.due_at


async def read_standing(connection: AsyncConnection, campaign: str, shares: int, at_block: int) -> Standing:
    """The standing of a project whose supply is `shares` at that block. Raises ProjectUnknown."""
    project = await find_project(connection, campaign)
    state = await read_state(connection, campaign, project.terms, shares, at_block)
    waterfall, positions = state.waterfall, state.waterfall.positions
    received, to_producer = await _sum_up(connection, campaign, at_block)
    payees = await _read_payees(connection, campaign, at_block)
    room = holders_room_down(waterfall, state.earning.supply)
    cap = waterfall.cap_per_share and max(waterfall.cap_per_share - waterfall.returned_per_share, 0)
    return Standing(
        places=tuple(
            Place(
                position=position,
                payee=payees.get(number, (position.payee, None))[0],
                candidate=payees.get(number, (position.payee, None))[1],
                received=received[number] if received else 0,
                proved=standing.proved,
                due=due,
            )
            for number, (position, standing, due) in enumerate(
                zip(positions, waterfall.standings, dues_down(waterfall), strict=True)
            )
        ),
        cap_per_share=cap if waterfall.cap_per_share else None,
        room=None if room == UNLIMITED else room,
        to_producer=to_producer,
        due_at=await connection.scalar(
            select(statement_dues.c.due_at)
            .where(_of(statement_dues, campaign, at_block))
            .order_by(statement_dues.c.block_number.desc(), statement_dues.c.log_index.desc())
            .limit(1)
        ),
    )


async def _sum_up(connection: AsyncConnection, campaign: str, at_block: int) -> tuple[list[int], int]:
    """By position; and what exceeded the holders' cap."""
    rows = await connection.execute(
        select(deposits.c.amounts, deposits.c.to_producer).where(_of(deposits, campaign, at_block))
    )
    found = rows.all()
    amounts = [sum(column) for column in zip(*(row.amounts for row in found), strict=True)]
    return amounts, sum(row.to_producer for row in found)


async def _read_payees(
    connection: AsyncConnection, campaign: str, at_block: int
) -> dict[int, tuple[str, str | None]]:
    """Of positions that were offered or changed hands: payee and candidate."""
    rows = await connection.execute(
        select(payee_changes)
        .where(_of(payee_changes, campaign, at_block))
        .order_by(payee_changes.c.block_number, payee_changes.c.log_index)
    )
    return {row.position: (row.payee, row.candidate) for row in rows}


def _of(table: Table, campaign: str, at_block: int) -> ColumnElement[bool]:
    return (table.c.campaign == campaign) & (table.c.block_number <= at_block)
