"""`make schemathesis`: the served OpenAPI document against the running server.

A real chain, database, worker and server with six projects are asked by Schemathesis for all that the
document describes: examples, corner cases, random requests right and wrong, and ways along its links.
Nobody asks first, then a reader who follows links, a program with a key, and somebody who is signed in.
What fails is a fault of the server or of the document.

Schemathesis lives in an environment of its own, .coprod/schemathesis; ARGS=lock chooses the newest versions
anew. schemathesis.toml says what is checked, and why something is not. ARGS="--max-examples 500 --seed 7"
go to `st run`; ARGS="--only session" lets one caller ask.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.proof.environments import Environment
from tests.proof.schemathesis.callers import CALLERS, Caller, introduce
from tests.proof.schemathesis.scene import Served, serve

HERE = Path(__file__).parent
CONFIGURATION = HERE / "schemathesis.toml"
ENVIRONMENT = Environment("schemathesis", "schemathesis", HERE / "requirements.lock", megabytes=30)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make schemathesis ARGS=…", description=__doc__)
    parser.add_argument("--only", choices=CALLERS, help="the caller, instead of all one after the other")
    options, others = parser.parse_known_args(arguments)
    if others == ["lock"]:
        ENVIRONMENT.write_lock()
        others = []
    ENVIRONMENT.prepare()
    # Short, because the database's socket lies in it.
    with TemporaryDirectory(prefix="coprod-", dir="/tmp") as folder, serve(Path(folder)) as served:
        found = {
            name: run(name, introduce(name, served), served, Path(folder), others)
            for name in ([options.only] if options.only else CALLERS)
        }
    for name, status in found.items():
        print(f"schemathesis: {name}: {'nothing found' if status == 0 else 'see above'}")
    return 1 if any(found.values()) else 0


def run(name: str, caller: Caller, served: Served, folder: Path, others: list[str]) -> int:
    """What `st run` ends with."""
    print(f"\nschemathesis: {name} asks", flush=True)
    for dictionary, values in served.dictionaries.items():
        (folder / dictionary).write_text("".join(f'"{each}"\n' for each in values))
    configuration = folder / CONFIGURATION.name
    configuration.write_text(f"{CONFIGURATION.read_text()}\n{caller.settings}")
    command: list[str | Path] = [ENVIRONMENT.program("st"), "--config-file", configuration, "run"]
    command += [f"{served.url}/openapi.json", *caller.options, *others]
    return subprocess.run(
        command, cwd=folder, env=os.environ | {"NO_COLOR": "1", "PYTHONPATH": str(HERE)}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
