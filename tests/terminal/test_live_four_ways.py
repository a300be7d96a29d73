"""Each of the four models, by a person at a terminal: from `new` to finalized (PROTOCOL 0, 2.1 to 2.4, 3.4).

The producer answers at the prompts; everybody else acts by the scripts.
"""

import re
import subprocess
import sys

import pytest

from backend.local.paths import ROOT
from tests.terminal.stage import Desk
from tests.terminal.teletype import PATIENCE

MODELS = ("community", "label", "complement", "professional")


def others(desk: Desk, act: str, slug: str) -> None:
    """What other people do meanwhile."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.terminal.others", act, slug],
        cwd=ROOT,
        env=desk.environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def describe(desk: Desk, model: str, name: str) -> None:
    """`new`, answered at its prompts: model and name are typed, all else is as usual."""
    told = desk.sit_down("new", "project.toml")
    told.expect("How is it financed? [community] ")
    told.type("cheaply")
    assert "complement" in told.expect("How is it financed? [community] "), "a wrong answer is told"
    told.type(model)
    told.expect("What is the work called? [")
    told.expect("] ")
    told.type(name)
    while question := told.question():
        told.type("Two sisters, one lighthouse." if "read first" in question else "")
    assert told.wait() == 0, told.plain
    assert "Next: coprod campaign check project.toml" in told.plain


@pytest.mark.parametrize("model", MODELS)
def test_from_new_to_finalized(desk: Desk, model: str) -> None:
    name = f"Marée {model}"
    slug = f"maree-{model}"
    describe(desk, model, name)

    checked = desk.sit_down("check", "project.toml")
    assert checked.wait() == 0, checked.plain
    assert "0 errors" in checked.plain

    planned = desk.sit_down("plan", "project.toml", "-o", "plan.json")
    assert planned.wait() == 0, planned.plain
    assert "It succeeds" in planned.plain
    assert "It fails" in planned.plain

    applied = desk.sit_down("apply", "plan.json")
    assert applied.wait() == 0, applied.plain
    assert slug in applied.plain

    signed = desk.sit_down("sign", slug)
    signed.expect("Type yes to go on: ")
    signed.type("yes")
    assert signed.wait() == 0, signed.plain
    others(desk, "agree", slug)
    before = desk.ask("status", slug, expect=4)
    assert before["projects"][0]["status"] == "approved", before

    opened = desk.sit_down("open", slug)
    opened.expect("Type yes to go on: ")
    opened.type("yes")
    assert opened.wait() == 0, opened.plain
    others(desk, "buy", slug)
    others(desk, "close", slug)
    told = desk.sit_down("status", slug)
    told.wait()
    assert re.search(rf"{slug}: {name}, (producing|succeeded)", told.plain), told.plain
