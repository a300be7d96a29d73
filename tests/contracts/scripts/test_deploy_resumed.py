"""A deployment that was cut short goes on: nothing is sent twice, and nothing is left out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from brownie import chain as blocks
from brownie import web3

from scripts import chain, deploy
from scripts.deploy import apply_deployment, plan_deployment
from scripts.parameters import Parameters
from scripts.records import Records
from scripts.refusal import Refused
from scripts.transactions import journal
from tests.contracts.scripts.conftest import refused_unsent

SENT_BY_DEPLOYER = 4 + 1 + 2 + 2 + 1
"""Implementations, factory, test currencies, what allows them, and the handover."""


class Crash(BaseException):
    """Nobody catches it, as nobody catches kill -9."""


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, bool], None]:
    """Ends the program at one of its sendings, counted from 1: just before it, or just after."""

    def arm(place: int, after: bool) -> None:
        sent = 0

        def cut(send: Callable[..., Any]) -> Callable[..., Any]:
            def cut_short(*arguments: Any, **options: Any) -> Any:
                nonlocal sent
                sent += 1
                if sent == place and not after:
                    raise Crash
                answer = send(*arguments, **options)
                if sent == place:
                    raise Crash
                return answer

            return cut_short

        monkeypatch.setattr(chain, "create", cut(chain.create))
        monkeypatch.setattr(chain, "send", cut(chain.send))

    return arm


def finish(parameters: Parameters, deployer: Any, records: Records) -> dict[str, Any]:
    with journal.keep(records):
        return apply_deployment(plan_deployment(parameters, deployer, records), deployer, records)


@pytest.mark.parametrize(
    ("place", "after"),
    [*((place, False) for place in range(1, SENT_BY_DEPLOYER + 1)), (5, True), (SENT_BY_DEPLOYER, True)],
)
def test_deployment_goes_on_where_it_was_cut_short(
    place: int,
    after: bool,
    crash: Callable[[int, bool], None],
    parameters: Parameters,
    deployer: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = Records(tmp_path / "31337")
    before = web3.eth.get_transaction_count(str(deployer))
    crash(place, after)
    with pytest.raises(Crash):
        finish(parameters, deployer, records)
    monkeypatch.undo()
    if (place, after) == (SENT_BY_DEPLOYER, True):
        with refused_unsent("has a factory already", deployer):
            finish(parameters, deployer, records)
    else:
        finish(parameters, deployer, records)
    assert web3.eth.get_transaction_count(str(deployer)) - before == SENT_BY_DEPLOYER
    record = records.factory()
    factory = chain.contract_at("ProjectFactory", record["address"])
    assert factory.pendingOwner() == parameters.platform
    assert all(factory.isCurrencyAllowed(each["address"]) for each in record["currencies"].values())


def test_other_parameters_do_not_go_on_with_it(
    crash: Callable[[int, bool], None],
    parameters: Parameters,
    deployer: Any,
    stranger: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After the factory: it has a treasury. Before: the journal has what it was to be made with."""
    other = Parameters(31337, parameters.platform, str(stranger), parameters.fee_bps, {})
    for place, sentence in ((8, "was begun with other parameters"), (5, "the journal has another call")):
        records = Records(tmp_path / str(place) / "31337")
        crash(place, True)
        with pytest.raises(Crash):
            finish(parameters, deployer, records)
        monkeypatch.undo()
        count = len(blocks)
        with pytest.raises(Refused, match=sentence):
            finish(other, deployer, records)
        assert len(blocks) == count


def test_steps_have_one_intent_each() -> None:
    steps = [*deploy.DEPLOYED, "EURC", "USDC", "allow:EURC", "allow:USDC", "hand-over", "accept"]
    assert len({deploy.intent_of(each) for each in steps}) == len(steps)
