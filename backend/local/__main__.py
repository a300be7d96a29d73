"""`python -m backend.local <command>`: what the Makefile runs."""

import os
import sys
from pathlib import Path

from backend.local.brownie import brownie_environment
from backend.local.paths import ROOT


def main() -> None:
    command, arguments = sys.argv[1], sys.argv[2:]
    os.chdir(ROOT)
    if command == "brownie":
        program = str(Path(sys.prefix) / "bin" / "brownie")
        os.execve(program, [program, *arguments], brownie_environment())


if __name__ == "__main__":
    main()
