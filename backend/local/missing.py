"""The one error for a part of the installation that is not there."""

from pathlib import Path


class PartMissing(Exception):
    """A program or file that `make setup` installs was not found; the message says which and what to do."""

    def __init__(self, part: str, path: Path) -> None:
        super().__init__(f"{part} is missing ({path}). Run `make setup`.")


def require(part: str, path: Path) -> Path:
    """The path, once it is certain that it exists. Raises PartMissing."""
    if not path.exists():
        raise PartMissing(part, path)
    return path
