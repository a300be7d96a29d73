"""`make transcript`: docs/campaign.cast and docs/campaign.txt, what a terminal shows of `plan` and `apply`.

Generated, never typed: a platform is deployed on a chain whose clock begins at a fixed moment, and a producer
with a shipped preset types the commands. The recording is asciinema's (`asciinema play docs/campaign.cast`).
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.local import Anvil, compile_contracts
from backend.local.paths import ROOT
from tests.terminal.stage import Desk
from tests.terminal.teletype import HEIGHT, WIDTH, Teletype

DOCS = ROOT / "docs"
CAST, TEXT = DOCS / "campaign.cast", DOCS / "campaign.txt"
BEGAN = 1_798_761_600
"""2027-01-01: the same addresses and dates whenever it is generated."""
TITLE = "coprod campaign: plan and apply"
COMMANDS = (
    ("new", "film.toml", "--model", "complement", "--yes"),
    ("check", "film.toml"),
    ("plan", "film.toml", "-o", "plan.json"),
    ("apply", "plan.json", "--yes"),
    ("status",),
)
EXPECTED = (0, 4)
"""Exit codes: `status` says by 4 that it waits for somebody."""
PAUSE = 1.5
"""Seconds of the recording between two commands."""


def record() -> tuple[str, str]:
    """The recording, and the same as plain text. Raises AssertionError when a command fails."""
    compile_contracts()
    with TemporaryDirectory() as folder, Anvil(extra=("--timestamp", str(BEGAN))) as anvil:
        home, desktop = Path(folder) / "home", Path(folder) / "film"
        desktop.mkdir()
        desk = Desk(anvil, home, desktop)
        desk.brownie("deploy")
        told = [run(desk, *command) for command in COMMANDS]
        hide = Hiding(anvil.url, folder)
        return hide(join(told)), hide("\n".join(text_of(*each) for each in zip(COMMANDS, told, strict=True)))


def run(desk: Desk, *command: str) -> Teletype:
    told = desk.sit_down(*command)
    code = told.wait()
    assert code in EXPECTED, (code, told.plain)
    return told


def text_of(command: tuple[str, ...], told: Teletype) -> str:
    return f"{prompt(command)}\n{settle(told.plain)}"


def prompt(command: tuple[str, ...]) -> str:
    return f"$ coprod campaign {' '.join(command)}"


def settle(text: str) -> str:
    """What is left on the screen of lines that were written over, without blanks at their ends."""
    lines = (line.rsplit("\r", 1)[-1].rstrip() for line in text.rstrip("\n").split("\n"))
    return "\n".join(lines) + "\n"


def join(told: list[Teletype]) -> str:
    """One recording of all commands, each typed before it is answered."""
    head = {"version": 2, "width": WIDTH, "height": HEIGHT, "title": TITLE}
    events, at = [], 0.0
    for command, each in zip(COMMANDS, told, strict=True):
        events.append((at, f"{prompt(command)}\r\n"))
        events += [(at + PAUSE + seconds, text) for seconds, text in each.events]
        at = events[-1][0] + PAUSE
    lines = [json.dumps(head), *(json.dumps([round(moment, 3), "o", text]) for moment, text in events)]
    return "\n".join(lines) + "\n"


class Hiding:
    """Takes out of a text what is of the machine that it was made on: a port, a temporary folder."""

    def __init__(self, url: str, folder: str) -> None:
        self._names = {url: "http://127.0.0.1:8545", folder: "~"}

    def __call__(self, text: str) -> str:
        for ours, shown in self._names.items():
            text = text.replace(ours, shown)
        return text


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    cast, text = record()
    CAST.write_text(cast)
    TEXT.write_text(text)
    print(f"{CAST.relative_to(ROOT)}, {TEXT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
