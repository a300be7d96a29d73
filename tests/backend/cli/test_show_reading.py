"""The bar that comes on while a file is read (7.2)."""

from io import StringIO

from rich.console import Console

from backend.cli.reading import open_shown
from backend.local.paths import ROOT
from backend.royalties.importers import open_statement

FILE = ROOT / "scripts" / "data" / "distrokid-2026-q3.tsv"


def read(console: Console) -> int:
    with open_shown(FILE, console) as stream:
        return sum(1 for _ in open_statement(stream, FILE.name))


def test_a_terminal_sees_how_far_it_is() -> None:
    """And the lines are all there, though the bar reads along."""
    screen = StringIO()
    assert read(Console(file=screen, force_terminal=True, width=120)) == 1397
    assert f"reading {FILE.name}" in screen.getvalue()
    assert "100 %" in screen.getvalue()


def test_elsewhere_nothing_is_drawn() -> None:
    screen = StringIO()
    assert read(Console(file=screen, width=120)) == 1397
    assert screen.getvalue().strip() == ""
