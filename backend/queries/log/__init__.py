"""All that the chain said, as one log with one cursor: nothing is missed, and what a reorg took back is told.

No table holds the log. It is the mirror's ledger, read in the order of the chain, and `retracted`, read
back in the order in which it had been told. A position says what a reader has seen; what happened since
follows from it.
"""

from backend.queries.log.kinds import TYPES
from backend.queries.log.position import (
    Position,
    PositionAhead,
    PositionUnreadable,
    read_position,
    write_position,
)
from backend.queries.log.reading import Entry, Part, find_newest, read_log
from backend.queries.log.telling import tell

__all__ = [
    "TYPES",
    "Entry",
    "Part",
    "Position",
    "PositionAhead",
    "PositionUnreadable",
    "find_newest",
    "read_log",
    "read_position",
    "tell",
    "write_position",
]
