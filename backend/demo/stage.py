"""The demo's processes: chain, database, worker and website. What it started it stops, and nothing else."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import httpx

from backend.errors import CoprodError
from backend.local import Anvil, Postgres, brownie_environment, free_port
from backend.local.paths import ROOT
from backend.local.processes import Child
from backend.settings import Settings

COPROD = Path(sys.prefix) / "bin" / "coprod"
BROWNIE = Path(sys.prefix) / "bin" / "brownie"
KEPT = ("postgres", "deployments", "keys", "chain.json", "demo.json")
"""What the demo makes in its folder: forgotten before it begins afresh."""


class DemoRunning(CoprodError):
    """Another demo uses the same folder."""

    status = 409
    type = "demo-running"
    title = "The demo is already running"


class ScriptFailed(CoprodError):
    """A Brownie script ended with an error."""

    type = "script-failed"
    title = "A script failed"


class Stage:
    """Everything that runs while the demo does. Enter it in the main thread (see local.processes).

    Ports: 8545 for the chain and 8000 for the website, or others where those are taken.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.chain = Anvil(port=free_port(8545), state=home / "chain.json")
        self.database = Postgres(home / "postgres")
        self.website_port = free_port(8000)
        self._children: dict[str, Child] = {}
        self._open = contextlib.ExitStack()

    @property
    def website(self) -> str:
        return f"http://127.0.0.1:{self.website_port}"

    @property
    def settings(self) -> Settings:
        """What `coprod` commands need to work on this stage."""
        return Settings(
            **{name.removeprefix("COPROD_").lower(): value for name, value in self._settings.items()}
        )

    def run_script(self, script: str, function: str, *arguments: str) -> None:
        """One Brownie script against this chain; its output is the terminal's. Raises ScriptFailed."""
        environment = brownie_environment(self.chain.url) | self._settings
        command = [str(BROWNIE), "run", script, function, *arguments, "--network", "local", "--silent"]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise ScriptFailed(f"`brownie run {script} {function}` ended with {done.returncode}: see above.")

    def start(self, *names: str) -> None:
        """Start `worker` or `serve`, or both."""
        for name in names:
            self._children[name] = Child(
                f"coprod {name}",
                [COPROD, name],
                log=self.home / f"{name}.log",
                folder=ROOT,
                environment=os.environ | self._settings,
            )

    def revive(self) -> list[str]:
        """Start again what ended by itself, and name it."""
        ended = [name for name, child in self._children.items() if not child.running]
        self.start(*ended)
        return ended

    def wait_for_website(self) -> None:
        """Return once it answers. Raises ChildFailed with its last words if it does not."""
        self._children["serve"].wait_until(self._answers, seconds=60)

    def last_words(self, name: str) -> str:
        return self._children[name].last_words()

    @property
    def _settings(self) -> dict[str, str]:
        keys = self.home / "keys"
        return {
            "COPROD_HOME": str(self.home),
            "COPROD_RPC_URL": self.chain.url,
            "COPROD_DATABASE_URL": self.database.url,
            "COPROD_PORT": str(self.website_port),
            "COPROD_PAYER_KEYSTORE": str(keys / "payer.json"),
            "COPROD_PAYER_PASSWORD_FILE": str(keys / "password"),
            "COPROD_REPORTER_KEYSTORE": str(keys / "collector.json"),
            "COPROD_REPORTER_PASSWORD_FILE": str(keys / "password"),
        }

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.website}/health", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as started:
            self.home.mkdir(parents=True, exist_ok=True)
            started.enter_context(take_folder(self.home))
            started.enter_context(self.database)
            started.enter_context(self.chain)
            self._open = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        for child in reversed(self._children.values()):
            child.stop()
        self._open.close()


@contextlib.contextmanager
def take_folder(home: Path) -> Iterator[None]:
    """Hold the folder; the kernel lets it go when this process dies. Raises DemoRunning."""
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoRunning(
                f"A demo already runs in {home}: stop it with Ctrl-C there, or `make stop`."
            ) from None
        yield


def forget(home: Path) -> None:
    """Remove what an earlier demo made."""
    for name in KEPT:
        path = home / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
