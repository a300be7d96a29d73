"""The files that pages ask for: our own, and what npm packages bring. Nothing comes from a third party."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from backend.local.missing import require
from backend.local.paths import NODE_MODULES
from backend.web.problems import PageNotFound

STATIC = Path(__file__).parent / "static"

ASSETS = {
    "pico.css": NODE_MODULES / "@picocss" / "pico" / "css" / "pico.min.css",
    "htmx.js": NODE_MODULES / "htmx.org" / "dist" / "htmx.min.js",
    "site.css": STATIC / "site.css",
    "room.css": STATIC / "room.css",
    "document.css": STATIC / "document.css",
    "icon.svg": STATIC / "icon.svg",
    **{f"wallet/{path.name}": path for path in sorted((STATIC / "wallet").glob("*.js"))},
}

KEEP = {"Cache-Control": "public, max-age=31536000, immutable"}
"""For what lies at an address that would change with it."""

ASK_AGAIN = {"Cache-Control": "no-cache"}
"""For an address out of a page older than the files."""

router = APIRouter()


def check_assets() -> None:
    """Raises PartMissing, naming the first file that `make setup` has not installed."""
    for name, path in ASSETS.items():
        require(f"{name} of the website", path)


@cache
def locate_asset(name: str) -> str:
    """The address of an asset; it changes with the content, so that browsers may keep it for good."""
    return f"/assets/{hash_folder(name)}/{name}"


@cache
def hash_folder(name: str) -> str:
    """The version of an asset: of its whole folder, whose modules import each other by name."""
    folder, slash, _ = name.rpartition("/")
    names = [each for each in ASSETS if each.startswith(folder + slash)] if slash else [name]
    return hashlib.sha256(b"".join(ASSETS[each].read_bytes() for each in names)).hexdigest()[:12]


@router.get("/assets/{version}/{name:path}")
async def send_asset(version: str, name: str) -> FileResponse:
    path = ASSETS.get(name)
    if path is None:
        raise PageNotFound()
    return FileResponse(path, headers=KEEP if version == hash_folder(name) else ASK_AGAIN)
