"""What the holders of each project are asked, one thing at a time, and which question an event ends. Pure."""

from dataclasses import dataclass, field

from backend.chain.events import (
    ReleaseAnnounced,
    Released,
    ReleaseLapsed,
    ReleaseRefused,
    WindDownDropped,
    WindDownOpened,
    WoundDown,
)
from backend.mirror.contracts import Said
from backend.mirror.incidents import ChainContradictsItself

CONCERNED = frozenset({
    ReleaseAnnounced, Released, ReleaseLapsed, ReleaseRefused, WindDownDropped, WindDownOpened, WoundDown
})  # fmt: skip
"""The events that ask or answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is not answered yet. milestone: what is to be released, or the ground to wind down."""

    round: int
    milestone: int


@dataclass(slots=True)
class Questions:
    """The open one of each campaign."""

    open: dict[str, Asked] = field(default_factory=dict)

    def take(self, said: Said) -> Asked | None:
        """Advance by one event; the question that it ends. Raises ChainContradictsItself."""
        if type(said.event) not in CONCERNED:
            return None
        match said.event:
            case (
                ReleaseAnnounced(milestone=milestone, round=number)
                | WindDownOpened(milestone=milestone, round=number)
            ):
                if said.campaign in self.open:
                    raise _contradiction(said, f"round {number} opens in another")
                self.open[said.campaign] = Asked(number, milestone)
            case Released(milestone) | ReleaseRefused(milestone) | ReleaseLapsed(milestone):
                return self._end(said, milestone=milestone)
            case WindDownDropped(number):
                return self._end(said, number=number)
            case WoundDown():
                return self._end(said)
        return None

    def _end(self, said: Said, *, number: int | None = None, milestone: int | None = None) -> Asked:
        asked = self.open.pop(said.campaign, None)
        if asked is None or number not in (None, asked.round) or milestone not in (None, asked.milestone):
            raise _contradiction(said, f"an answer comes to what was not asked ({asked})")
        return asked


def _contradiction(said: Said, what: str) -> ChainContradictsItself:
    return ChainContradictsItself(
        f"Log {said.log_index} of block {said.block_number}: {what}. An earlier log is missing or wrong: ask "
        "another node with `coprod reconcile` before you go on."
    )
