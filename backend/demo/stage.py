"""The demo's processes: chain, database, worker and website. What it started it stops, and nothing else."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx

from backend.errors import CoprodError
from backend.local import Anvil, Postgres, brownie_environment, compile_contracts, free_port
from backend.local.paths import ROOT
from backend.local.processes import Child

COPROD = Path(sys.prefix) / "bin" / "coprod"
BROWNIE = [sys.executable, "-m", "backend.local.brownie_cli"]
CHAIN_PORT = 8545
WEBSITE_PORT = 8000
KEPT = ("postgres", "deployments", "keys", "chain.json", "campaigns.json", "demo.json", "running")
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
    """Everything that runs while the demo does, between hold() and its end.

    Call it in the main thread (see local.processes).
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        # A block each second beside one per transaction, as on a public chain: what is done becomes final.
        self.chain = Anvil(
            port=free_port(CHAIN_PORT), state=home / "chain.json", block_time=1, extra=("--mixed-mining",)
        )
        self.database = Postgres(home / "postgres")
        self.website_port = free_port(WEBSITE_PORT)
        self._running = home / "running"
        self._children: dict[str, Child] = {}

    @property
    def website(self) -> str:
        return f"http://127.0.0.1:{self.website_port}"

    @property
    def was_cut_off(self) -> bool:
        """Whether an earlier run could not write the chain's state: the database may be ahead of it."""
        if self._running.exists():
            return not self._state_is_newer()
        return not (self.home / "chain.json").exists()

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """Keep the folder to ourselves; at the end everything that was started stops. Raises DemoRunning."""
        self.home.mkdir(parents=True, exist_ok=True)
        with take_folder(self.home):
            try:
                yield
            finally:
                for child in reversed(self._children.values()):
                    child.stop()
                self.chain.stop()
                self.database.stop()
                if self._running.exists() and self._state_is_newer():
                    self._running.unlink()

    def start_servers(self) -> None:
        """Start database and chain. Raises ChildFailed."""
        self._running.touch()
        self.database.start()
        self.chain.start()

    def ports_in_words(self) -> Iterator[str]:
        """What to say about ports that were taken."""
        for name, wanted, port in (
            ("chain", CHAIN_PORT, self.chain.port),
            ("website", WEBSITE_PORT, self.website_port),
        ):
            if port != wanted:
                yield f"Port {wanted} is taken: the {name} uses {port}"

    def run_script(self, script: str, function: str, *arguments: str) -> None:
        """One Brownie script against this chain; its output is the terminal's. Raises ScriptFailed."""
        compile_contracts()
        environment = brownie_environment(self.chain.url) | self._settings
        command = [*BROWNIE, "run", script, function, *arguments, "--network", "local", "--silent"]
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
            # Gas costs nothing here, and the guide shows that nobody is left out.
            "COPROD_PAYOUT_MINIMUM": "0",
        }

    def _state_is_newer(self) -> bool:
        state = self.home / "chain.json"
        return state.exists() and state.stat().st_mtime >= self._running.stat().st_mtime

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.website}/health", timeout=2).status_code == 200
        except httpx.TransportError:
            return False


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
