"""Build the project's own environment: `.venv` from requirements.lock, `node_modules` from package-lock.json.

Started by `make setup` with the system's Python, so it uses the standard library only. What is finished
leaves a stamp that says what it was made from: a second run compares the stamps and does nothing, a run that
was interrupted has left no stamp and does that part again. `bootstrap.py lock` writes both lock files anew.
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
TOOLS = ROOT / ".coprod"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
CACHE = TOOLS / "cache"
LOCK = ROOT / "requirements.lock"

# What pip calls a setting and what uv calls it: uv does not read pip's configuration.
INDEX_OPTIONS = {
    "index-url": "--default-index",
    "extra-index-url": "--index",
    "find-links": "--find-links",
    "trusted-host": "--allow-insecure-host",
}
NETWORK_VARIABLES = {"cert": "SSL_CERT_FILE", "client-cert": "SSL_CLIENT_CERT", "proxy": "ALL_PROXY"}
UV_OWN_INDEX = ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL")


def main() -> None:
    refuse_unsupported()
    with one_at_a_time():
        made_for = read(VENV / ".made-for")
        if os.environ.get("PYTHON") or not made_for.startswith(f"{ROOT}\n"):
            # A moved folder too: the programs in .venv hold its path.
            made_for = f"{ROOT}\n{platform.python_version()}"
        make_once(VENV / ".made-for", made_for, install_uv)
        make_once(VENV / ".packages", digest(LOCK, ROOT / "pyproject.toml"), install_packages)
        make_once(NODE_MODULES / ".packages", digest(ROOT / "package-lock.json"), install_node)
        if sys.argv[1:] == ["lock"]:
            lock()
        shutil.rmtree(CACHE, ignore_errors=True)


def refuse_unsupported() -> None:
    """Say in one line what this machine lacks, before anything is written."""
    version = ".".join(map(str, sys.version_info[:2]))
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(f"{sys.executable} cannot make environments; on Debian: apt-get install python{version}-venv")
    made = [path for path in (ROOT, VENV, NODE_MODULES, TOOLS) if path.exists()]
    foreign = next((path for path in made if not os.access(path, os.W_OK | os.X_OK)), None)
    if foreign:
        stop(f"you may not write in {foreign}; make your own clone, or `make clean` as its owner")


def make_once(stamp: Path, made_from: str, make: Callable[[], None]) -> None:
    """Do nothing when the stamp says that it was made from the same; leave a stamp only when finished."""
    if not PYTHON.exists() or read(stamp) != made_from:
        stamp.unlink(missing_ok=True)
        make()
        stamp.write_text(made_from)


def install_uv() -> None:
    """A fresh .venv with uv, by pip: it reads its own configuration and checks the lock's hash of uv."""
    say(f"Python {platform.python_version()} environment in .venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)
    lines = LOCK.read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("uv=="))
    end = next(number for number in range(start, len(lines)) if not lines[number].endswith("\\"))
    only_uv = VENV / "uv.lock"
    only_uv.write_text("\n".join(lines[start : end + 1]) + "\n")
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--cache-dir", CACHE / "pip")
    run(PYTHON, *pip, "install", "--require-hashes", "-r", only_uv)


def install_packages() -> None:
    say("Python packages (up to 300 MB to download)")
    options, environment = index_settings()
    # Compiled once here: every start of a program takes a third of the time, and the tests start hundreds.
    options.append("--compile-bytecode")
    uv("sync", *options, "--require-hashes", "--build-constraints", LOCK, LOCK, environment=environment)
    uv("install", *options, "--no-deps", "--no-build-isolation", "--editable", ROOT, environment=environment)


def install_node() -> None:
    say("compiler, chain, contracts, page assets and a browser in node_modules (about 110 MB to download)")
    npm("ci", "--ignore-scripts")


def lock() -> None:
    """The newest versions that pyproject.toml allows, and those of package.json; no addresses in either."""
    say("writing requirements.lock and package-lock.json")
    # Only the main index: an extra one may hold some of a version's files, and no hashes of the others.
    options, environment = index_settings("index-url", "trusted-host")
    options += [
        "--universal",
        "--python-version",
        "3.11",
        "--upgrade",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--group",
        "dev",
    ]
    uv("compile", *options, ROOT / "pyproject.toml", "--output-file", LOCK, environment=environment)
    npm("install", "--package-lock-only", "--omit-lockfile-registry-resolved")


def uv(command: str, *arguments: str | Path, environment: dict[str, str]) -> None:
    run(PYTHON, "-m", "uv", "--quiet", "pip", command, "--python", PYTHON, *arguments, env=environment)


def npm(*arguments: str | Path) -> None:
    # Node brings its own certificates; a company's proxy is known to the system's store only.
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    quiet = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    run(VENV / "bin" / "npm", *arguments, *quiet, "--cache", CACHE / "npm", env=environment)


def index_settings(*names: str) -> tuple[list[str], dict[str, str]]:
    """uv's options and environment for pip's package index; only the settings of these names, if any."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    environment.setdefault("UV_CACHE_DIR", str(CACHE / "uv"))
    if any(environment.get(name) for name in UV_OWN_INDEX):
        return [], environment
    settings = pip_settings()
    options = []
    for name in names or INDEX_OPTIONS:
        for value in settings.get(name, "").split():
            options += [INDEX_OPTIONS[name], value]
    if "--index" in options:
        # Like pip: a version from whichever index has it, not only from the first that knows the name.
        options += ["--index-strategy", "unsafe-best-match"]
    if settings.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        options.append("--no-index")
    for name, variable in NETWORK_VARIABLES.items():
        if name in settings:
            environment.setdefault(variable, settings[name])
    return options, environment


def pip_settings() -> dict[str, str]:
    """What `pip install` itself would use; later sections win, and the environment wins over all."""
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True
    )
    settings = {}
    for section in ("global.", "install.", ":env:."):
        for line in listed.stdout.splitlines():
            if line.startswith(section):
                name, _, value = line.removeprefix(section).partition("=")
                settings[name] = str(ast.literal_eval(value))
    return settings


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two terminals may start the project at once: the second waits for the first."""
    os.environ["TMPDIR"] = str(TOOLS / "tmp")
    TOOLS.joinpath("tmp").mkdir(parents=True, exist_ok=True)
    with TOOLS.joinpath("setup.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=ROOT, env=env).returncode:
        stop(f"`{' '.join(map(str, command[:6]))} …` failed, see above; then `make setup` goes on from here")


def say(what: str) -> None:
    print(f"setup: {what}", flush=True)


def stop(why: str) -> None:
    sys.exit(f"setup: {why}.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        stop("interrupted; `make setup` goes on from here")
