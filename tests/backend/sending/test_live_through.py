"""Whatever happens in whatever order, each intent is done once or told not to be (PROTOCOL 7.2, 9.3)."""

import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from scripts.refusal import Failed, Refused, Unfinished
from scripts.transactions.manner import MOMENTS
from tests.backend.sandbox import Reverted
from tests.backend.sending.desk import Desk
from tests.backend.sending.wallets import spend

INTENTS = 4
DEARER = {"maxFeePerGas": hex(200 * 10**9), "maxPriorityFeePerGas": hex(20 * 10**9)}
NOT_FINAL = 2
"""Blocks that a reorg may take away: fewer than make the desk believe."""

EVENTS = st.one_of(
    st.tuples(st.just("send"), st.integers(0, INTENTS - 1)),
    st.tuples(st.just("kill"), st.integers(0, INTENTS - 1), st.sampled_from(sorted(MOMENTS))),
    st.tuples(st.just("drop")),
    st.tuples(st.just("mine"), st.integers(1, 5)),
    st.tuples(st.just("reorg"), st.integers(1, NOT_FINAL)),
    st.tuples(st.just("replace"), st.booleans()),
    st.tuples(st.just("resume"), st.booleans()),
    st.tuples(st.just("tear"), st.integers(1, 200)),
    # A line is torn by a kill while it is written; nothing followed from it.
)
HISTORIES = st.lists(EVENTS, min_size=3, max_size=14)


@settings(
    max_examples=40,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(history=HISTORIES)
def test_each_intent_is_done_once_or_told(desk: Desk, history: list[tuple[object, ...]]) -> None:
    """7.2: kills, drops, replacements and reorgs in any order, then all is ended."""
    with tempfile.TemporaryDirectory() as folder, desk.world.unchanged():
        try:
            # No reorg reaches the snapshot.
            desk.world.mine(5)
            live(replace(desk, folder=Path(folder), had=[], seen=[]), history)
        finally:
            desk.calm()


def live(desk: Desk, history: list[tuple[object, ...]]) -> None:
    world = desk.world
    note(f"{history}")
    world.request("evm_setAutomine", False)
    told: set[int] = set()
    for event in history:
        happen(desk, event, told)
    world.request("evm_setAutomine", True)
    world.mine()
    for _ in range(3):
        told |= told_by_resuming(desk)
        world.mine(4)
    entries = desk.journal.entries()
    note(f"{[(each.intent, each.status) for each in entries]}")
    assert {each.status for each in entries} <= {"final", "dropped", "abandoned"}
    done = [int(each.intent.removeprefix("give:")) for each in entries if each.status == "final"]
    assert len(done) == len(set(done)), "an intent was done twice"
    assert desk.received == sum(done), "the chain and the journal do not agree"
    lost = {int(each.intent.removeprefix("give:")) for each in entries if each.status == "dropped"}
    assert lost <= told, "something was lost, and nobody was told"
    for number in range(INTENTS):
        desk.send(desk.give(2**number))
    assert desk.received == 2**INTENTS - 1


def told_by_resuming(desk: Desk) -> set[int]:
    outcomes = desk.resume(desk.signer, wait_seconds=8)
    return {int(each.entry.intent.removeprefix("give:")) for each in outcomes if each.entry.error}


def happen(desk: Desk, event: tuple[object, ...], told: set[int]) -> None:
    world = desk.world
    match event:
        case ("send", int(number)):
            try:
                desk.send(desk.give(2**number), wait_seconds=0)
            except Failed:
                told.add(2**number)
            except (Unfinished, Refused):
                pass
        case ("kill", int(number), str(moment)):
            desk.kill_at(moment, lambda watch: send_quietly(desk, number, watch))
        case ("drop",):
            for each in desk.journal.unfinished():
                if each.hash:
                    world.request("anvil_dropTransaction", each.hash)
        case ("mine", int(blocks)):
            world.mine(blocks)
        case ("reorg", int(depth)):
            # The block before may be final for the desk.
            with suppress(Reverted):
                world.reorg(depth)
        case ("replace", bool(same)):
            replace_waiting(desk, same)
        case ("resume", bool(with_key)):
            for outcome in desk.resume(desk.signer if with_key else None, wait_seconds=0):
                if outcome.entry.error:
                    told.add(int(outcome.entry.intent.removeprefix("give:")))
        case ("tear", int(size)):
            tear(desk, size)


def send_quietly(desk: Desk, number: int, watch: object) -> None:
    with suppress(Unfinished, Failed, Refused):
        desk.send(desk.give(2**number), wait_seconds=0, watch=watch)


def replace_waiting(desk: Desk, same: bool) -> None:
    """The person's own wallet uses the nonce of what waits, by the same call or by another."""
    for each in desk.journal.unfinished():
        if each.is_waiting and each.nonce == desk.nonce:
            call = {"data": each.data, "to": each.receiver} if same else {}
            with suppress(Reverted):
                spend(desk.world, nonce=hex(each.nonce), gas=hex(100_000), **DEARER, **call)


def tear(desk: Desk, size: int) -> None:
    """A run is killed in the middle of its next line."""
    file = desk.folder / f"{desk.address}.jsonl"
    if file.exists():
        with file.open("ab") as journal:
            journal.write((b'{"event":"moved","entry":1,"at":1795473055,"status":"mined"' * 4)[:size])
