"""What the nodes of the mirrors suffer from, for a while."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.backend.mirror.faults import (
    Answer,
    BadGateway,
    Call,
    CutOff,
    Fault,
    HangsUp,
    Log,
    OtherChain,
    PartOfBatch,
    RateLimit,
    Slow,
    change_logs,
)
from tests.backend.mirror.lies import PROVIDERS, Behind, EmptyLogs, RangeLimit, Truncates
from tests.backend.mirror.proxy import Proxy


@dataclass
class OmitsOne(Fault):
    """Of the logs of every answer, one is left out."""

    place: int = 0

    def twist(self, proxy: Proxy, call: Call, answer: Answer) -> Answer:
        def leave_out(logs: list[Log]) -> list[Log]:
            if not self.strikes():
                return logs
            place = self.place % len(logs)
            return logs[:place] + logs[place + 1 :]

        return change_logs(call, answer, leave_out)


Draw = Callable[[random.Random], Fault]

KINDS: dict[str, Draw] = {
    "refuses ranges": lambda dice: RangeLimit(
        provider=dice.choice([name for name in sorted(PROVIDERS) if "logs" not in name and name != "reth"]),
        blocks=dice.randint(1, 9),
    ),
    "429": lambda dice: RateLimit(times=dice.randint(1, 5), retry_after=dice.choice([None, 0.5])),
    "429 in the body": lambda dice: RateLimit(times=dice.randint(1, 5), in_body=True, retry_after=None),
    "slow": lambda dice: Slow(seconds=dice.choice([0.1, 0.5])),
    "cuts off": lambda dice: CutOff(times=dice.randint(1, 9), is_hidden=dice.random() < 0.5, least=200),
    "half a batch": lambda dice: PartOfBatch(times=dice.randint(1, 5)),
    "hangs up": lambda dice: HangsUp(times=dice.randint(1, 9)),
    "bad gateway": lambda dice: BadGateway(times=dice.randint(1, 5)),
    "empty": lambda _: EmptyLogs(),
    "omits a log": lambda dice: OmitsOne(times=dice.randint(2, 9), place=dice.randrange(50)),
    "truncates": lambda dice: Truncates(logs=dice.randint(1, 5)),
    "behind": lambda dice: Behind(blocks=dice.randint(1, 9), is_silent=dice.random() < 0.5),
    "another chain": lambda _: OtherChain(),
}
LYING = {"empty", "omits a log", "truncates"}
ALONE = {*LYING, "behind", "another chain"}
"""What no mirror survives when all its nodes suffer from it: it waits."""


class Weather:
    """Two proxies before one node. stretches: how many faults had an effect, by kind; strikes: how often."""

    def __init__(self, node: str, dice: random.Random) -> None:
        self.stretches: Counter[str] = Counter()
        self.strikes = 0
        self._proxies = [Proxy(node), Proxy(node)]
        self._dice = dice
        self._now: dict[str, Fault] = {}

    @contextmanager
    def listen(self) -> Iterator[Sequence[str]]:
        """The addresses of both."""
        first, second = self._proxies
        with first.listen() as one, second.listen() as other:
            yield [one, other]

    def turn(self) -> str:
        """Random faults begin, on one proxy or one on each; which."""
        names = self._dice.sample(sorted(KINDS), self._dice.choice([1, 1, 2]))
        alone = [name for name in names if name in ALONE]
        names = alone[:1] or names
        order = self._find_order()
        # A node's chain is asked for by whoever takes the lead, and the other mirror prefers the other node.
        if "another chain" in names:
            order = order[::-1]
        self._begin(dict(zip(names, order, strict=False)))
        return " and ".join(names)

    def turn_everywhere(self, name: str) -> None:
        """This fault begins, on both."""
        self._begin({name: self._proxies[0]})
        self._proxies[1].faults = self._proxies[0].faults

    def _begin(self, where: dict[str, Proxy]) -> None:
        for name, proxy in where.items():
            self._now[name] = fault = KINDS[name](self._dice)
            proxy.faults = [fault]
            # WebSockets that are open would tell what the node itself says.
            proxy.cut()

    def clear(self) -> None:
        """They are over, and counted if they had an effect."""
        for proxy in self._proxies:
            proxy.faults = []
        for name, fault in self._now.items():
            self.stretches[name] += bool(fault.struck)
            self.strikes += fault.struck
        self._now = {}

    def _find_order(self) -> list[Proxy]:
        """First, most times, the one that is asked at the moment: a fault of the other is never met."""
        before = [proxy.asked.total() for proxy in self._proxies]
        time.sleep(0.3)
        asked = [proxy.asked.total() - number for proxy, number in zip(self._proxies, before, strict=True)]
        order = self._proxies if asked[0] > asked[1] else self._proxies[::-1]
        return order if self._dice.random() < 0.8 else order[::-1]
