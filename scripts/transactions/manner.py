"""How sending goes: how long it waits, what it may cost, and who is told what happens meanwhile."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.chain.contracts import describe_error
from scripts.language import mark, say
from scripts.refusal import Refused
from scripts.transactions.effects import Explain
from scripts.transactions.entries import Entry

MOMENTS = {
    "decided": mark("nothing is written yet"),
    "recorded": mark("it is in the journal, not signed"),
    "asked": mark("the wallet is asked"),
    "signed": mark("it is signed; only this program has it"),
    "stored": mark("its signed bytes are in the journal; nobody has seen them"),
    "answered": mark("the wallet has sent it; the journal does not say so yet"),
    "broadcast": mark("a node has it; the journal does not say so yet"),
    "sent": mark("sent: a node has it, a block not yet"),
    "waiting": mark("it waits for a block"),
    "dearer": mark("it waits too long: it is signed anew with a higher fee"),
    "included": mark("a block has it; the journal does not say so yet"),
    "mined": mark("a block has it"),
    "taken back": mark("the chain has replaced its block: it is sent again"),
    "final": mark("it is final"),
}
"""What sending goes through, each with what is true then. It may be killed at any of them."""

GWEI = 10**9


@dataclass(frozen=True)
class Step:
    """A moment of MOMENTS. note: why it does not go on, in words; block: the newest one, while waiting."""

    moment: str
    entry: Entry | None = None
    block: int | None = None
    note: str = ""

    @property
    def words(self) -> str:
        return self.note or say(MOMENTS[self.moment])


Watch = Callable[[Step], None]


def read_number(name: str, usual: int) -> int:
    """A setting out of the environment. Raises Refused."""
    given = os.environ.get(name, "")
    if not given:
        return usual
    if not given.isdigit():
        raise Refused(say("{name} is {given}: give it a whole number", name=name, given=given))
    return int(given)


@dataclass(frozen=True)
class Manner:
    """url: of the node. wait_seconds: for each transaction, until a block has it. most_fee: wei for one unit
    of gas, never more. patience: blocks, after which the fee of what is not mined rises. confirmations:
    blocks on top of another after which it cannot be replaced; None: the node says what is final. watch: is
    told each step at once. explain: makes a sentence of what a contract reverted with. again: whether a
    wallet is asked once more for what it was asked before and the chain does not show."""

    url: str
    wait_seconds: float = field(default_factory=lambda: read_number("COPROD_WAIT_SECONDS", 180))
    poll_seconds: float = 1
    most_fee: int = field(default_factory=lambda: read_number("COPROD_MOST_FEE_GWEI", 500) * GWEI)
    patience: int = 10
    gas_margin_percent: int = 20
    confirmations: int | None = None
    watch: Watch = lambda step: None
    explain: Explain = describe_error
    again: bool = False

    def tell(
        self, moment: str, entry: Entry | None = None, *, block: int | None = None, note: str = ""
    ) -> None:
        self.watch(Step(moment, entry, block, note))
