"""A chain of its own with a platform on it, and a producer's folder: what the terminal works on."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.local import Anvil
from backend.local.paths import ROOT
from tests.terminal.teletype import PATIENCE, Teletype

COPROD = Path(sys.prefix) / "bin" / "coprod"
LANGUAGES = {"en": "en_GB.UTF-8", "fr": "fr_FR.UTF-8"}


@dataclass
class Desk:
    """`folder`: where the producer's files are; `home`: where the records of this chain go."""

    anvil: Anvil
    home: Path
    folder: Path
    language: str = "en"
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "COPROD_HOME": str(self.home),
            "COPROD_CHAIN_URL": self.anvil.url,
            "COPROD_RPC_URL": self.anvil.url,
            "LANG": LANGUAGES[self.language],
        }
        unwanted = ("COPROD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "COPROD_ACCOUNT", "NO_COLOR", "COLUMNS")
        kept = {name: value for name, value in os.environ.items() if name not in unwanted}
        return kept | ours | dict(self.more)

    def sit_down(self, *arguments: str) -> Teletype:
        """`coprod campaign …` before a person."""
        return Teletype([COPROD, "campaign", *arguments], self.environment, self.folder)

    def run(self, *arguments: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
        """`coprod campaign …` off any terminal; its exit code must be this one."""
        done = subprocess.run(
            [COPROD, "campaign", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done

    def ask(self, *arguments: str, expect: int = 0) -> Any:
        """What `--json` answers: one object, and nothing else."""
        return json.loads(self.run(*arguments, "--json", expect=expect).stdout)

    def brownie(self, *arguments: str) -> str:
        """`brownie run …` on the same chain."""
        command = [sys.executable, "-m", "backend.local", "brownie", "run", *arguments, "--network", "local"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout
