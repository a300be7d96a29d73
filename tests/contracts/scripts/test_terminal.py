"""What people at the terminal see: sober lines when it works, one line and exit code 1 when it is refused."""

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from brownie import accounts, network, web3
from eth_account import Account as EthAccount

from backend.local.paths import ROOT
from scripts import campaign, deploy
from scripts.chain import clock, contract_at, signer
from scripts.description.findings import FindingsRefused
from scripts.project import milestones, standing, steps
from scripts.records import Records
from scripts.refusal import Refused
from tests.contracts.project import statement, wait_until
from tests.contracts.scripts import life

PRESET = "scripts/presets/community.toml"


@pytest.fixture
def ours(records: Records, monkeypatch: pytest.MonkeyPatch) -> Records:
    """The records of this test's platform are those of the chain."""
    monkeypatch.setattr("scripts.records.current_records", lambda: records)
    monkeypatch.setattr("scripts.deploy.current_records", lambda: records)
    return records


def stopped(run: Callable[..., None], *arguments: str) -> str:
    """The one line with which a script ended."""
    with pytest.raises(SystemExit) as end:
        run(*arguments)
    message = end.value.code
    assert isinstance(message, str), "a text is what makes the exit code 1"
    return message


def pasted(command: str) -> list[str]:
    """What a printed command asks of campaign, once the shell and make have read it."""
    make, brownie, variable = shlex.split(command)
    assert (make, brownie) == ("make", "brownie")
    run, script, *arguments, option, name = variable.removeprefix("ARGS=").split()
    assert (run, script, option, name) == ("run", "campaign", "--network", network.show_active())
    return arguments


def out_of(capsys: Any) -> str:
    out = capsys.readouterr().out
    assert isinstance(out, str)
    assert ". Next, before 20" in out
    return out


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
    for step in ("approve", "consent", "open"):
        campaign.main(step, "ligne-de-crete")
    campaign.status()
    assert "ligne-de-crete: Ligne de crête, raising" in capsys.readouterr().out
    wait_until(clock() + 40 * 86_400)
    campaign.finalize("ligne-de-crete")
    assert capsys.readouterr().out.endswith(": failed.\n")
    assert stopped(campaign.refund, "ligne-de-crete") == "Refused: nobody is left to refund in ligne-de-crete"


def test_signatures_are_brought_by_commands(ours: Records, platform: Any, capsys: Any) -> None:
    """Artist and financier sign without sending; the printed command brings what they signed."""
    campaign.propose("scripts/presets/label.toml")
    slug = "les-filles-du-tramway"
    label = standing.lines_standing(ours.project(slug))[0]["financier"]
    campaign.main("approve", slug)
    campaign.main("approve_financier", label)
    capsys.readouterr()
    for step in (("sign_consent", slug), ("sign_line", slug, "1", "promised")):
        before = web3.eth.block_number
        campaign.main(*step)
        said, command = capsys.readouterr().out.splitlines()[-2:]
        assert web3.eth.block_number == before
        assert "nothing was sent" in said
        campaign.main(*pasted(command))
    campaign.main("open", slug)
    campaign.main("status", slug)
    out = capsys.readouterr().out.replace("\u00a0", " ")
    assert "les-filles-du-tramway: Les Filles du tramway, raising" in out
    assert "Line 1: 20,000.00 EURC, promised: Part du label" in out


def test_escrow_and_gifts_by_commands(ours: Records, patron: Any, stranger: Any, capsys: Any) -> None:
    campaign.propose("scripts/presets/label.toml")
    project = ours.project("les-filles-du-tramway")
    label = standing.lines_standing(project)[0]["financier"]
    for step in ("approve", "consent"):
        campaign.main(step, project["slug"])
    assert out_of(capsys).endswith(" UTC: line 1 is covered.\n")
    refusal, command = stopped(campaign.main, "escrow", project["slug"], "1").splitlines()
    assert refusal.endswith("fund it, by")
    campaign.main(*pasted(command))
    assert life.currency(project).balanceOf(label) == 20_000 * 10**6
    campaign.main("escrow", project["slug"], "1")
    assert out_of(capsys).endswith(" UTC: anybody opens it.\n")
    campaign.main("withdraw", project["slug"], "1")
    campaign.main("escrow", project["slug"], "1")
    campaign.main("open", project["slug"])
    wait_until(standing.standing(project)["opens_at"])
    has = life.currency(project).balanceOf(signer())
    *_, command = stopped(campaign.main, "give", project["slug"], "99.50").splitlines()
    campaign.main(*pasted(command))
    assert life.currency(project).balanceOf(signer()) == has + 99_500_000
    campaign.main("give", project["slug"], "99.50")
    campaign.main("give_in_kind", project["slug"], "Radio Tram", "thirty", "spots")
    assert standing.standing(project)["raised"] == 99_500_000
    campaign.main("cancel", project["slug"])
    capsys.readouterr()
    campaign.main("refund", project["slug"])
    said = "0 fans, 1 patrons and 1 financiers' lines refunded.\n"
    assert capsys.readouterr().out == said


