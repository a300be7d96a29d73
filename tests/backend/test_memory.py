"""The tests' database lies in memory where there is enough of it, and leaves nothing there."""

import os
import subprocess
import sys
from pathlib import Path

from tests.backend import memory


def test_a_folder_is_gone_at_the_end_and_with_it_those_of_runs_that_were_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    killed, alive = (tmp_path / f"{memory.PREFIX}{number}" for number in (ended.pid, os.getppid()))
    for each in (killed, alive):
        (each / "cluster").mkdir(parents=True)
    with memory.open_folder(tmp_path / "disk", tmp_path) as folder:
        assert folder.parent == tmp_path
        assert folder.is_dir()
        assert not killed.exists()
    assert list(tmp_path.iterdir()) == [alive]


def test_without_memory_it_is_another(tmp_path: Path) -> None:
    with memory.open_folder(tmp_path / "disk", tmp_path / "nowhere") as folder:
        assert folder == tmp_path / "disk"
