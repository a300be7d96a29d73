"""Two mirrors on one database, of which one leads; whoever is killed is started again."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.chaos.mirrors import Mirrors, Process
from tests.chaos.stage import Stage
from tests.chaos.tally import Kill
from tests.chaos.watch import Standing, Watch

PATIENCE = 120
"""Seconds until a mirror must have done what is waited for."""
POLLS = (0.05, 0.5)
"""Seconds between two looks of a mirror; the second is what installations have."""


class TooSlow(Exception):
    """The mirrors stand still, or are too slow."""


class Pair:
    """nodes: the addresses that both are given, in an order of their own.

    ended: last words of those that ended by themselves.
    """

    def __init__(
        self, mirrors: Mirrors, nodes: Sequence[str], stage: Stage, watch: Watch, dice: random.Random
    ) -> None:
        self.running: list[Process] = []
        self.ended: list[str] = []
        self._mirrors = mirrors
        self._nodes = nodes
        self._stage = stage
        self._watch = watch
        self._dice = dice
        self._started = 0

    @property
    def ports(self) -> list[int]:
        """From which both are connected."""
        return [port for each in self.running for port in each.ports]

    def start(self, log_range: int) -> None:
        """As many as are missing of two, also those that ended by themselves. log_range: most blocks that
        they ask for at once."""
        for each in [each for each in self.running if not each.is_running]:
            self.ended.append(f"{each.name} ended by itself: {each.last_words()[-4_000:]}")
            self.running.remove(each)
            each.stop()
        while len(self.running) < 2:
            self._started += 1
            nodes = self._nodes if self._started % 2 else self._nodes[::-1]
            name, poll = f"mirror {self._started}", self._dice.choice(POLLS)
            self.running.append(self._mirrors.start(name, nodes, poll_seconds=poll, log_range=log_range))

    def stop(self) -> None:
        for each in self.running:
            each.stop()

    def wait_for_leader(self) -> Process:
        self._wait(lambda: self._leader() is not None)
        leader = self._leader()
        assert leader is not None
        return leader

    def wait_for_both(self) -> None:
        """Until one leads and the other stands by."""
        self.wait_for_leader()
        self._wait(lambda: all(each.is_up for each in self.running))

    def wait_for_block(self, block: str) -> None:
        """Until the mirror is there, at this hash."""
        self._wait(lambda: self._watch.look().hash == block)

    def kill(self, victim: Process, moment: str) -> Kill:
        """kill -9 at this instant; moment: how it was chosen."""
        # What was recorded before the kill was certainly mined before.
        head = self._stage.record.newest
        # Frozen, it stays as it is while we look; it never does anything again.
        victim.freeze()
        ports = victim.ports
        writing, standing = self._watch.find_writing(self.ports), self._watch.look()
        victim.kill()
        killed_at = time.monotonic()
        self.running.remove(victim)
        phase = f"writing, {writing}" if writing else self._find_lag(standing, head)
        kill = Kill(victim.name, standing.leader in ports, moment, phase, standing.block, head)
        if kill.is_leader and any(each.is_up for each in self.running):
            return self._time_takeover(kill, standing, ports, killed_at)
        return kill

    def _find_lag(self, standing: Standing, head: int) -> str | None:
        """head: the chain's, before the kill."""
        if standing.block is None:
            return "before the first step"
        if standing.block < head:
            return f"reading, {head - standing.block} blocks behind"
        if self._stage.block(standing.block)["hash"] != standing.hash:
            return "reading, on blocks that were replaced"
        return None

    def _time_takeover(self, kill: Kill, before: Standing, ports: Sequence[int], start: float) -> Kill:
        led = None
        while time.monotonic() < start + PATIENCE:
            now = self._watch.look()
            passed = time.monotonic() - start
            leads = now.leader is not None and now.leader not in ports and now.epoch != before.epoch
            if led is None and leads:
                led = passed
            if led is not None and now.hash != before.hash:
                return replace(kill, led_after=led, moved_after=passed)
            time.sleep(0.002)
        raise TooSlow(f"nobody took over within {PATIENCE} s: {self._words()}")

    def _leader(self) -> Process | None:
        leader = self._watch.look().leader
        return next((each for each in self.running if leader in each.ports), None)

    def _wait(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > deadline or not any(each.is_running for each in self.running):
                raise TooSlow(f"not within {PATIENCE} s, or no mirror runs: {self._words()}")
            time.sleep(0.01)

    def _words(self) -> str:
        words = "\n".join(f"{each.name}: {each.last_words()[-4_000:]}" for each in self.running)
        return f"{self._watch.look()}\n{words}"
