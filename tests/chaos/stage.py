"""The chain that a campaign plays on."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from backend.local import Anvil
from tests.backend.world import PEOPLE, Project, World
from tests.chaos.truth import Truth

CROWD = 9
"""Fans without another part."""
MINING = ("eth_sendTransactionSync", "evm_mine", "anvil_mine", "anvil_reorg")


class Stage(World):
    """A world whose every block is recorded before anything else happens to the chain.

    replaced: set by each reorg, before its blocks are recorded.
    """

    def __init__(self, anvil: Anvil, most: int = 5) -> None:
        self._is_recorded = False
        self.replaced = Event()
        super().__init__(anvil)
        self.cast = self.accounts[: len(PEOPLE) + CROWD]
        self.record = Truth(anvil.url, self.cast, most)
        self.record.catch_up()
        self._is_recorded = True

    def request(self, method: str, *parameters: Any) -> Any:
        try:
            return super().request(method, *parameters)
        finally:
            if method == "anvil_reorg":
                self.replaced.set()
            if method in MINING and self._is_recorded:
                self.record.catch_up()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """What others send meanwhile is mined afterwards: no block of theirs goes before it is recorded."""
        self.request("evm_setAutomine", False)
        self.record.catch_up()
        try:
            yield
        finally:
            self.request("evm_setAutomine", True)
        if int(self.request("txpool_status")["pending"], 16):
            self.mine()

    def propose(self, terms: dict[str, Any] | None = None, *, by: str | None = None) -> Project:
        project = super().propose(terms, by=by)
        self.record.watch(project)
        return project

    def exists(self, project: Project) -> bool:
        return str(self.request("eth_getCode", project.campaign, "latest")) != "0x"
