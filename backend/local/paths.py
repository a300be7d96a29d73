"""Where the project's own files, its tools and its data lie."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = ROOT / "node_modules"
TOOLS = ROOT / ".coprod"
"""Made by the tools themselves: compiled contracts, Brownie's home, launchers. `make clean` removes it."""
BUILD = TOOLS / "build"
"""Brownie's build folder (project_structure in brownie-config.yaml)."""
DATA = TOOLS / "data"
MARKER = "coprod-data"
"""A file of this name says that the folder is ours, so that `make reset` may remove it."""


def data_folder() -> Path:
    """Where the demo keeps its chain, database and records: $COPROD_HOME, else .coprod/data of the clone."""
    return Path(os.environ.get("COPROD_HOME") or DATA).absolute()


def make_data_folder() -> Path:
    """The data folder, made and marked as ours when it was not there."""
    folder = data_folder()
    if not folder.exists():
        folder.mkdir(parents=True)
        (folder / MARKER).touch()
    return folder


def site_packages(package: str) -> Path:
    """The folder of an installed package, without importing it."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return Path(sys.prefix) / "lib" / version / "site-packages" / package
