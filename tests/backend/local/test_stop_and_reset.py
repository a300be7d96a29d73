"""`make stop` and `make reset` touch what is ours and nothing else."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from backend.local.__main__ import forget
from backend.local.paths import data_folder, make_data_folder
from backend.local.running import running, stop_running


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An environment with a `coprod` that runs until it is stopped."""
    program = tmp_path / "bin" / "coprod"
    program.parent.mkdir()
    program.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    return tmp_path


@pytest.fixture
def start() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def launch(stack: ExitStack, *command: str, folder: Path) -> subprocess.Popen[bytes]:
    process = stack.enter_context(subprocess.Popen([sys.executable, *command], cwd=folder))
    stack.callback(process.kill)
    return process


def test_commands_of_this_environment_are_stopped_however_they_were_called(
    environment: Path, start: ExitStack, capsys: pytest.CaptureFixture[str]
) -> None:
    by_full_path = launch(start, str(environment / "bin" / "coprod"), "serve", folder=environment)
    by_relative_path = launch(start, "bin/coprod", "worker", "--once", folder=environment)
    stop_running()
    assert by_full_path.poll() is not None
    assert by_relative_path.poll() is not None
    assert running() == []
    assert f"process {by_relative_path.pid}, worker --once" in capsys.readouterr().out


def test_other_programs_go_on(environment: Path, start: ExitStack, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another clone" / "bin"
    elsewhere.mkdir(parents=True)
    (elsewhere / "coprod").write_text("import time\ntime.sleep(60)\n")
    stranger = launch(start, str(elsewhere / "coprod"), "serve", folder=environment)
    mention = launch(start, "-c", "import time; time.sleep(60)", "bin/coprod", folder=environment)
    stop_running()
    assert stranger.poll() is None
    assert mention.poll() is None


def test_reset_removes_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COPROD_HOME", str(tmp_path / "data"))
    (make_data_folder() / "chain.json").write_text("{}")
    assert make_data_folder() == data_folder()
    forget(data_folder())
    forget(data_folder())
    assert list(tmp_path.iterdir()) == []


def test_reset_leaves_a_folder_that_is_not_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COPROD_HOME", str(tmp_path))
    (tmp_path / "film.mov").touch()
    make_data_folder()
    with pytest.raises(SystemExit, match="no data folder of Coprod"):
        forget(data_folder())
    assert (tmp_path / "film.mov").exists()
