"""What was deployed and proposed, one folder per chain id: the backend reads these files.

    ProjectFactory.json     the factory, what it clones, and its currencies
    projects/<slug>.json    one for each project
    inputs/<digest>.json    what the compiler was given; the records name it by its SHA-256

Shapes are those of backend/chain/records.py, checked on writing and on reading.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from backend.chain.records import (
    SCHEMA,
    RecordUnreadable,
    check_factory,
    check_project,
    read_json,
)
from backend.local.paths import ROOT, data_folder
from backend.local.standard_json import Input, canonical, digest_of
from scripts import chain
from scripts.language import say
from scripts.refusal import Refused

FACTORY = "ProjectFactory.json"


@dataclass(frozen=True)
class Records:
    """The records of one chain, below `folder`."""

    folder: Path

    def factory(self) -> dict[str, Any]:
        """The factory of this chain. Raises Refused when none was deployed, or its record is unreadable."""
        file = self.folder / FACTORY
        if not file.exists():
            raise Refused(
                say(
                    "no factory is recorded for chain {chain} ({file}): run deploy first",
                    chain=self.folder.name,
                    file=file,
                )
            )
        with refusing():
            return check_factory(read_json(file), file)

    def has_factory(self) -> bool:
        return (self.folder / FACTORY).exists()

    def write_factory(self, record: dict[str, Any]) -> Path:
        file = self.folder / FACTORY
        with refusing():
            return write(file, check_factory({"schema": SCHEMA, **record}, file))

    def project(self, name: str) -> dict[str, Any]:
        """A project by its slug, the address of its campaign, or the hash of its terms.

        Raises Refused, naming those there are.
        """
        known = self.projects()
        for record in known:
            if name.lower() in (record["slug"], record["campaign"].lower(), record["terms_hash"]):
                return record
        slugs = ", ".join(record["slug"] for record in known) or say("none yet")
        raise Refused(
            say(
                "no project {name!r} is recorded for chain {chain}; known: {slugs}",
                name=name,
                chain=self.folder.name,
                slugs=slugs,
            )
        )

    def projects(self) -> list[dict[str, Any]]:
        """All projects, the oldest first. Raises Refused when one of them is unreadable."""
        files = sorted((self.folder / "projects").glob("*.json"))
        with refusing():
            records = [check_project(read_json(file), file) for file in files]
        return sorted(records, key=lambda record: (record["block_number"], record["slug"]))

    def write_project(self, record: dict[str, Any]) -> Path:
        """With the digest of the input that the factory, and so each of its clones, was compiled from."""
        file = self.folder / "projects" / f"{record['slug']}.json"
        known = self.factory().get("input") if self.has_factory() else None
        fresh = {"schema": SCHEMA, **record} | ({"input": known} if known else {})
        with refusing():
            return write(file, check_project(fresh, file))

    def input(self, digest: str) -> Input:
        """What the compiler was given. Raises Refused when it is missing, or was changed."""
        file = self.input_file(digest)
        if not file.exists():
            raise Refused(
                say("{file} is missing: take it from the commit that recorded the factory", file=file)
            )
        if digest_of(file.read_bytes()) != digest:
            raise Refused(
                say("{file} was changed, its digest is another: take it from the commit", file=file)
            )
        given: Input = json.loads(file.read_text())
        return given

    def write_input(self, given: Input) -> str:
        """Its digest. Kept once, however many records name it."""
        written = canonical(given)
        digest = digest_of(written)
        file = self.input_file(digest)
        if not file.exists() or file.read_bytes() != written:
            replace(file, written)
        return digest

    def input_file(self, digest: str) -> Path:
        return self.folder / "inputs" / f"{digest}.json"

    def free_slug(self, name: str) -> str:
        """`name` as a part of an address, with a number when another project has it."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "project"
        taken = {record["slug"] for record in self.projects()}
        return next(each for each in [slug, *(f"{slug}-{i}" for i in range(2, 10_000))] if each not in taken)


def known_records() -> Records:
    """Those of the chain that is expected. Raises Refused on any other."""
    chain.refuse_wrong_chain()
    return current_records()


def current_records() -> Records:
    """Those of the connected chain: committed for real chains, in the data folder for development chains."""
    name = str(chain.chain_id())
    if chain.is_trial():
        return Records(Path(trial_folder().name) / name)
    if chain.is_development():
        return Records(data_folder() / "deployments" / name)
    return Records(ROOT / "scripts" / "deployments" / name)


@contextmanager
def refusing() -> Iterator[None]:
    """What cannot be read or written is refused."""
    try:
        yield
    except RecordUnreadable as wrong:
        raise Refused(str(wrong)) from None


@lru_cache(maxsize=1)
def trial_folder() -> TemporaryDirectory[str]:
    """For a chain that ends with this run: gone when the run ends."""
    return TemporaryDirectory(prefix="coprod-trial-")


def write(file: Path, record: dict[str, Any]) -> Path:
    return replace(file, (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode())


def replace(file: Path, content: bytes) -> Path:
    """In one step: who reads it meanwhile never sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(file)
    return file
