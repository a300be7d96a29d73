"""`coprod campaign new` and `check` at a terminal and off any, without a chain (9.1, 9.7)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend.local.paths import ROOT
from scripts.description.creation import MODEL_FILES
from tests.terminal.teletype import Teletype

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COPROD_LANGUAGE": "en"}
COMMAND = [sys.executable, "-P", "-m", "scripts.terminal"]


def sit_down(folder: Path, *arguments: str) -> Teletype:
    return Teletype([*COMMAND, *arguments], ENVIRONMENT, folder)


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=ENVIRONMENT | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def files(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_wrong_answers_are_asked_again(tmp_path: Path) -> None:
    told = sit_down(tmp_path, "new")
    told.expect("How is it financed? [community] ")
    told.type("lottery")
    told.expect("choose one of community, label, complement, professional, not 'lottery'")
    told.expect("How is it financed? [community] ")
    told.type("")
    told.expect("What is the work called? [Ligne de crête] ")
    told.type("Été à Brest")
    while question := told.question():
        told.type("12 bananas" if "cost" in question and "bananas" not in told.plain else "")
    assert told.wait() == 0, told.plain
    assert "'12 bananas' is not a number" in told.plain
    assert "page.french: is empty: fill it in" in told.plain
    assert files(tmp_path) == {"ete-a-brest.toml", "ete-a-brest.md", "ete-a-brest.svg"}


def test_whoever_stops_leaves_nothing_behind(tmp_path: Path) -> None:
    told = sit_down(tmp_path, "new", "work.toml")
    told.expect("How is it financed? [community] ")
    told.type("")
    told.expect("What is the work called?")
    told.interrupt()
    assert told.wait() == 130
    assert files(tmp_path) == set()


def test_nobodys_file_is_replaced_unless_they_agree(tmp_path: Path) -> None:
    kept = tmp_path / "work.svg"
    kept.write_text("mine")
    arguments = ("new", "work.toml", "--model", "community", "--yes")
    refused = run(tmp_path, *arguments)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "work.svg: there already; name another file, or say --overwrite" in refused.stderr
    assert (files(tmp_path), kept.read_text()) == ({"work.svg"}, "mine")

    told = sit_down(tmp_path, "new", "work.toml", "--model", "community")
    for person in ("collector", "artist", "label"):
        while person not in (told.question() or person):
            told.type("")
        told.type("")
    told.expect("work.svg: there already, and would be replaced. Type yes to go on: ")
    told.type("no")
    assert told.wait() == 1, told.plain
    assert (files(tmp_path), kept.read_text()) == ({"work.svg"}, "mine")

    assert run(tmp_path, *arguments, "--overwrite").returncode == 0
    assert kept.read_text() != "mine"


def test_nobody_is_asked_off_a_terminal(tmp_path: Path) -> None:
    refused = run(tmp_path, "new", "work.toml")
    assert refused.returncode == 1
    assert "give the answers by options, or say --yes" in refused.stderr
    assert files(tmp_path) == set()


def test_machines_get_one_object(tmp_path: Path) -> None:
    made = run(tmp_path, "new", "work.toml", "--model", "label", "--yes", "--json")
    answer = json.loads(made.stdout)
    assert answer["file"] == "work.toml"
    assert set(answer["written"]) == files(tmp_path)
    checked = run(tmp_path, "check", "work.toml", "--json")
    assert (checked.returncode, json.loads(checked.stdout)) == (0, answer["check"])
    assert answer["check"]["errors"] == 0
    first = answer["check"]["findings"][0]
    assert set(first) == {"level", "line", "column", "key", "problem"}


@pytest.mark.parametrize(("language", "verdict"), [("en", "1 error"), ("fr", "1 erreur")])
def test_errors_end_with_their_code(language: str, verdict: str, tmp_path: Path) -> None:
    made = run(tmp_path, "new", "work.toml", "--model", "label", "--yes")
    assert made.returncode == 0, made.stderr
    file = tmp_path / "work.toml"
    file.write_text(file.read_text().replace("goal = 30_000", "goal = 30_001"))
    line = file.read_text().split("\n").index("goal = 30_001") + 1
    checked = run(tmp_path, "check", "work.toml", "--language", language)
    assert checked.returncode == 3
    assert f"work.toml:{line}:1: " in checked.stdout
    assert verdict in checked.stdout
    assert checked.stderr == ""


@pytest.mark.parametrize("locale", ["fr_FR.UTF-8", "fr_CH", "C.UTF-8", "de_DE.UTF-8"])
def test_language_is_the_terminals(locale: str, tmp_path: Path) -> None:
    environment = {"COPROD_LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": locale, "LANG": "en_GB.UTF-8"}
    said = run(tmp_path, "check", str(MODEL_FILES["label"]), **environment).stdout
    assert ("peut être planifié" in said) == locale.startswith("fr")


def test_no_chain_is_asked_and_no_brownie_imported() -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['check', 'check', {str(MODEL_FILES['label'])!r}]\n"
        "from scripts.terminal.frame import end\n"
        "import scripts.terminal.verbs as verbs\n"
        "try:\n    end(lambda: verbs.app(standalone_mode=False))\n"
        "except SystemExit as done:\n"
        "    print(done.code, 'brownie' in sys.modules, 'web3' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], env=ENVIRONMENT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.endswith("\n0 False False\n"), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan", "--help"], "Afficher ce message et terminer."),
        (["plna"], "rien ne s’appelle plna ici"),
        (["check"], "il manque"),
        (["check", "x.toml", "--nope"], "il n’y a pas d’option --nope"),
        (["plan", "x.toml", "--nonce", "many"], "n’accepte pas cette valeur"),
        (["status", "one", "two"], "rien ne s’appelle two ici"),
        (["check", "x.toml", "--network"], "--network attend une valeur"),
    ],
)
def test_a_wrong_command_is_told_in_french(arguments: list[str], said: str) -> None:
    """Typer's own words too: nothing of the frame stays English."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COPROD_LANGUAGE": "fr"}
    told = subprocess.run([*COMMAND, *arguments], env=environment, capture_output=True, text=True, timeout=60)
    assert told.returncode == (0 if "--help" in arguments else 2)
    assert said in (whole := told.stdout + told.stderr)
    assert not {"Usage: ", "Options:", "Error", "Try ", "[required]", "Show this"} & {
        word for word in ("Usage: ", "Options:", "Error", "Try ", "[required]", "Show this") if word in whole
    }
