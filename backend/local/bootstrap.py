"""Build the project's own environment: `.venv` from requirements.lock, `node_modules` from package-lock.json.

Started by `make setup` with the system's Python, so it uses the standard library only. What is finished leaves
a stamp with the hash of what it was made from: a second run compares the stamps and does nothing, a run that
was interrupted has left no stamp and starts that part again.
"""

import ast
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
CACHE = ROOT / ".coprod" / "cache"
LOCK = ROOT / "requirements.lock"
# What pip calls a setting and how uv takes it: uv does not read pip's configuration.
INDEX_OPTIONS = {
    "index-url": "--default-index",
    "extra-index-url": "--index",
    "find-links": "--find-links",
    "trusted-host": "--allow-insecure-host",
}


def main() -> None:
    refuse_unsupported()
    with one_at_a_time():
        version = platform.python_version() if os.environ.get("PYTHON") else read(VENV / ".made-for")
        make_once(VENV / ".made-for", version or platform.python_version(), install_uv)
        make_once(VENV / ".packages", digest(LOCK, ROOT / "pyproject.toml"), install_packages)
        make_once(NODE_MODULES / ".packages", digest(ROOT / "package-lock.json"), install_node)
        shutil.rmtree(CACHE, ignore_errors=True)


def make_once(stamp: Path, made_from: str, make: Callable[[], None]) -> None:
    """Do nothing when the stamp says that it was made from the same, and leave a stamp only when it is finished."""
    if not PYTHON.exists() or read(stamp) != made_from:
        stamp.unlink(missing_ok=True)
        make()
        stamp.write_text(made_from)


def refuse_unsupported() -> None:
    """Say in one line what this machine lacks, before anything is written."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        sys.exit(f"setup: Coprod runs on Linux x86-64; this is {platform.system()} {platform.machine()}.")
    version = ".".join(map(str, sys.version_info[:2]))
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"setup: Coprod needs Python 3.11, 3.12 or 3.13; {sys.executable} is {version}.")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(f"setup: {sys.executable} cannot make environments; on Debian: apt-get install python{version}-venv")
    owned = [path for path in (ROOT, VENV, NODE_MODULES, ROOT / ".coprod") if path.exists()]
    locked = next((path for path in owned if not os.access(path, os.W_OK | os.X_OK)), None)
    if locked:
        sys.exit(f"setup: you may not write in {locked}; make your own clone, or `make clean` as its owner.")


def install_uv() -> None:
    """A fresh .venv with uv: pip reads its own configuration, and the lock's lines about uv are enough for it."""
    say(f"Python {platform.python_version()} environment in .venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)
    lines = LOCK.read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("uv=="))
    end = next(number for number in range(start, len(lines)) if not lines[number].endswith("\\"))
    only_uv = VENV / "uv.lock"
    only_uv.write_text("\n".join(lines[start : end + 1]) + "\n")
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--cache-dir", CACHE / "pip", "-r", only_uv)


def install_packages() -> None:
    say("Python packages (about 250 MB to download the first time)")
    uv("sync", "--require-hashes", "--build-constraints", LOCK, LOCK)
    uv("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)


def uv(command: str, *arguments: str | Path) -> None:
    options, environment = index_settings()
    environment.setdefault("UV_CACHE_DIR", str(CACHE / "uv"))
    run(PYTHON, "-m", "uv", "--quiet", "pip", command, "--python", PYTHON, *options, *arguments, env=environment)


def index_settings() -> tuple[list[str], dict[str, str]]:
    """The options and environment that make uv use the package index that pip is configured with."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    if any(name in environment for name in ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL")):
        return [], environment
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True
    ).stdout
    settings = {}
    for section in ("global.", "install.", ":env:."):
        for line in listed.splitlines():
            if line.startswith(section):
                name, _, value = line[len(section) :].partition("=")
                settings[name] = ast.literal_eval(value)
    options = []
    for name, option in INDEX_OPTIONS.items():
        for value in settings.get(name, "").split():
            options += [option, value]
    if settings.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        options.append("--no-index")
    if "--index" in options:
        # pip takes a version from whichever index has it; uv by default stops at the first that knows the name.
        options += ["--index-strategy", "unsafe-best-match"]
    for name, variable in (("cert", "SSL_CERT_FILE"), ("client-cert", "SSL_CLIENT_CERT"), ("proxy", "ALL_PROXY")):
        if name in settings:
            environment.setdefault(variable, settings[name])
    return options, environment


def install_node() -> None:
    say("compiler, chain, contracts and page assets in node_modules (about 40 MB to download)")
    run(VENV / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--cache", CACHE / "npm")


def digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two terminals may start the project at once: the second waits for the first."""
    ROOT.joinpath(".coprod").mkdir(exist_ok=True)
    with ROOT.joinpath(".coprod", "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(what: str) -> None:
    print(f"setup: {what}", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=ROOT, env=env)
    if done.returncode:
        sys.exit(f"setup: stopped, `{' '.join(map(str, command[:6]))} …` failed (see above); run it again to go on.")


if __name__ == "__main__":
    main()
