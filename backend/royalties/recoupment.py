"""Where the positions of a waterfall stand, and what moves them: the pure twin of Waterfall and Positions.

PROTOCOL 5.2, 4.3. A Waterfall is a value: every verb returns the next one. Amounts are integers in the
smallest unit of the project's currency. `earning_shares` is the number of shares among which royalties are
divided at that moment, as the ShareToken tells it: the supply or, when everybody has left a project that was
wound down, the shares that were burned.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.royalties.waterfall import (
    UNLIMITED,
    WHOLE_BPS,
    Position,
    PositionKind,
    Shared,
    holders_part,
    share_down,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One position.

    `carried` is what deposits were short of off the top; `proved` what the payee proved to have paid.
    """

    carried: int = 0
    proved: int = 0
    recouped: int = 0


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All positions at one moment.

    `cap_per_share` is the most that one share can earn, 0 without a cap. Only with one is kept what the
    holders got, as if `holders_shares` had been all shares from the beginning. `returned_per_share` is what a
    wind-down gave back.
    """

    positions: tuple[Position, ...]
    cap_per_share: int
    standings: tuple[Standing, ...]
    holders_got: int = 0
    holders_shares: int = 0
    returned_per_share: int = 0


def begin(positions: Sequence[Position], cap_per_share: int) -> Waterfall:
    """The waterfall of a project before anybody has proved or deposited anything."""
    return Waterfall(tuple(positions), cap_per_share, tuple(Standing() for _ in positions))


def dues_down(waterfall: Waterfall) -> tuple[int, ...]:
    """What each position takes before the next deposit is shared, as share_down wants it."""
    return tuple(
        max(standing.proved * (WHOLE_BPS + position.bps) // WHOLE_BPS - standing.recouped, 0)
        if position.kind is PositionKind.RECOUP
        else standing.carried
        for position, standing in zip(waterfall.positions, waterfall.standings, strict=True)
    )


def holders_room_down(waterfall: Waterfall, earning_shares: int) -> int:
    """What the holders can still get before their cap; UNLIMITED without one."""
    if not waterfall.cap_per_share:
        return UNLIMITED
    most = max(waterfall.cap_per_share - waterfall.returned_per_share, 0) * earning_shares
    return max(most - _holders_got_up(waterfall, earning_shares), 0)


def preview(waterfall: Waterfall, earning_shares: int, gross: int, net: int) -> Shared:
    """What a deposit would bring now."""
    room = holders_room_down(waterfall, earning_shares)
    return share_down(waterfall.positions, dues_down(waterfall), room, gross, net)


def deposit(waterfall: Waterfall, earning_shares: int, gross: int, net: int) -> tuple[Waterfall, Shared]:
    """Share a deposit, and note what every position got of it and is due now."""
    shared = preview(waterfall, earning_shares, gross, net)
    booked = replace(
        waterfall,
        standings=tuple(
            replace(standing, recouped=standing.recouped + amount)
            if position.kind is PositionKind.RECOUP
            else replace(standing, carried=due)
            for position, standing, amount, due in zip(
                waterfall.positions, waterfall.standings, shared.amounts, shared.due, strict=True
            )
        ),
    )
    if waterfall.cap_per_share and earning_shares:
        part = holders_part(waterfall.positions, shared.amounts)
        got = _holders_got_up(waterfall, earning_shares) + part
        booked = replace(booked, holders_got=got, holders_shares=earning_shares)
    return booked, shared


def prove(waterfall: Waterfall, payee: str, amount: int) -> Waterfall:
    """`payee` of the terms has paid `amount`: it fills its positions in order, each up to its amount."""
    for place in _recouping(waterfall, payee):
        proved = waterfall.standings[place].proved
        more = min(amount, waterfall.positions[place].amount - proved)
        waterfall, amount = set_proved(waterfall, place, proved + more), amount - more
    return waterfall


def give_back(waterfall: Waterfall, payee: str, amount: int) -> Waterfall:
    """A wind-down gave `amount` back to `payee`: its positions have paid less, the last one first."""
    for place in reversed(_recouping(waterfall, payee)):
        proved = waterfall.standings[place].proved
        less = min(amount, proved)
        waterfall, amount = set_proved(waterfall, place, proved - less), amount - less
    return waterfall


def set_proved(waterfall: Waterfall, place: int, proved: int) -> Waterfall:
    """What the payee of a position has proved to have paid is now `proved`, as the event Proved tells it."""
    standings = list(waterfall.standings)
    standings[place] = replace(standings[place], proved=proved)
    return replace(waterfall, standings=tuple(standings))


def reduce_cap(waterfall: Waterfall, per_share: int) -> Waterfall:
    """A wind-down gave `per_share` back for every share: the holders' cap is lower by it."""
    return replace(waterfall, returned_per_share=per_share)


def _recouping(waterfall: Waterfall, payee: str) -> list[int]:
    return [
        place
        for place, position in enumerate(waterfall.positions)
        if position.kind is PositionKind.RECOUP and position.payee == payee
    ]


def _holders_got_up(waterfall: Waterfall, earning_shares: int) -> int:
    """What the holders got, as if today's shares had been all: each share keeps its own cap."""
    before = waterfall.holders_shares
    if before in (0, earning_shares):
        return waterfall.holders_got
    return -(-waterfall.holders_got * earning_shares // before)
