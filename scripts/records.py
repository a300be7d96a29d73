"""What was deployed and proposed, one folder per chain id: the backend reads these files."""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from backend.local.paths import ROOT, data_folder
from scripts import chain
from scripts.refusal import Refused

FACTORY = "ProjectFactory.json"


@dataclass(frozen=True)
class Records:
    """The records of one chain, below `folder`."""

    folder: Path

    def factory(self) -> dict[str, Any]:
        """The factory of this chain. Raises Refused when none was deployed."""
        file = self.folder / FACTORY
        if not file.exists():
            raise Refused(f"no factory is recorded for chain {self.folder.name} ({file}): run deploy first")
        record: dict[str, Any] = json.loads(file.read_text())
        return record

    def has_factory(self) -> bool:
        return (self.folder / FACTORY).exists()

    def write_factory(self, record: dict[str, Any]) -> Path:
        return write(self.folder / FACTORY, record)

    def project(self, name: str) -> dict[str, Any]:
        """A project by its slug or by the address of its campaign. Raises Refused, naming those there are."""
        known = self.projects()
        for record in known:
            if name in (record["slug"], record["campaign"]):
                return record
        slugs = ", ".join(record["slug"] for record in known) or "none yet"
        raise Refused(f"no project {name!r} is recorded for chain {self.folder.name}; known: {slugs}")

    def projects(self) -> list[dict[str, Any]]:
        """All projects, the oldest first."""
        records = [json.loads(file.read_text()) for file in (self.folder / "projects").glob("*.json")]
        return sorted(records, key=lambda record: (record["block_number"], record["slug"]))

    def write_project(self, record: dict[str, Any]) -> Path:
        return write(self.folder / "projects" / f"{record['slug']}.json", record)

    def free_slug(self, name: str) -> str:
        """`name` as a part of an address, with a number when another project has it."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "project"
        taken = {record["slug"] for record in self.projects()}
        return next(each for each in [slug, *(f"{slug}-{i}" for i in range(2, 10_000))] if each not in taken)


def current_records() -> Records:
    """Those of the connected chain: committed for real chains, in the data folder for development chains."""
    name = str(chain.chain_id())
    if chain.is_trial():
        return Records(Path(trial_folder().name) / name)
    if chain.is_development():
        return Records(data_folder() / "deployments" / name)
    return Records(ROOT / "scripts" / "deployments" / name)


@lru_cache(maxsize=1)
def trial_folder() -> TemporaryDirectory[str]:
    """For a chain that ends with this run: gone when the run ends."""
    return TemporaryDirectory(prefix="coprod-trial-")


def write(file: Path, record: dict[str, Any]) -> Path:
    """Replaces the file in one step: who reads it meanwhile never sees half of one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    fresh.replace(file)
    return file
