"""Chromium out of npm's @sparticuz/chromium: a whole browser that needs nothing of the system.

The package brings the program, its libraries and one family of fonts, all compressed. They are unpacked once
for each version into .coprod/chromium-<version>; `make clean` removes it.
"""

import fcntl
import io
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from backend.local.missing import require
from backend.local.paths import NODE_MODULES, TOOLS
from backend.local.solc import node

PACKAGE = NODE_MODULES / "@sparticuz" / "chromium"
DECOMPRESS = """
const { createReadStream } = require('fs')
createReadStream(process.argv[1]).pipe(require('zlib').createBrotliDecompress()).pipe(process.stdout)
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
"""The package's own names folders of Amazon's machines; with it no text has any glyph."""

# Root may not use the sandbox, and its user namespaces are closed on many machines: it only opens our pages.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-webgl",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)


def executable() -> Path:
    """The browser, unpacked when it is not yet. Raises PartMissing."""
    package = require("Chromium (npm @sparticuz/chromium)", PACKAGE / "package.json")
    folder = TOOLS / f"chromium-{json.loads(package.read_text())['version']}"
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "chromium.lock").open("w") as file:
        # Two runs may start at once.
        fcntl.flock(file, fcntl.LOCK_EX)
        if not folder.exists():
            _unpack(folder)
    return folder / "chromium"


def environment() -> dict[str, str]:
    """What the browser must be told to find its libraries and fonts, and nothing of the machine's."""
    folder = executable().parent
    own = {
        "LD_LIBRARY_PATH": folder / "lib",
        "FONTCONFIG_PATH": folder / "etc",
        "HOME": folder,
        "XDG_CACHE_HOME": folder,
    }
    return os.environ | {name: str(path) for name, path in own.items()}


def _unpack(folder: Path) -> None:
    """In a folder beside it that takes the name at the end, so that an interrupted run leaves no half."""
    fresh = folder.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fonts = fresh / "etc"
    fonts.mkdir(parents=True)
    with (fresh / "chromium").open("wb") as program:
        subprocess.run(_reading("chromium.br"), stdout=program, check=True)
    (fresh / "chromium").chmod(0o755)
    for archive, target in (("al2023", fresh), ("fonts", fonts)):
        content = subprocess.run(_reading(f"{archive}.tar.br"), stdout=subprocess.PIPE, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(content)) as members:
            # Not as an argument, which Python 3.11 knows from 3.11.4 on.
            members.extraction_filter = getattr(tarfile, "data_filter", None)
            members.extractall(target)
    (fonts / "fonts.conf").write_text(FONTS)
    fresh.rename(folder)


def _reading(name: str) -> list[str]:
    """The command that writes out what a file of the package holds. Python's own library knows no Brotli."""
    return [str(node()), "-e", DECOMPRESS, str(PACKAGE / "bin" / name)]
