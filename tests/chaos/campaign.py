"""Traffic, reorgs, kills and faults, one episode after the other; after each the mirror must be the chain."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from backend.chain.client import ChainClient
from backend.db import open_engine
from backend.local import Anvil
from backend.mirror.proof.reconcile import Reconciliation, reconcile
from tests.chaos import moments
from tests.chaos.mirrors import Mirrors, Process
from tests.chaos.pair import Pair, TooSlow
from tests.chaos.reader import Reader
from tests.chaos.stage import Stage
from tests.chaos.tally import Tally
from tests.chaos.traffic import Traffic
from tests.chaos.watch import Watch
from tests.chaos.weather import Weather

FINALITY = 40
"""anvil calls final what is 80 blocks old, so that a reorg of 64 takes back nothing final."""
PRELUDE = 30
"""Acts before the mirrors begin."""
DEEP = 300
"""Blocks that are read by ranges in a backfill."""
DEPTHS = (1, 1, 7, 7, 64)
MOST = 20
"""Findings of one kind that are printed at once."""
SLOWEST_START = 120
"""Seconds until the server answers."""


class Campaign:
    """Runs on one chain and one empty, migrated database. home: a new folder. say: where the report goes.

    The seed decides what is drawn; what meets what is decided by the machine as well.
    """

    def __init__(
        self, anvil: Anvil, database_url: str, home: Path, seed: int, say: Callable[[str], None] = print
    ) -> None:
        self.tally = Tally()
        self._dice = random.Random(f"{seed} campaign")
        self._say = say
        self._database_url = database_url
        self._seed = seed
        self._stage = Stage(anvil)
        self._traffic = Traffic(self._stage, random.Random(f"{seed} traffic"))
        self._mirrors = Mirrors(home, self._stage, database_url)
        self._weather = Weather(anvil.url, random.Random(f"{seed} weather"))
        self._begun = time.monotonic()

    @contextmanager
    def begin(self) -> Iterator[None]:
        """A chain with a past, the API, its reader, and traffic; everything ends with the block."""
        self._stage.mine(70)
        self._traffic.act(PRELUDE)
        self._stage.mine(DEEP)
        with ExitStack() as stack:
            self._watch = stack.enter_context(Watch(self._database_url))
            nodes = stack.enter_context(self._weather.listen())
            self._pair = Pair(self._mirrors, nodes, self._stage, self._watch, self._dice)
            stack.callback(self._pair.stop)
            url = self._serve(stack)
            self._reader = Reader(
                url, self._stage.record, self._stage.cast, random.Random(f"{self._seed} reader")
            )
            stack.enter_context(self._reader.running())
            stack.enter_context(self._traffic.running())
            yield

    # --- what happens ---

    def survive_backfill(self, kills: int) -> None:
        """The leader is killed again and again while it reads the past."""
        for _ in range(kills):
            self._pair.start(log_range=5)
            leader = self._pair.wait_for_leader()
            time.sleep(self._dice.random() * 0.3)
            self._kill(leader, "backfill")
        self.settle()

    def survive_outage(self) -> None:
        """Both are killed, and the chain goes on for a long time; the nodes bear small ranges only."""
        for each in list(self._pair.running):
            self._kill(each, "outage")
        self._traffic.mine(DEEP)
        self._turn_everywhere("refuses ranges")
        self.survive_backfill(1)

    def survive_reorg(self, depth: int) -> None:
        """The leader is killed milliseconds after the chain has replaced blocks."""
        self._start_both()
        leader = self._pair.wait_for_leader()
        self._traffic.begin_to_replace(depth)
        time.sleep(self._dice.random() * 0.06)
        self._kill(leader, f"reorg of {depth}")
        self.settle()

    def survive_fault(self, name: str) -> None:
        """The leader is killed in the middle of a transaction, while both nodes suffer from something."""
        self._start_both()
        self._turn_everywhere(name)
        self._traffic.act(5)
        leader = self._pair.wait_for_leader()
        self._kill(leader, moments.while_writing(self._pair, self._traffic, self._watch, self._dice))
        self.settle()

    def live_through_episode(self) -> None:
        """Perhaps a fault, perhaps reorgs, and a kill at a random moment."""
        self._start_both()
        self._traffic.pause = self._dice.choice([0.0, 0.02, 0.1])
        self._traffic.act(self._dice.randint(0, 20))
        if self._dice.random() < 0.5:
            self._tell(f"fault: {self._weather.turn()}")
            self._traffic.act(self._dice.randint(2, 10))
        if self._dice.random() < 0.3:
            self._reorganise(self._dice.choice(DEPTHS))
            time.sleep(self._dice.random() * 0.3)
        if self._dice.random() < 0.15:
            self._watch.cut()
            self._tell("the database cuts the leader off")
            time.sleep(self._dice.random() * 0.5)
        self._kill_one()
        if self._dice.random() < 0.5:
            self._kill_one()
        if self._dice.random() < 0.3:
            self._reorganise(self._dice.choice(DEPTHS))
        time.sleep(self._dice.random() * 0.5)
        self.settle()

    def _kill_one(self) -> None:
        """The leader or the other, or who is left of the two."""
        leader, moment = self._pair.wait_for_leader(), moments.draw(self._dice)
        others = [each for each in self._pair.running if each is not leader]
        victim = self._dice.choice(others) if others and self._dice.random() < 0.2 else leader
        self._kill(victim, moment(self._pair, self._traffic, self._watch, self._dice))

    def _turn_everywhere(self, fault: str) -> None:
        self._weather.turn_everywhere(fault)
        self._tell(f"fault of both nodes: {fault}")

    def _start_both(self) -> None:
        self._pair.start(log_range=self._dice.choice([5, 50, 2_000]))
        self._pair.wait_for_both()

    def _kill(self, victim: Process, moment: str) -> None:
        kill = self._pair.kill(victim, moment)
        self.tally.kills.append(kill)
        self._tell(f"kill {len(self.tally.hits)}: {kill}")

    def _reorganise(self, depth: int) -> None:
        self._tell(f"reorg of {depth}, {self._traffic.replace(depth)} transactions again")

    # --- what must be so afterwards ---

    def settle(self) -> None:
        """Nobody acts until the mirror is where the chain is; then both must say the same."""
        self._weather.clear()
        self._pair.start(log_range=2_000)
        with self._traffic.quiet():
            start = time.monotonic()
            self._pair.wait_for_block(self._stage.block()["hash"])
            waited = time.monotonic() - start
            found = asyncio.run(self._reconcile())
            self._reader.settle()
        values, tally = sum(found.compared.values()), self.tally
        self._tell(f"caught up after {waited:.1f} s: {values:,} values, {len(found.differences)} differ")
        tally.reorgs, tally.faults = self._traffic.reorgs, self._weather.stretches
        tally.answers, tally.states = self._reader.answers, len(self._reader.blocks)
        tally.reconciliations += 1
        tally.compared += values
        block = found.as_of.number
        self._note("DIFFERENCE", tally.differences, [f"block {block}: {each}" for each in found.differences])
        self._note("FALSE STATE", tally.false_states, self._reader.false_states[len(tally.false_states) :])
        self._note("ENDED", tally.ended, self._pair.ended[len(tally.ended) :])

    def _note(self, what: str, kept: list[str], fresh: list[str]) -> None:
        kept += fresh
        for each in fresh[:MOST]:
            self._tell(f"{what}: {each}")
        if len(fresh) > MOST:
            self._tell(f"{what}: and {len(fresh) - MOST} more")

    async def _reconcile(self) -> Reconciliation:
        async with (
            open_engine(self._database_url) as engine,
            ChainClient(self._stage.anvil.url) as client,
            engine.connect() as connection,
        ):
            return await reconcile(client, connection)

    # --- the report ---

    def describe(self) -> None:
        """What there was in all."""
        record, tally = self._stage.record, self.tally
        self._say(f"acts: {_list(self._traffic.acts)}")
        self._say(f"blocks: {len(record.states)} recorded, with {record.asked:,} questions to the contracts")
        self._say(f"reorgs: {_list(tally.reorgs)}")
        self._say(f"faults: {_list(tally.faults)}; {self._weather.strikes} answers spoilt")
        self._say(f"answers: {_list(tally.answers)}; of {tally.states} states")
        self._say(f"reconciliations: {tally.reconciliations}, of {tally.compared:,} values")

    def _tell(self, line: str) -> None:
        self._say(f"{time.monotonic() - self._begun:6.1f} s  {line}")

    def _serve(self, stack: ExitStack) -> str:
        """The API's address, once it answers."""
        server, url = self._mirrors.serve()
        stack.callback(server.stop)
        deadline = time.monotonic() + SLOWEST_START
        while not _answers(url):
            if not server.is_running or time.monotonic() > deadline:
                raise TooSlow(f"the server does not answer: {server.last_words()}")
            time.sleep(0.05)
        return url


def _answers(url: str) -> bool:
    try:
        return httpx.get(url + "/health").status_code == 200
    except httpx.TransportError:
        return False


def _list(counts: dict[str, int] | dict[int, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items())) or "none"
