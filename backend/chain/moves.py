"""What a transaction may become, in the payer's rows and in a producer's journal: tests walk the table."""

from backend.errors import CoprodError

TRANSACTION_MOVES: dict[str, frozenset[str]] = {
    # It is recorded with its nonce, and not signed: it waits for its turn, for money, or for its key. A
    # person who knows that the key is gone abandons it.
    "due": frozenset({"signed", "abandoned"}),
    # Its bytes are stored, nobody has seen them. Replaced: no node takes them.
    "signed": frozenset({"sent", "replaced"}),
    # A node has them. Dropped: its nonce was used for good by a transaction that we do not know.
    "sent": frozenset({"replaced", "mined", "dropped"}),
    # Signed anew for the same nonce, with a higher fee, and stored; the older bytes may be mined as well.
    "replaced": frozenset({"sent", "replaced"}),
    # In a block; back to sent when a reorg takes the block away.
    "mined": frozenset({"sent", "final", "failed"}),
    "final": frozenset(),
    # Final, and reverted: it had no effect.
    "failed": frozenset(),
    # A person has seen it, and lets the account send again.
    "dropped": frozenset({"abandoned"}),
    "abandoned": frozenset(),
}

OPEN = ("due", "signed", "sent", "replaced", "mined")
"""A transaction of which something may still come."""

WAITING = ("signed", "sent", "replaced")
"""Its bytes are stored, and no block has them."""

OVER = ("failed", "abandoned")
"""It had no effect and can have none: the same may be tried anew."""

REVERTED = "it was mined, and reverted"
"""The error of a mined transaction, and of no other one: what its receipt said."""


class MoveForbidden(CoprodError):
    """No such move is in the table."""

    status = 409
    type = "move-forbidden"
    title = "This cannot become that"


def check_transaction_move(key: int, old: str, new: str) -> None:
    """Raises MoveForbidden when the table has no such move."""
    if new not in TRANSACTION_MOVES[old]:
        raise MoveForbidden(f"The transaction {key} is {old} and cannot become {new}.")
