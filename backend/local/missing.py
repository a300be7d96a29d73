"""The one error for a part of the installation that is not there."""

from pathlib import Path


class PartMissing(Exception):
    """A program or file was not found; the message says which and what to do."""

    def __init__(self, part: str, path: Path, remedy: str) -> None:
        super().__init__(f"{part} is missing ({path}): {remedy}.")


def require(part: str, path: Path, remedy: str = "run `make setup`") -> Path:
    """The path, once it is certain that it exists. Raises PartMissing."""
    if not path.exists():
        raise PartMissing(part, path, remedy)
    return path
