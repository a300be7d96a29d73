"""A transfer rule by script, and a preset that names it (2.3, 6.2)."""

from collections.abc import Callable
from typing import Any

import pytest
from brownie import ZERO_ADDRESS

from scripts import allow_list
from scripts.allow_list import create_allow_list, set_allowed
from scripts.chain import contract_at
from scripts.description.findings import FindingsRefused
from scripts.plans.proposal import Proposal, apply_proposal
from scripts.plans.prospect import lines_of
from scripts.project.standing import standing
from scripts.records import Records
from tests.contracts.answers import refused
from tests.contracts.scripts.conftest import problems, refused_unsent
from tests.contracts.scripts.life import contribute, open_whole

Plan = Callable[..., Proposal]


@pytest.fixture
def rule(producer: Any, deployer: Any) -> str:
    return create_allow_list(str(producer), deployer)


def test_only_allowed_fans_buy(
    rule: str,
    plan: Plan,
    records: Records,
    producer: Any,
    platform: Any,
    stranger: Any,
    fan: Any,
    second_fan: Any,
) -> None:
    proposal = plan("community", transfer_rule={"address": rule, "keeper": "producer"})
    assert f"  Shares go only to whom {rule} allows, kept by {producer}" in lines_of(proposal)
    project = apply_proposal(proposal, producer, records)
    open_whole(project, records, platform, stranger)
    set_allowed(rule, [str(fan)], allowed=True)
    contribute(project, fan, 10)
    with refused("ShareToken_TransferRefused", ZERO_ADDRESS, second_fan, 10):
        contribute(project, second_fan, 10)
    assert standing(project)["shares"] == 10


def test_wrong_keeper_is_named(rule: str, plan: Plan, producer: Any) -> None:
    with pytest.raises(FindingsRefused) as refusal:
        plan("community", transfer_rule={"address": rule, "keeper": "artist"})
    assert problems(refusal) == {"transfer_rule.keeper": f"the rule says that its keeper is {producer}"}


def test_rule_that_is_not_there_is_refused(plan: Plan, producer: Any, stranger: Any) -> None:
    with refused_unsent(f"there is no AllowList at {stranger}", producer):
        plan("community", transfer_rule={"address": str(stranger), "keeper": "producer"})


def test_only_the_keeper_allows(rule: str, stranger: Any) -> None:
    with refused_unsent("only the keeper of the list can do this, not 0x", stranger):
        set_allowed(rule, [str(stranger)], stranger, allowed=True)


def test_by_commands(capsys: Any, producer: Any, fan: Any) -> None:
    allow_list.main(str(producer))
    rule = capsys.readouterr().out.splitlines()[0].split()[1].rstrip(".")
    allow_list.allow(rule, str(fan))
    assert contract_at("AllowList", rule).isAllowed(fan)
    allow_list.bar(rule, str(fan))
    assert not contract_at("AllowList", rule).isAllowed(fan)
    with pytest.raises(SystemExit, match="Refused: who is the account 'alice'"):
        allow_list.allow(rule, "alice")
    with pytest.raises(SystemExit, match="Refused: name the accounts"):
        allow_list.allow(rule)
