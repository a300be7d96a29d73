"""A chain that a measurement reads, and what is on it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from backend.chain.deployment import Deployment

LOGS = 5_000
"""In one answer of the node."""


@dataclass(frozen=True)
class Chain:
    """addresses: the factory's and all projects', in small letters; events: of theirs that we listen to."""

    url: str
    websocket_url: str
    factory: str
    first_block: int
    last_block: int
    currency: str
    addresses: list[str]
    events: int
    per_block: int

    def save(self, folder: Path) -> Path:
        """A file for another process to load: thousands of addresses are too much for its command line."""
        file = folder / "chain.json"
        file.write_text(json.dumps(asdict(self)))
        return file

    @classmethod
    def load(cls, file: str) -> Self:
        return cls(**json.loads(Path(file).read_text()))

    @property
    def deployment(self) -> Deployment:
        return Deployment(31337, self.factory, self.first_block, {"EURC": self.currency})

    def ranges(self) -> list[tuple[int, int]]:
        """First and last block of pieces of about LOGS logs: the node answers these fastest."""
        size = max(1, LOGS // self.per_block)
        return [
            (first, min(first + size - 1, self.last_block))
            for first in range(self.first_block, self.last_block + 1, size)
        ]
