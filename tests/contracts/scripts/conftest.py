"""A platform that the scripts deployed, its records, and a preset that a test may change."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from brownie import web3

from backend.local.paths import ROOT
from scripts.deploy import apply_deployment, plan_deployment
from scripts.description.findings import FindingsRefused
from scripts.parameters import Parameters
from scripts.plans.proposal import Proposal, plan_proposal
from scripts.records import Records
from scripts.refusal import Refused

PRESETS = ROOT / "scripts" / "presets"
FEE_BPS = 500


@pytest.fixture(scope="session")
def deployer(accounts: Any) -> Any:
    return accounts[0]


@pytest.fixture(scope="session")
def parameters(platform: Any, treasury: Any) -> Parameters:
    return Parameters(31337, str(platform), str(treasury), FEE_BPS, {})


@pytest.fixture(scope="module")
def deployed(
    module_isolation: None, tmp_path_factory: Any, parameters: Parameters, deployer: Any, platform: Any
) -> Records:
    records = Records(tmp_path_factory.mktemp("records") / "31337")
    apply_deployment(plan_deployment(parameters, deployer, records), deployer, records, platform)
    return records


@pytest.fixture
def records(deployed: Records, tmp_path: Path) -> Records:
    """The records of the platform, and this test's own copy of them."""
    return Records(shutil.copytree(deployed.folder, tmp_path / "31337"))


@pytest.fixture
def plan(records: Records, producer: Any) -> Callable[..., Proposal]:
    """Plans the proposal of a shipped preset, with changes."""

    def plan_preset(name: str = "complement", /, **changes: Any) -> Proposal:
        return plan_proposal(PRESETS / f"{name}.toml", producer, records, changes=changes)

    return plan_preset


@contextmanager
def refused_unsent(sentence: str, *senders: Any) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The block must be refused with these words, before any of the senders sent anything."""
    before = [web3.eth.get_transaction_count(str(each)) for each in senders], web3.eth.block_number
    with pytest.raises(Refused) as refusal:
        yield refusal
    assert sentence in str(refusal.value)
    assert ([web3.eth.get_transaction_count(str(each)) for each in senders], web3.eth.block_number) == before


def problems(refusal: pytest.ExceptionInfo[FindingsRefused]) -> dict[str, str]:
    """What a refusal finds wrong, by key."""
    return {finding.key: finding.problem for finding in refusal.value.findings}
