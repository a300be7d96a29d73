"""`coprod statements import`, as an accountant runs it (rule 7.2)."""

import os
import pty
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from anyio import run_process

from backend.local.paths import ROOT
from backend.mirror.sync import Step
from tests.backend.cli.test_prove_mirror import ask, run
from tests.backend.royalties.process import PROGRAM, Workers
from tests.backend.world import Project, World
from tests.bench.importing import import_sales, write_sales

Follow = Callable[[], Awaitable[Step]]
DATA = ROOT / "scripts" / "data"


def importing(file: Path, world: World, project: Project, *options: str) -> list[str]:
    """The command's words."""
    words = ["statements", "import", str(file), "--campaign", project.campaign, "--reporter", world.collector]
    rate = ["--currency", "USD", "--rate", "0.86", "--rate-source", "ECB", "--rate-date", "2026-10-01"]
    return [*words, *rate, *options]


async def test_memory_does_not_grow_with_the_lines(
    world: World, follow: Follow, database_url: str, tmp_path: Path
) -> None:
    """The whole process: 15 MiB are what 30,000 lines kept would need, 32 bytes of each were 3 MiB."""
    project = world.raise_funds()
    await follow()
    peaks = []
    for lines, month in ((1_000, "2026-04"), (31_000, "2026-05")):
        file = tmp_path / f"{month}.tsv"
        write_sales(file, lines, month)
        peaks.append(import_sales(file, lines, world, project, database_url).peak_mb)
    assert ask(database_url, "select count(*) from statement_lines") == [(32_000,)]
    assert peaks[1] - peaks[0] < 3


async def test_unknown_titles_are_told(
    workers: Workers, world: World, follow: Follow, database_url: str
) -> None:
    """Without a terminal nobody can be asked: the command says what to decide, and stores nothing."""
    project = world.raise_funds()
    await follow()
    command = importing(DATA / "distrokid-2026-q3.tsv", world, project)
    code, _, err = run(workers, *command, "--title", "Nord")
    assert code == 1
    assert err.count("lines, ") == 5
    assert ask(database_url, "select count(*) from statements") == [(0,)]


async def test_a_pipe_is_refused(workers: Workers, world: World, follow: Follow, tmp_path: Path) -> None:
    """A file is read twice, first to see that it is text."""
    project = world.raise_funds()
    await follow()
    os.mkfifo(pipe := tmp_path / "pipe")
    code, _, err = run(workers, *importing(pipe, world, project))
    assert code == 2
    assert "save it first" in err


async def test_a_terminal_is_asked(
    workers: Workers, world: World, follow: Follow, database_url: str, tmp_path: Path
) -> None:
    """Yes or no, title by title, of a file that a mapping file describes; the answers are kept."""
    project = world.raise_funds()
    await follow()
    file, mapping = tmp_path / "label.csv", tmp_path / "label.toml"
    file.write_text("month;song;usd\n05/2026;Nord;1,5\n06/2026;Sud;2,5\n", "utf-8")
    columns = '[columns]\nsold = "month"\ntitle = "song"\nnet = "usd"\n'
    mapping.write_text(f'name = "label"\ndecimal = ","\nperiod = "MM/YYYY"\ncurrency = "USD"\n{columns}')
    command = importing(file, world, project, "--mapping", str(mapping))
    keyboard, terminal = pty.openpty()
    os.write(keyboard, b"y\nn\n")
    asked = await run_process(
        [sys.executable, "-c", PROGRAM, *command],
        env=os.environ | workers.environment,
        stdin=terminal,
        check=False,
    )
    os.close(keyboard)
    os.close(terminal)
    assert asked.returncode == 0, asked.stderr
    assert "“Nord”: 1 lines, 1.5 USD. Is it the project's?" in asked.stdout.decode()
    assert ask(database_url, "select is_ours, title from title_choices order by title") == [
        (True, "Nord"),
        (False, "Sud"),
    ]
    found = ask(database_url, "select title, net, sold_from::text from statement_lines, statements")
    assert found == [("Nord", 1_290_000, "2026-05-01")]
