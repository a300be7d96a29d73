"""How the royalties of a project stand, by everything that the mirror heard of them.

PROTOCOL 4.3, 5.2, 5.3. Reckoned with the contracts' pure twins, as of the mirror's block.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from sqlalchemy import Table, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accrual import Index, burn, enter_down
from backend.royalties.recoupment import Waterfall, begin, deposit, reduce_cap, set_proved
from backend.royalties.waterfall import holders_part, read_positions
from backend.tables import cap_reductions, deposits, exits, proofs, releases

NOTHING = literal(0)


@dataclass(frozen=True, slots=True)
class RoyaltyState:
    """Where the positions stand, what a share has earned, and what a share burned at a wind-down has.

    `waiting` are the units that came in for the holders and have not entered yet.
    """

    waterfall: Waterfall
    index: Index
    leavers: Index
    waiting: int = 0

    @property
    def earning(self) -> Index:
        """Among whom royalties are divided: all shares or, when none is left, those that were burned."""
        return self.index if self.index.supply else self.leavers


@dataclass(frozen=True, slots=True)
class Said:
    """One event of the waterfall, the shares or the campaign, with its numbers in the order of the event."""

    verb: str
    first: int
    second: int


def advance(state: RoyaltyState, said: Said) -> RoyaltyState:
    """The state after an event."""
    match said:
        case Said("deposit", gross, net):
            waterfall, shared = deposit(state.waterfall, state.earning.supply, gross, net)
            came_in = holders_part(waterfall.positions, shared.amounts)
            return replace(state, waterfall=waterfall, waiting=state.waiting + came_in)
        case Said("release", tranche, amount):
            # Tranche 0 is currency that somebody sent: it enters at once.
            waiting = state.waiting - amount if tranche else state.waiting
            index, leavers = enter_down(state.index, state.leavers, amount)
            return replace(state, index=index, leavers=leavers, waiting=waiting)
        case Said("prove", position, proved):
            return replace(state, waterfall=set_proved(state.waterfall, position, proved))
        case Said("reduce_cap", per_share):
            return replace(state, waterfall=reduce_cap(state.waterfall, per_share))
        case Said("exit", shares):
            leavers = state.leavers._replace(supply=state.leavers.supply + shares)
            return replace(state, index=burn(state.index, shares), leavers=leavers)
    raise ValueError(f"no event of the state: {said.verb}")


def rebuild(terms: Mapping[str, Any], shares: int, history: Sequence[Said]) -> RoyaltyState:
    """The state of a project whose supply is `shares` now, after everything in its history."""
    # The supply is fixed before the first event: since then only exits have burned.
    sold = shares + sum(said.first for said in history if said.verb == "exit")
    waterfall = begin(read_positions(terms), int(terms["waterfall"]["holdersCapPerShare"]))
    return reduce(advance, history, RoyaltyState(waterfall, Index(supply=sold), Index()))


async def read_state(
    connection: AsyncConnection,
    campaign: str,
    terms: Mapping[str, Any],
    shares: int,
    at_block: int | None = None,
) -> RoyaltyState:
    """The state of a project of these terms whose supply is `shares`, now or at an earlier block."""
    heard = union_all(
        _events("deposit", deposits, campaign, deposits.c.gross, deposits.c.net),
        _events("release", releases, campaign, releases.c.tranche, releases.c.amount),
        _events("prove", proofs, campaign, proofs.c.position, proofs.c.proved),
        _events("reduce_cap", cap_reductions, campaign, cap_reductions.c.per_share),
        _events("exit", exits, campaign, exits.c.shares),
    ).subquery()
    until = literal(True) if at_block is None else heard.c.block_number <= at_block
    rows = await connection.execute(
        select(heard.c.verb, heard.c.first, heard.c.second)
        .where(until)
        .order_by(heard.c.block_number, heard.c.log_index)
    )
    return rebuild(terms, shares, [Said(row.verb, row.first, row.second) for row in rows])


def _events(verb: str, table: Table, campaign: str, first: Any, second: Any = NOTHING) -> Any:
    return select(
        literal(verb).label("verb"),
        table.c.block_number,
        table.c.log_index,
        first.label("first"),
        second.label("second"),
    ).where(table.c.campaign == campaign)