def test_next_step_names_all_that_is_missing(ours: Records, capsys: Any) -> None:
    campaign.propose("scripts/presets/professional.toml")
    slug = "cordes-sensibles"
    campaign.main("consent", slug)
    missing = "the platform approves it; line 1 is covered; line 2 is covered"
    assert out_of(capsys).endswith(f" UTC: {missing}.\n")
    campaign.main("approve", slug)
    assert out_of(capsys).endswith(" UTC: line 1 is covered; line 2 is covered.\n")


def test_money_is_made_on_development_chains_only(ours: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign.propose(PRESET)
    before = web3.eth.block_number
    monkeypatch.setattr("scripts.chain.DEVELOPMENT_CHAINS", ())
    with pytest.raises(Refused, match="chain 31337 is no development chain: its money is real"):
        steps.mint(ours.project("ligne-de-crete"), str(accounts[0]), 1)
    assert web3.eth.block_number == before


def test_producing_by_commands(ours: Records, tmp_path: Any, capsys: Any) -> None:
    """The account that signs here without being named is the only holder: it objects, and winds down."""
    mine = shutil.copytree((ROOT / PRESET).parent, tmp_path / "presets") / "mine.toml"
    text = (ROOT / PRESET).read_text().replace("royalty_steps = 1\n", "royalty_steps = 365\n")
    mine.write_text(text)
    campaign.propose(str(mine))
    project, slug = ours.project("ligne-de-crete"), "ligne-de-crete"
    for step in ("approve", "consent", "open"):
        campaign.main(step, slug)
    wait_until(standing.standing(project)["opens_at"])
    for number in range(15):
        life.contribute(project, accounts[20 + number], 399)
    life.contribute(project, signer(), 15)
    wait_until(standing.standing(project)["firm_at"])
    campaign.main("finalize", slug)
    producer = signer(project["producer"])
    life.fund(project, producer, 10**9)
    life.currency(project).approve(project["waterfall"], 10**9, {"from": producer})
    contract_at("Waterfall", project["waterfall"]).deposit(statement(10**9), {"from": producer})
    evidence = tmp_path / "done.txt"
    evidence.write_text("Mixed.")
    campaign.main("announce", slug, "1", str(evidence))
    campaign.main("object", slug)
    wait_until(standing.question_standing(project)["objections_until"])
    campaign.main("read", slug)
    assert capsys.readouterr().out.endswith(": released.\n")
    wait_until(standing.milestones_standing(project)[1]["due_at"] + 90 * 86_400)
    campaign.main("wind_down", slug, "2")
    for number in range(5):
        milestones.object_to_question(project, accounts[20 + number])
    wait_until(standing.question_standing(project)["objections_until"])
    campaign.main("read", slug)
    assert ": marked, read again on 20" in capsys.readouterr().out
    wait_until(standing.question_standing(project)["read_again_at"])
    campaign.main("read", slug)
    capsys.readouterr()
    campaign.main("exit", slug, "5")
    released, left = capsys.readouterr().out.splitlines()
    assert released.startswith("Released royalties that came in before, in 0x")
    assert left.startswith("Left in 0x")
    campaign.main("exit", slug)
    assert capsys.readouterr().out.startswith("Left in 0x")
    assert standing.standing(project)["status"] == "wound_down"
    assert standing.standing(project)["shares"] == 15 * 399


def test_cancelled_by_command(ours: Records, capsys: Any) -> None:
    campaign.propose(PRESET, "7")
    campaign.cancel("ligne-de-crete")
    assert "Next: anybody refunds everybody." in capsys.readouterr().out
    assert "status is “cancelled”" in stopped(campaign.open, "ligne-de-crete")


def test_mistyped_fan_is_refused(ours: Records) -> None:
    campaign.propose(PRESET, "8")
    campaign.cancel("ligne-de-crete")
    before = web3.eth.block_number
    mistyped = stopped(campaign.refund, "ligne-de-crete", "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
    assert "the address is 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" in mistyped
    assert "who is the fan 'alice'?" in stopped(campaign.refund, "ligne-de-crete", "alice")
    assert web3.eth.block_number == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "say what to do"),
        (
            ("dance",),
            "a step being one of plan, apply, resume, propose, approve, approve_financier, sign_con",
        ),
        (("plan", "nowhere.toml"), "there is no file nowhere.toml"),
        (("plan", PRESET, "first"), "the nonce is a whole number, not 'first'"),
        (("open", "nothing"), "no project 'nothing' is recorded for chain 31337; known: none yet"),
        (("open",), "no project '' is recorded for chain 31337; known: none yet"),
        (("approve_financier", "alice"), "who is the financier 'alice'?"),
        (("plan",), "name a preset file: "),
        (("propose",), "complement.toml shows one"),
    ],
)
def test_command_that_makes_no_sense_is_refused(
    ours: Records, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in stopped(campaign.main, *arguments)


@pytest.mark.parametrize(
    ("script", "steps"),
    [
        ("campaign", f"{', '.join(step.__name__ for step in campaign.STEPS)}, main"),
        ("scripts/allow_list.py", "main, allow, bar"),
        ("scripts/deploy.py", "main, accept"),
    ],
)
def test_unknown_step_is_refused_in_one_line(script: str, steps: str) -> None:
    command = [
        sys.executable,
        "-m",
        "backend.local.brownie_cli",
        "run",
        script,
        "dance",
        "--network",
        "local",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    said, _, named = done.stderr.strip().partition("; its steps are ")
    assert said == f"Refused: {Path(script).stem} has no step 'dance'"
    assert sorted(named.split(", ")) == sorted(steps.split(", "))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("escrow", "ligne-de-crete", "first"), "the line is a whole number, not 'first'"),
        (("escrow", "ligne-de-crete", "0"), "the line is counted from 1, as in the preset"),
        (("escrow", "ligne-de-crete", "1"), "there are 0 financiers' lines in ligne-de-crete"),
        (("cover", "ligne-de-crete", "1", "maybe"), "say what the financier signs, promised or paid"),
        (("consent", "ligne-de-crete", "soon", "0x12"), "the deadline is a whole number, not 'soon'"),
        (("consent", "ligne-de-crete", "1", "signed"), "a signature is 0x and hexadecimal digits"),
        (("give", "ligne-de-crete", "much"), "how much USDC is 'much'?"),
        (("give", "ligne-de-crete", "0"), "how much USDC? Write more than 0"),
        (("give_in_kind", "ligne-de-crete", "Radio"), "say who gave what"),
        (("announce", "ligne-de-crete", "1", "nowhere.txt"), "there is no file 'nowhere.txt'"),
        (("announce", "ligne-de-crete", "1", PRESET, "https://x.example"), "status is “proposed”"),
        (("exit", "ligne-de-crete"), "holds no shares of ligne-de-crete"),
    ],
)
def test_mistyped_argument_is_refused_unsent(
    ours: Records, arguments: tuple[str, ...], sentence: str
) -> None:
    campaign.propose(PRESET, "9")
    before = web3.eth.block_number
    assert sentence in stopped(campaign.main, *arguments)
    assert web3.eth.block_number == before


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
    assert "  line 1, currency: is missing: write a text in quotes" in lines


