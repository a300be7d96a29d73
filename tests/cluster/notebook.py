"""What somebody who is told of events holds of them, and what is wrong with what was told."""

from collections.abc import Collection
from typing import Any

Told = dict[str, Any]


class Notebook:
    """holds: what stands, by id. told: events that were new, taken_back: retractions among them. again: those
    that were told once more.

    may_repeat: at least once is what was promised, and not exactly once.
    """

    def __init__(self, name: str, *, may_repeat: bool = False) -> None:
        self.name = name
        self.holds: dict[str, Told] = {}
        self.told = self.taken_back = self.again = 0
        self.wrong: list[str] = []
        self.blocks: set[str] = set()
        self._revisions: dict[str, int] = {}
        self._may_repeat = may_repeat

    def hear(self, event: Told) -> None:
        id, revision = event["id"], event["revision"]
        if revision <= self._revisions.get(id, 0):
            self.again += 1
            if not self._may_repeat:
                self._blame(event, "was told before")
            return
        self.told += 1
        self.taken_back += event["retracted"]
        self.blocks.add(event["block_hash"])
        self._revisions[id] = revision
        if not event["retracted"]:
            if id in self.holds:
                self._blame(event, "holds already, and was not taken back")
            self.holds[id] = tell(event)
        elif self.holds.pop(id, {}).get("block_hash") != event["block_hash"]:
            self._blame(event, "is taken back, and does not hold")

    def differ(self, wanted: dict[str, Told]) -> list[str]:
        """Events that it does not hold, holds although they were taken back, or holds otherwise."""
        every = sorted(wanted.keys() | self.holds.keys())
        return [each for each in every if wanted.get(each) != self.holds.get(each)]

    def require(self, known: Collection[str]) -> None:
        """Each block that was named since the last time was one of the chain's."""
        # Whoever hears goes on meanwhile.
        named, self.blocks = self.blocks, set()
        self.wrong += [f"{self.name}: there never was a block {each}" for each in named - set(known)]

    def _blame(self, event: Told, what: str) -> None:
        self.wrong.append(f"{self.name}: {event['id']} r{event['revision']} {what}")


def tell(event: Told) -> Told:
    """Without what changes by itself."""
    return {name: value for name, value in event.items() if name != "finality"}
