"""Traffic, readers, and kills of each process in turn; at the end everything must be the chain."""

import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from backend.chain.client import ChainClient
from backend.db import open_engine
from backend.local import Anvil
from backend.mirror.proof.reconcile import Reconciliation, reconcile
from tests.chaos.reader import Reader
from tests.chaos.stage import Stage
from tests.chaos.traffic import Traffic
from tests.chaos.watch import Watch
from tests.cluster.balancer import Balancer
from tests.cluster.fleet import Fleet, StoodStill
from tests.cluster.followers import CursorReader, StreamReader, read_all
from tests.cluster.notebook import Notebook
from tests.cluster.receiver import Receiver

FINALITY = 40
"""anvil calls final what is 80 blocks old."""
READERS = 3
"""Of lists, projects and wallets."""
PRELUDE = 30
"""Acts before anybody reads."""
DEPTHS = (1, 1, 1, 2, 3)
LEASE = 150
"""Seconds: whoever was killed keeps a webhook for one minute, and what waits is delivered afterwards."""


class Drill:
    """Runs on one chain and one empty, migrated database. home: a new folder.

    The seed decides what is drawn; what meets what is decided by the machine as well.
    """

    def __init__(
        self,
        anvil: Anvil,
        database_url: str,
        home: Path,
        seed: int,
        *,
        replica_url: str | None = None,
        say: Callable[[str], None] = print,
    ) -> None:
        self.kills: Counter[str] = Counter()
        self.lost: list[str] = []
        self.differences: list[str] = []
        self.takeovers: list[float] = []
        self.events = 0
        self._say = say
        self._dice = random.Random(f"{seed} drill")
        self._database_url = database_url
        self.stage = Stage(anvil)
        self.traffic = Traffic(self.stage, random.Random(f"{seed} traffic"))
        self.fleet = Fleet(home, self.stage, database_url, self._dice, replica_url)
        urls = self.fleet.urls
        self.balancer = Balancer(urls, random.Random(f"{seed} balancer"))
        self.readers = [
            Reader(
                urls[0], self.stage.record, self.stage.cast, random.Random(f"{seed} {each}"), self.balancer
            )
            for each in range(READERS)
        ]
        self.cursor = CursorReader(urls, random.Random(f"{seed} cursor"))
        self.stream = StreamReader(urls, random.Random(f"{seed} stream"))
        self.receivers = [Receiver("seen"), Receiver("final")]
        self._begun = time.monotonic()

    @contextmanager
    def begin(self) -> Iterator[None]:
        """All are up, and the readers read; everything ends with the block."""
        self.stage.mine(2 * FINALITY)
        self.traffic.act(PRELUDE)
        with ExitStack() as stack:
            stack.callback(self.fleet.stop)
            self._watch = stack.enter_context(Watch(self._database_url))
            self.fleet.start()
            self.fleet.wait_until_up()
            self._wait_for_chain()
            for receiver in self.receivers:
                receiver.subscribe(self.fleet.urls, stack.enter_context(receiver.listening()))
            for each in (*self.readers, self.cursor, self.stream, self.traffic):
                stack.enter_context(each.running())
            yield

    def live_through_round(self) -> None:
        """Each process is killed once, at a random moment, and comes back; and then all must agree."""
        names = self._dice.sample(self.fleet.names, len(self.fleet.names))
        for name in names:
            self.traffic.pause = self._dice.choice([0.0, 0.02, 0.1])
            time.sleep(self._dice.random())
            if self._dice.random() < 0.6:
                self.traffic.begin_to_replace(self._dice.choice(DEPTHS))
                time.sleep(self._dice.random() * 0.06)
            self._kill(name)
            time.sleep(self._dice.random())
            self.fleet.start()
            self.traffic.replace(self._dice.choice(DEPTHS))
            self.fleet.wait_until_up()
        self.settle()

    def settle(self) -> None:
        """Nobody acts until the mirror is where the chain is: then all must say the same."""
        with self.traffic.quiet(), self.stage.alone():
            self._compare()
            self._require_all(is_final=False)

    def finish(self) -> None:
        """What is to be paid is paid and final, and everybody who was told of events holds what stands."""
        with self.traffic.quiet():
            self.fleet.wait(self._all_is_paid, "all payments are final")
            self._compare()
            self._require_all(is_final=True)

    def _compare(self) -> None:
        """The mirror with the chain, and what was read with what the chain said."""
        self._wait_for_chain()
        found = asyncio.run(self._reconcile())
        self.stage.record.catch_up()
        for each in self.readers:
            each.settle()
        self.differences += [str(each) for each in found.differences]
        values = sum(found.compared.values())
        self._tell(f"{values:,} values compared, {len(found.differences)} differ; {self._answers:,} answers")

    def _require_all(self, *, is_final: bool) -> None:
        """What stands is what each server tells, and what whoever was told of events holds.

        The record has to have all blocks, and nobody may mine.
        """
        first, second = self.fleet.urls
        whole = read_all(first)
        self.fleet.wait(lambda: read_all(second) == whole, "both servers tell the same")
        for notebook in self.notebooks if is_final else self.notebooks[:-1]:
            try:
                self.fleet.wait(lambda: not notebook.differ(whole), "", LEASE)  # noqa: B023
            except StoodStill:
                self.lost += [f"{notebook.name}: {id}" for id in notebook.differ(whole)]
        for notebook in self.notebooks:
            notebook.require(self.stage.record.states.keys())
        self.events = len(whole)
        self.cursor.check()
        self.stream.check()
        told = ", ".join(f"{each.name} {each.told:,}" for each in self.notebooks)
        self._tell(f"{len(whole):,} events stand; told: {told}")
        acts = ", ".join(f"{name} {number}" for name, number in sorted(self.traffic.acts.items()))
        self._tell(f"acts: {acts}")

    @property
    def notebooks(self) -> list[Notebook]:
        return [self.cursor.notebook, self.stream.notebook, *(each.notebook for each in self.receivers)]

    @property
    def wrong(self) -> list[str]:
        """What readers were told that was not so."""
        found = [sentence for each in self.readers for sentence in each.false_states]
        return found + [sentence for each in self.notebooks for sentence in each.wrong]

    def sum_up(self) -> dict[str, Any]:
        """The last line."""
        roles = Counter[str]()
        for name, number in self.kills.items():
            roles[name.split()[0]] += number
        worst = max(self.takeovers, default=0.0)
        return {
            "kills": self.kills.total(),
            **{f"{role}_kills": number for role, number in sorted(roles.items())},
            "reorgs": self.traffic.reorgs.total(),
            "answers": self._answers,
            "states": len(set().union(*(each.blocks for each in self.readers))),
            "passed_over": self.balancer.passed,
            "events": self.events,
            "events_told": sum(each.told for each in self.notebooks),
            "retractions": sum(each.taken_back for each in self.notebooks),
            "delivered_again": sum(each.notebook.again for each in self.receivers),
            "payments": self._ask("select count(*) from transactions where status = 'final'"),
            "wrong_answers": len(self.wrong),
            "lost_events": len(self.lost),
            "differing_rows": len(self.differences),
            "ended": len(self.fleet.ended),
            "takeover_ms_median": round(statistics.median(self.takeovers) * 1000) if worst else None,
            "takeover_ms_worst": round(worst * 1000) if worst else None,
        }

    def _kill(self, name: str) -> None:
        leads = self.fleet.find(self._watch.look().leader) == name
        epoch = self._watch.look().epoch
        self.fleet.kill(name)
        self.kills[name] += 1
        taken = ""
        if leads:
            start = time.monotonic()
            self.fleet.wait(lambda: self._watch.look().epoch != epoch, "another mirror leads", 60)
            self.takeovers.append(time.monotonic() - start)
            taken = f", which led; the other one leads after {round(self.takeovers[-1] * 1000)} ms"
        self._tell(f"kill {self.kills.total()}: {name}{taken}")

    def _wait_for_chain(self) -> None:
        def is_there() -> bool:
            return self._watch.look().hash == str(self.stage.block()["hash"])

        self.fleet.wait(is_there, "the mirror is where the chain is")

    def _all_is_paid(self) -> bool:
        """A block more each time it is asked, for what is mined is final only then."""
        self.stage.mine(2 * FINALITY + 1)
        self._wait_for_chain()
        time.sleep(0.5)
        waiting = self._ask("select count(*) from transactions where status not in ('final', 'failed')")
        rounds = self._ask("select count(*) from payout_rounds where closed_at is null")
        return waiting == 0 and rounds == 0

    def _ask(self, sql: str) -> int:
        with psycopg.connect(self._database_url.replace("+psycopg", "")) as connection:
            (found,) = connection.execute(sql).fetchone() or (0,)
            return int(found)

    async def _reconcile(self) -> Reconciliation:
        async with (
            open_engine(self._database_url) as engine,
            ChainClient(self.stage.anvil.url) as client,
            engine.connect() as connection,
        ):
            return await reconcile(client, connection)

    @property
    def _answers(self) -> int:
        """With a state; see Reader."""
        return sum(each.answers.total() - each.answers["none"] for each in self.readers)

    def _tell(self, line: str) -> None:
        self._say(f"{time.monotonic() - self._begun:6.1f} s  {line}")