def test_trial_chain_gets_a_factory_of_its_own(
    capsys: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = Records(tmp_path)
    monkeypatch.setattr("scripts.records.current_records", lambda: records)
    campaign.plan(PRESET)
    assert records.has_factory()
    assert "This chain ends with this command" in capsys.readouterr().out


def test_signer_has_to_be_the_one_who_may(
    monkeypatch: pytest.MonkeyPatch, producer: Any, accounts: Any
) -> None:
    assert signer(str(producer)) == producer
    assert signer(index=5) == accounts[5]
    with pytest.raises(Refused, match="has to sign this: choose it by --account"):
        signer("0x" + 40 * "1")
    monkeypatch.setenv("COPROD_ACCOUNT", "nobody-has-this-name")
    with pytest.raises(Refused, match="Brownie has no account 'nobody-has-this-name'"):
        signer()


def test_account_of_another_is_refused(
    monkeypatch: pytest.MonkeyPatch, producer: Any, tmp_path: Path
) -> None:
    """The file says whose it is, so that no password is asked for the wrong one."""
    platform = EthAccount.create()
    folder = tmp_path / ".brownie" / "accounts"
    folder.mkdir(parents=True)
    keystore = EthAccount.encrypt(platform.key, "open", kdf="pbkdf2", iterations=2)
    (folder / "platform.json").write_text(json.dumps(keystore))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COPROD_ACCOUNT", "platform")
    with pytest.raises(Refused, match=f"{producer} has to sign this, and {platform.address} was chosen"):
        signer(str(producer))
    assert str(signer(platform.address)) == platform.address


def test_refusal_of_findings_is_a_refusal() -> None:
    assert issubclass(FindingsRefused, Refused)
