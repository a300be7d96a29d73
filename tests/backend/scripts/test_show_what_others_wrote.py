"""What others wrote reaches a terminal as letters: it cannot rewrite what stands there, or turn it round."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.visible import visible

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b1A\r\u202e\u2066\u200b\u2028\ud800"


def test_letters_and_line_ends_stay() -> None:
    text = "Œuvre n° 1 : 10\u202f000\u00a0€ « été » 日本 👩\n  ligne"
    assert visible(text) == text


@pytest.mark.parametrize("character", HOSTILE)
def test_what_nobody_sees_is_written_out(character: str) -> None:
    assert json.loads(f'"{visible(character)}"') == character
    assert visible(character).isascii()


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_description_cannot_draw_on_the_terminal(tmp_path: Path, options: list[str]) -> None:
    """As a key, which findings quote, and in a text that is one: in both manners of answering."""
    escaped = json.dumps(HOSTILE[:-1])
    file = tmp_path / "hostile.toml"
    file.write_text(f"{escaped} = 1\nmodel = {escaped}\n")
    command = [sys.executable, "-P", "-m", "scripts.terminal", "check", str(file), *options]
    done = subprocess.run(command, capture_output=True, timeout=120)
    assert done.returncode == 3, done.stderr
    shown = (done.stdout + done.stderr).decode()
    assert r"\u001b[2J" in shown
    assert not set(shown) & set(HOSTILE) - set("0123456789[]J;ownedA")
    if options:
        assert json.loads(done.stdout)["findings"]
