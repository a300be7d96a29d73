"""`python -m backend.local <command>`: what the Makefile runs.

brownie …    Brownie with this project's compiler, chain and networks
stop         end every `coprod` command that was started from this folder
reset        stop, and remove the data folder
"""

import os
import shutil
import sys
from pathlib import Path

from backend.local.brownie import brownie_environment
from backend.local.builds import ContractsDoNotCompile, compile_contracts
from backend.local.missing import PartMissing
from backend.local.paths import DATA, MARKER, ROOT, data_folder
from backend.local.running import stop_running


def main(command: str, *arguments: str) -> None:
    if command == "brownie":
        compile_contracts()
        environment = brownie_environment()
        os.chdir(ROOT)
        os.execve(
            sys.executable, [sys.executable, "-m", "backend.local.brownie_cli", *arguments], environment
        )
    elif command == "stop":
        stop_running()
    elif command == "reset":
        stop_running()
        forget(data_folder())
    else:
        sys.exit(f"{command}: unknown; see the docstring of backend/local/__main__.py")


def forget(folder: Path) -> None:
    """Remove the data folder, but never a folder of $COPROD_HOME that holds somebody's other files."""
    if not folder.exists():
        return
    if folder != DATA and not (folder / MARKER).exists():
        sys.exit(f"reset: {folder} ($COPROD_HOME) is no data folder of Coprod, so it stays as it is.")
    shutil.rmtree(folder)
    print(f"reset: removed {folder}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (PartMissing, ContractsDoNotCompile) as problem:
        sys.exit(str(problem))
