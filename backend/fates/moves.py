"""What a fate may become, and nothing else: tests walk this table."""

from typing import Literal, get_args

from backend.errors import CoprodError

Status = Literal[
    "asked",
    "waiting",
    "included",
    "safe",
    "final",
    "replaced",
    "cancelled",
    "failed",
    "undone",
    "refused",
    "forgotten",
]
STATUSES: tuple[Status, ...] = get_args(Status)

_BY_CHAIN: frozenset[Status] = frozenset({"included", "failed", "replaced", "cancelled", "forgotten"})

MOVES: dict[Status, frozenset[Status]] = {
    # The wallet is open before the fan, or the page is gone: whatever is found then is the wallet's answer.
    "asked": frozenset({"waiting", "included", "failed", "refused", "forgotten"}),
    # The wallet said yes. Back to asked when the hash that somebody gave was another transaction's.
    "waiting": _BY_CHAIN | {"asked", "refused"},
    # Another transaction has its nonce, and does the same.
    "replaced": _BY_CHAIN,
    # In a block that a reorg may take away.
    "included": frozenset({"safe", "undone"}),
    "safe": frozenset({"final", "undone"}),
    "final": frozenset(),
    # Its nonce was used by something else, or it reverted: for good once that block is final.
    "cancelled": frozenset({"undone"}),
    "failed": frozenset({"undone"}),
    # Whatever it was, a reorg took it back.
    "undone": _BY_CHAIN | {"waiting", "asked"},
    # The fan may say yes to the wallet after all, and what was forgotten may be found again.
    "refused": frozenset({"waiting"}),
    "forgotten": frozenset({"waiting"}),
}

HERE: frozenset[Status] = frozenset({"included", "safe", "final", "failed", "cancelled"})
"""A block says so."""


class MoveForbidden(CoprodError):
    """No such move is in the table."""

    status = 409
    type = "move-forbidden"
    title = "This cannot become that"


def check_move(old: Status, new: Status) -> None:
    """Raises MoveForbidden when the table has no such move."""
    if new not in MOVES[old]:
        raise MoveForbidden(f"What is {old} cannot become {new}.")
