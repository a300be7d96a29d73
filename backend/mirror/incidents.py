"""What stops the mirror. Nothing is guessed and nothing is changed: the database stays at its last block."""

from backend.errors import CoprodError


class Incident(CoprodError):
    """Something that waiting does not mend; a person has to look."""

    status = 503


class ReorgTooDeep(Incident):
    """The chain took back a block that the node had called final."""

    type = "reorg-too-deep"
    title = "The chain took back what was final"


class ChainContradictsItself(Incident):
    """An event says something that the events before it exclude: a log is missing, or wrong."""

    type = "chain-contradicts-itself"
    title = "The chain's events do not add up"


class AnotherMirror(Incident):
    """The database was filled from another chain or factory."""

    type = "another-mirror"
    title = "This database mirrors something else"


class AnotherLeads(Incident):
    """Somebody else moved the cursor since it was read."""

    type = "another-leads"
    title = "Another mirror writes into this database"


class ChainMoved(CoprodError):
    """The chain changed while it was read: nothing is wrong, and the next try begins anew."""

    status = 503
    type = "chain-moved"
    title = "The chain has just changed"


class NothingMirrored(CoprodError):
    """The mirror has not begun."""

    status = 503
    type = "nothing-mirrored"
    title = "Nothing was read from the chain yet"


class LogsLeftOut(CoprodError):
    """The node answered for a block without all of its logs, or for another: no answer of it is used."""

    status = 503
    type = "logs-left-out"
    title = "The node leaves out logs"
