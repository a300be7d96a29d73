"""What a fate becomes by what was seen of it. Pure."""

from dataclasses import dataclass
from typing import Any, Literal

from backend.fates.fate import Fate
from backend.fates.moves import HERE, Status
from backend.fates.steps import Change

MINUTE, HOUR, DAY = 60, 3_600, 86_400
ASKED_FOR = 2 * DAY
"""After so many seconds a wallet that said nothing is not waited for."""
WAITED_FOR = 7 * DAY
"""After so many without any node that knows it, a transaction is not looked for."""
SEEN_EVERY = MINUTE
"""That a node still knows it is written down no more often."""

NOWHERE: dict[str, Any] = dict.fromkeys(("block_number", "block_hash", "rival", "failure", "revert"))
Failure = Literal["reverted", "out_of_gas", "without_effect"]


@dataclass(frozen=True, slots=True)
class Heights:
    """The newest blocks that the node calls safe and final."""

    safe: int
    final: int


@dataclass(frozen=True, slots=True)
class Place:
    """A block."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Early:
    """Nothing can be said yet: asked a moment later, node and mirror will be of one mind."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody knows it. free_nonce: the first that was not looked at."""

    free_nonce: int | None = None


@dataclass(frozen=True, slots=True)
class Strange:
    """The hash that somebody gave is another transaction's."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A node has it, and no block. nonce: of a transaction that the wallet sent itself. is_proven: it did."""

    hash: str
    nonce: int | None
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Mined:
    """A block has it, which may be another hash than was followed. failure: None when it was done."""

    hash: str
    nonce: int | None
    is_proven: bool
    place: Place
    failure: Failure | None = None
    revert: bytes | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Its nonce was used by this other one, which does something else."""

    rival: str
    place: Place


Sight = Early | Nothing | Strange | Pending | Mined | Taken


def judge(fate: Fate, sight: Sight, heights: Heights, now: int) -> Change:
    """The change, with when it is looked at again. now: unix seconds."""
    match sight:
        case Early():
            # Of a nonce that no transaction used (EIP-7702) node and wallet are never of one mind.
            change = _miss(fate, Nothing(), now) if fate.status == "asked" else Change()
        case Nothing():
            change = _miss(fate, sight, now)
        case Strange():
            # Also of one that somebody else sent and a reorg moved before it was asked for.
            before: tuple[Status, ...] = ("undone",) if fate.status in HERE else ()
            change = Change((*before, "asked"), NOWHERE | {"hash": None, "nonce": None})
        case Pending():
            change = _wait(fate, sight, now)
        case Taken():
            change = _cancel(fate, sight, heights)
        case Mined():
            change = _include(fate, sight, heights, now)
    status = change.statuses[-1] if change.statuses else fate.status
    since = now if change.statuses else fate.history[-1].at
    return Change(change.statuses, {**change.values, "due_at": now + pause(status, now - since)})


def pause(status: Status, age: int) -> int:
    """Seconds until it is looked at again, when it has had the status for so many."""
    if status in ("included", "failed", "cancelled"):
        return 3
    if status == "safe":
        return 15
    quick = 1 if status in ("waiting", "replaced", "undone") else 3
    return quick if age < 10 * MINUTE else 10 * quick if age < 2 * HOUR else 100 * quick


def _miss(fate: Fate, sight: Nothing, now: int) -> Change:
    if fate.status in HERE:
        return Change(("undone",), NOWHERE)
    heard = max(fate.seen_at or 0, fate.history[-1].at)
    if now - heard > (ASKED_FOR if fate.status == "asked" else WAITED_FOR):
        return Change(("forgotten",), {"settled": True})
    return Change((), {} if sight.free_nonce is None else {"free_nonce": sight.free_nonce})


def _wait(fate: Fate, sight: Pending, now: int) -> Change:
    values: dict[str, Any] = {}
    if sight.is_proven and now - (fate.seen_at or 0) > SEEN_EVERY:
        values = {"seen_at": now, "nonce": sight.nonce}
    if fate.status in HERE:
        return Change(("undone", "waiting"), values | NOWHERE)
    return Change(("waiting",) if fate.status in ("asked", "undone") else (), values)


def _cancel(fate: Fate, sight: Taken, heights: Heights) -> Change:
    settled = {"settled": sight.place.number <= heights.final}
    if fate.status == "cancelled" and fate.block_hash == sight.place.hash:
        return Change((), settled)
    before: tuple[Status, ...] = ("undone",) if fate.status in HERE else ()
    return Change(
        (*before, "cancelled"),
        NOWHERE | settled | {"rival": sight.rival, **_place(sight.place)},
    )


def _include(fate: Fate, sight: Mined, heights: Heights, now: int) -> Change:
    number = sight.place.number
    status, statuses = fate.status, list[Status]()
    values: dict[str, Any] = {"settled": number <= heights.final}
    if not _is_known(fate, sight):
        if status in HERE:
            statuses.append("undone")
        values |= NOWHERE | {"hash": sight.hash, **_place(sight.place)}
        values |= {"failure": sight.failure, "revert": sight.revert}
        if sight.is_proven:
            values |= {"seen_at": now, "nonce": sight.nonce}
        if fate.hash not in (None, sight.hash) and fate.seen_at is not None:
            statuses.append("replaced")
            values["earlier"] = [*fate.earlier, fate.hash]
        status = "failed" if sight.failure else "included"
        statuses.append(status)
    if status == "included" and number <= heights.safe:
        status = "safe"
        statuses.append(status)
    if status == "safe" and number <= heights.final:
        statuses.append("final")
    return Change(tuple(statuses), values)


def _is_known(fate: Fate, sight: Mined) -> bool:
    is_here = fate.status in (("failed",) if sight.failure else ("included", "safe"))
    return is_here and (fate.hash, fate.block_hash) == (sight.hash, sight.place.hash)


def _place(place: Place) -> dict[str, Any]:
    return {"block_number": place.number, "block_hash": place.hash}
