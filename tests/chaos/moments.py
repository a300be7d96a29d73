"""When to kill: random moments, most of them while the mirror has something in hand."""

import random
import time
from collections.abc import Callable

from tests.chaos.pair import Pair
from tests.chaos.traffic import Traffic
from tests.chaos.watch import Watch

PATIENCE = 3
"""Seconds to wait for a transaction."""

Moment = Callable[[Pair, Traffic, Watch, random.Random], str]


def anytime(pair: Pair, traffic: Traffic, watch: Watch, dice: random.Random) -> str:
    time.sleep(dice.random() * 0.5)
    return "any time"


def after_blocks(pair: Pair, traffic: Traffic, watch: Watch, dice: random.Random) -> str:
    """Milliseconds after some blocks at once."""
    blocks = dice.randint(1, 60)
    traffic.mine(blocks)
    time.sleep(dice.random() * 0.015)
    return f"{blocks} new blocks"


def while_writing(pair: Pair, traffic: Traffic, watch: Watch, dice: random.Random) -> str:
    """As soon as a transaction of the mirror is seen, or a little later."""
    ports, deadline = pair.ports, time.monotonic() + PATIENCE
    while not watch.find_writing(ports) and time.monotonic() < deadline:
        time.sleep(0.0005)
    time.sleep(dice.choice([0, 0, 0, 0.001, 0.003]))
    return "writing"


def after_reorg(pair: Pair, traffic: Traffic, watch: Watch, dice: random.Random) -> str:
    """Milliseconds after a reorg."""
    depth = dice.choice([1, 1, 7, 7, 64])
    traffic.begin_to_replace(depth)
    time.sleep(dice.random() * 0.06)
    return f"reorg of {depth}"


MOMENTS: dict[Moment, float] = {anytime: 1, after_blocks: 3, while_writing: 5, after_reorg: 4}


def draw(dice: random.Random) -> Moment:
    (found,) = dice.choices(list(MOMENTS), weights=list(MOMENTS.values()))
    return found
