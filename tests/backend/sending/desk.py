"""A producer's desk: a key, a journal, something harmless to send, and processes that can be killed at it."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from backend.chain.contracts import encode_call
from backend.chain.transactions import Call
from scripts.keys.signers import KeySigner, Signer
from scripts.transactions import sending
from scripts.transactions.entries import Entry
from scripts.transactions.ledger import Journal
from scripts.transactions.manner import Manner, Step
from scripts.transactions.outcomes import Outcome
from scripts.transactions.sending import Wanted
from tests.backend.royalties.conftest import key_of
from tests.backend.world import World

PATIENCE = 60
"""Seconds: a busy machine is no failure."""
REMINDER = 30
"""Looks in a row."""


@dataclass(frozen=True)
class Desk:
    """Sends currency to the stranger, each intent another power of two: what arrived tells what was done."""

    world: World
    folder: Path
    seen: list[Step] = field(default_factory=list)
    had: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.had.append(self._balance())

    @property
    def address(self) -> str:
        return self.world.producer

    @property
    def signer(self) -> KeySigner:
        key = key_of("producer")
        return KeySigner(key.address, lambda: key.secret, "producer")

    @property
    def journal(self) -> Journal:
        return Journal(self.folder)

    @property
    def received(self) -> int:
        """By the stranger, since the desk was set up."""
        return self._balance() - self.had[0]

    @property
    def nonce(self) -> int:
        return int(self.world.request("eth_getTransactionCount", self.address, "latest"), 16)

    def see(self, step: Step) -> None:
        """What is told; when anvil forgets to make a block of what it has, it is reminded."""
        self.seen.append(step)
        waited = [each.moment for each in self.seen[-REMINDER:]] == ["waiting"] * REMINDER
        if waited and self.makes_blocks:
            self.world.mine()

    @property
    def makes_blocks(self) -> bool:
        return bool(self.world.request("anvil_getAutomine"))

    def manner(self, **changes: Any) -> Manner:
        usual = Manner(
            self.world.anvil.url,
            wait_seconds=PATIENCE,
            poll_seconds=0.02,
            confirmations=3,
            watch=self.see,
        )
        return replace(usual, **changes)

    def give(self, amount: int, intent: str | None = None, **changes: Any) -> Wanted:
        data = encode_call("IERC20Metadata", "transfer", self.world.stranger, amount)
        call = Call(self.address, self.world.currency, data)
        return replace(Wanted(intent or f"give:{amount}", call), **changes)

    def send(self, wanted: Wanted, signer: Signer | None = None, **manner: Any) -> Entry:
        return sending.send(self.journal, signer or self.signer, wanted, self.manner(**manner))

    def resume(self, signer: Signer | None = None, **manner: Any) -> list[Outcome]:
        return sending.resume(self.journal, signer, self.manner(**manner))

    def entry(self, intent: str) -> Entry:
        found = self.journal.find(intent)
        assert found is not None
        return found

    def calm(self) -> None:
        """What no snapshot takes back: nothing waits, blocks come with transactions, and gas is cheap."""
        self.world.request("anvil_dropAllTransactions")
        self.world.request("evm_setAutomine", True)
        self.world.request("anvil_setNextBlockBaseFeePerGas", hex(10**9))
        self.world.mine()

    def settle(self) -> None:
        """Make everything final that is in a block."""
        self.world.mine(4)
        self.resume(self.signer)

    def kill_at(self, moment: str, work: Callable[[Callable[[Step], None]], Any]) -> bool:
        """Do the work in a process of its own, which is killed -9 at that moment; whether it was."""

        def watch(step: Step) -> None:
            if step.moment == moment:
                os.kill(os.getpid(), signal.SIGKILL)

        return self.run(lambda: work(watch)) == -signal.SIGKILL

    def run(self, work: Callable[[], Any]) -> int:
        """The exit code of a process that does it."""
        process = multiprocessing.get_context("fork").Process(target=work)
        process.start()
        process.join(PATIENCE)
        assert process.exitcode is not None, "it stands still"
        return process.exitcode

    def wait_until(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not ready():
            assert time.monotonic() < deadline, "it takes too long"
            time.sleep(0.01)

    def _balance(self) -> int:
        return int(
            self.world.call("IERC20Metadata", self.world.currency, "balanceOf", self.world.stranger)[0]
        )
