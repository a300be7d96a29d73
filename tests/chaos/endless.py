"""Whoever does the same again and again, beside the driver."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread


class Endless(ABC):
    """Its steps are done in a thread of its own, one after the other, from running() to the end of it.

    failure: what ended the thread before.
    """

    def __init__(self, name: str) -> None:
        self.failure: BaseException | None = None
        self._stopping = Event()
        self._thread = Thread(target=self._go_on, name=name, daemon=True)

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            self._thread.join(timeout=60)

    def check(self) -> None:
        """Raises what ended the thread."""
        if self.failure:
            raise self.failure

    @abstractmethod
    def _step(self) -> float:
        """Do it once; seconds until the next time."""

    def _go_on(self) -> None:
        try:
            while not self._stopping.wait(self._step()):
                pass
        except BaseException as failure:
            self.failure = failure
