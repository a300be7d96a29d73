"""A deployment that cannot go well is refused before anything is sent."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from brownie import web3

from scripts.deploy import plan_deployment
from scripts.description.findings import FindingsRefused
from scripts.parameters import Parameters, development_parameters, read_parameters
from scripts.records import Records
from scripts.refusal import Refused
from tests.contracts.scripts.conftest import problems, refused_unsent

EXAMPLE = Path("scripts/platforms/example.toml")


def test_wrong_chain_is_refused(parameters: Parameters, deployer: Any, tmp_path: Path) -> None:
    with refused_unsent("this is chain 31337, and chain 1 is expected", deployer):
        plan_deployment(replace(parameters, chain_id=1), deployer, Records(tmp_path))


def test_wrong_chain_of_the_environment_is_refused(
    parameters: Parameters, deployer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scripts.chain import refuse_wrong_chain

    monkeypatch.setenv("COPROD_CHAIN_ID", "8453")
    with refused_unsent("chain 8453 is expected", deployer):
        refuse_wrong_chain()
    monkeypatch.setenv("COPROD_CHAIN_ID", "31337")
    refuse_wrong_chain()


def test_unfunded_deployer_is_refused(parameters: Parameters, accounts: Any, tmp_path: Path) -> None:
    poor = accounts[40]
    web3.provider.make_request("anvil_setBalance", [str(poor), hex(10**12)])
    with refused_unsent("has 0.000001 ETH on chain 31337 and needs about", poor):
        plan_deployment(parameters, poor, Records(tmp_path))
    assert not list(tmp_path.iterdir())


def test_deployer_that_would_keep_power_is_refused(
    parameters: Parameters, platform: Any, tmp_path: Path
) -> None:
    with refused_unsent("the deployer cannot be the platform", platform):
        plan_deployment(parameters, platform, Records(tmp_path))


def test_second_factory_is_refused(records: Records, parameters: Parameters, deployer: Any) -> None:
    before = records.factory()
    with refused_unsent(f"has a factory already, at {before['address']}", deployer):
        plan_deployment(parameters, deployer, records)
    assert records.factory() == before


def test_fee_above_the_ceiling_is_refused(parameters: Parameters, deployer: Any, tmp_path: Path) -> None:
    with refused_unsent("a fee of 1001 bps is above the ceiling of 1000 bps", deployer):
        plan_deployment(replace(parameters, fee_bps=1_001), deployer, Records(tmp_path))


def test_currency_with_another_symbol_is_refused(
    records: Records, parameters: Parameters, deployer: Any, tmp_path: Path
) -> None:
    dollar = records.factory()["currencies"]["USDC"]["address"]
    with refused_unsent("calls itself USDC, not EURC", deployer):
        plan_deployment(
            replace(parameters, currencies={"EURC": dollar}), deployer, Records(tmp_path / "other")
        )


def test_currency_that_is_not_there_is_refused(
    parameters: Parameters, deployer: Any, stranger: Any, tmp_path: Path
) -> None:
    with refused_unsent(f"there is no TestCurrency at {stranger}", deployer):
        plan_deployment(replace(parameters, currencies={"EURC": str(stranger)}), deployer, Records(tmp_path))


def test_example_is_refused_until_its_blanks_are_filled_in() -> None:
    with pytest.raises(FindingsRefused) as refusal:
        read_parameters(EXAMPLE)
    blanks = ["platform", "treasury", "currencies.EURC", "currencies.USDC"]
    assert problems(refusal) == dict.fromkeys(blanks, "is empty: fill it in")


@pytest.mark.parametrize("key", ["chain_id", "platform", "treasury", "fee_percent", "currencies"])
def test_missing_parameter_is_named(key: str, tmp_path: Path, stranger: Any) -> None:
    file = tmp_path / "platform.toml"
    filled = EXAMPLE.read_text().replace('""', f'"{stranger}"')
    file.write_text(filled)
    assert read_parameters(file).fee_bps == 500
    without = [line for line in filled.splitlines() if not line.strip("[]").startswith(key)]
    file.write_text("\n".join(without))
    with pytest.raises(FindingsRefused) as refusal:
        read_parameters(file)
    assert problems(refusal)[key].startswith("is missing")


@pytest.mark.parametrize("key", ["platform", "treasury"])
@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
        ("0x" + 40 * "0", "the zero address is nobody's: write one that somebody has the key of"),
    ],
)
def test_mistyped_owner_and_treasury_are_named(
    key: str, typed: str, problem: str, tmp_path: Path, stranger: Any
) -> None:
    file = tmp_path / "platform.toml"
    text = EXAMPLE.read_text().replace(f'{key} = ""', f'{key} = "{typed}"')
    file.write_text(text.replace('""', f'"{stranger}"'))
    with pytest.raises(FindingsRefused) as refusal:
        read_parameters(file)
    assert list(problems(refusal)) == [key]
    assert problem in problems(refusal)[key]


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"example\.toml shows one"):
        read_parameters(tmp_path / "nowhere.toml")


def test_real_chain_needs_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.chain.DEVELOPMENT_CHAINS", ())
    with pytest.raises(Refused, match="is no development chain: name a file with its parameters"):
        development_parameters()
