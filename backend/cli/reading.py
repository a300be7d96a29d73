"""How the reading of a file comes on: a bar on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def open_shown(file: Path, console: Console) -> Iterator[BinaryIO]:
    """The file, whose reading is shown: it is read twice, first to see that it is text."""
    progress = Progress(
        TextColumn("reading {task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with progress, progress.open(file, "rb", description=file.name) as stream:
        yield stream
