"""Random lives of a contract, checked after every step. (Brownie 1.22.2 cannot start its own machines.)"""

from collections.abc import Callable

from brownie import chain
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


class ChainMachine(RuleBasedStateMachine):
    """A machine whose every life starts from the same chain."""

    def __init__(self) -> None:
        chain.revert()
        super().__init__()


def live_through(make_machine: Callable[[], ChainMachine], lives: int = 10, steps: int = 15) -> None:
    """Run some lives of some steps; hypothesis shortens what fails."""
    chain.snapshot()
    run_state_machine_as_test(
        make_machine, settings=settings(max_examples=lives, stateful_step_count=steps, deadline=None)
    )
