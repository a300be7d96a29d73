"""Acts and reorgs, one after the other, in a thread of its own."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread

from tests.chaos.acts import Acts
from tests.chaos.endless import Endless
from tests.chaos.stage import Stage


class Traffic(Endless):
    """Acts on a stage in a thread of its own, one after the other, until it is told to stop.

    acts: how often each was done (see Acts.act). reorgs: how many there were, by depth.
    """

    def __init__(self, stage: Stage, dice: random.Random) -> None:
        super().__init__("traffic")
        self.stage = stage
        self.acts: Counter[str] = Counter()
        self.reorgs: Counter[int] = Counter()
        self.pause = 0.02
        """Most seconds between two acts."""
        self._dice = dice
        self._acts = Acts(stage, dice)
        self._turn = Lock()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Nobody acts inside; the act in hand is finished before."""
        with self._turn:
            self.check()
            yield

    def replace(self, depth: int) -> int:
        """A reorg of so many blocks; returns how many of their transactions are in the new ones."""
        with self.quiet(), self.stage.alone():
            kept = self._keep(depth)
            self.stage.reorg(depth, kept)
            self.reorgs[depth] += 1
            self._acts.forget()
            return len(kept)

    def begin_to_replace(self, depth: int) -> None:
        """The same; returns as soon as the chain has the new blocks, while they are still being recorded."""
        self.stage.replaced.clear()
        Thread(target=self._replace, args=(depth,), name="reorg", daemon=True).start()
        while not self.stage.replaced.wait(0.1):
            self.check()

    def mine(self, blocks: int) -> None:
        """Blocks without anything."""
        with self.quiet():
            self.stage.mine(blocks)

    def act(self, times: int = 1) -> None:
        """So many random acts, here and now."""
        for _ in range(times):
            with self.quiet():
                self._act_once()

    def _replace(self, depth: int) -> None:
        try:
            self.replace(depth)
        except BaseException as failure:
            self.failure = failure

    def _step(self) -> float:
        with self._turn:
            self._act_once()
        return 0.001 + self._dice.random() * self.pause

    def _act_once(self) -> None:
        self.acts[self._acts.act()] += 1

    def _keep(self, depth: int) -> list[tuple[str, int]]:
        """Some of the transactions of the newest blocks, or all or none, in the same block or a later one."""
        chance = self._dice.choice([0.0, 0.9, 1.0] if depth < 20 else [0.9, 1.0])
        shift = self._dice.randrange(3)
        head, gone, kept = self.stage.head(), set(), []
        for place in range(depth):
            for each in self.stage.block(head - depth + 1 + place)["transactions"]:
                sender = self.stage.request("eth_getTransactionByHash", each)["from"]
                # Later ones of the same sender have no place without it.
                if sender in gone or self._dice.random() >= chance:
                    gone.add(sender)
                    continue
                signed = self.stage.request("eth_getRawTransactionByHash", each)
                kept.append((str(signed), min(depth - 1, place + shift)))
        return kept
