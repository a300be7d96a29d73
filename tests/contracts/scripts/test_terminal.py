"""What people at the terminal see: sober lines when it works, one line and exit code 1 when it is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from brownie import web3

from scripts import campaign, deploy
from scripts.chain import clock, signer
from scripts.findings import FindingsRefused
from scripts.records import Records
from scripts.refusal import Refused
from tests.contracts.project import wait_until

PRESET = "scripts/presets/community.toml"


@pytest.fixture
def ours(records: Records, monkeypatch: pytest.MonkeyPatch) -> Records:
    """The records of this test's platform are those of the chain."""
    monkeypatch.setattr("scripts.campaign.current_records", lambda: records)
    monkeypatch.setattr("scripts.deploy.current_records", lambda: records)
    return records


def stopped(run: Callable[..., None], *arguments: str) -> str:
    """The one line with which a script ended."""
    with pytest.raises(SystemExit) as end:
        run(*arguments)
    message = end.value.code
    assert isinstance(message, str), "a text is what makes the exit code 1"
    return message


def test_deploy_says_where_everything_is(capsys: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.deploy.current_records", lambda: Records(tmp_path))
    deploy.main()
    record = Records(tmp_path).factory()
    out = capsys.readouterr().out
    for said in (
        record["address"],
        str(tmp_path),
        *(each["address"] for each in record["currencies"].values()),
    ):
        assert said in out


def test_deploy_is_refused_in_one_line(ours: Records, deployer: Any) -> None:
    before = web3.eth.get_transaction_count(str(deployer))
    line = stopped(deploy.main)
    assert line.startswith("Refused: chain 31337 has a factory already")
    assert "\n" not in line
    assert web3.eth.get_transaction_count(str(deployer)) == before


def test_plan_sends_nothing(ours: Records, capsys: Any) -> None:
    before = web3.eth.block_number
    campaign.plan(PRESET)
    assert web3.eth.block_number == before
    assert capsys.readouterr().out.endswith("\nNothing was sent.\n")


def test_whole_life_by_commands(ours: Records, capsys: Any) -> None:
    campaign.propose(PRESET)
    for step in ("approve", "open"):
        campaign.main(step, "ligne-de-crete")
    campaign.status()
    assert "ligne-de-crete: Ligne de crête, raising" in capsys.readouterr().out
    wait_until(clock() + 40 * 86_400)
    campaign.finalize("ligne-de-crete")
    assert capsys.readouterr().out.endswith(": failed.\n")
    assert stopped(campaign.refund, "ligne-de-crete") == "Refused: nobody is left to refund in ligne-de-crete"


def test_cancelled_by_command(ours: Records, capsys: Any) -> None:
    campaign.propose(PRESET, "7")
    campaign.cancel("ligne-de-crete")
    assert "Next: anybody refunds the fans." in capsys.readouterr().out
    assert "status is “cancelled”" in stopped(campaign.open, "ligne-de-crete")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "say what to do"),
        (("dance",), "one of plan, propose, approve, open, finalize, cancel, refund, status"),
        (("plan", "nowhere.toml"), "there is no file nowhere.toml"),
        (("plan", PRESET, "first"), "the nonce is a whole number, not 'first'"),
        (("open", "nothing"), "no project 'nothing' is recorded for chain 31337; known: none yet"),
        (("open",), "no project '' is recorded for chain 31337; known: none yet"),
        (("propose",), "complement.toml shows one"),
    ],
)
def test_command_that_makes_no_sense_is_refused(
    ours: Records, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in stopped(campaign.main, *arguments)


@pytest.mark.parametrize("command", [campaign.plan, campaign.propose, campaign.approve, campaign.status])
def test_wrong_chain_is_refused_by_every_command(
    ours: Records, command: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPROD_CHAIN_ID", "1")
    before = web3.eth.block_number
    assert "chain 1 is expected" in stopped(command, PRESET)
    assert web3.eth.block_number == before


def test_findings_stand_one_a_line(ours: Records, tmp_path: Any) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('model = "community"\n')
    lines = stopped(campaign.plan, str(file)).splitlines()
    assert lines[0] == "Refused: mine.toml makes no sense yet:"
    assert "  currency: is missing: write a text in quotes" in lines


def test_trial_chain_gets_a_factory_of_its_own(
    capsys: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = Records(tmp_path)
    monkeypatch.setattr("scripts.campaign.current_records", lambda: records)
    campaign.plan(PRESET)
    assert records.has_factory()
    assert "This chain ends with this command" in capsys.readouterr().out


def test_signer_has_to_be_the_one_who_may(
    monkeypatch: pytest.MonkeyPatch, producer: Any, accounts: Any
) -> None:
    assert signer(str(producer)) == producer
    assert signer(index=5) == accounts[5]
    with pytest.raises(Refused, match="has to sign this: name a Brownie account by COPROD_ACCOUNT"):
        signer("0x" + 40 * "1")
    monkeypatch.setenv("COPROD_ACCOUNT", "nobody-has-this-name")
    with pytest.raises(Refused, match="Brownie has no account 'nobody-has-this-name'"):
        signer()


def test_account_of_another_is_refused(monkeypatch: pytest.MonkeyPatch, producer: Any, platform: Any) -> None:
    monkeypatch.setenv("COPROD_ACCOUNT", "platform")
    monkeypatch.setattr("scripts.chain.load_account", lambda name: platform)
    with pytest.raises(Refused, match="has to sign this, and COPROD_ACCOUNT is"):
        signer(str(producer))
    assert signer(str(platform)) == platform


def test_refusal_of_findings_is_a_refusal() -> None:
    assert issubclass(FindingsRefused, Refused)
