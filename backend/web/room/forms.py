"""What a form sends (RFC 7578), read up to a limit. The reading is pure; no path is made of what was sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from backend.accounts.refusals import NotLetIn

MOST_BYTES = 10_000_000
"""Of a form with a file."""
MOST_WRITTEN = 200_000
"""Of a form without one."""
MOST_PARTS = 2_000

_PARAMETER = re.compile(rb';\s*([!#$%&\'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))')


class FormUnreadable(NotLetIn):
    """It is no form, or has more than is read."""

    status = 422
    type = "form-unreadable"
    title = "The form cannot be read"


class FileTooLarge(NotLetIn):
    """More bytes than a file may have here."""

    status = 413
    type = "file-too-large"
    title = "The file is too large"

    def __init__(self, most: int) -> None:
        grouped = f"{most:,}".replace(",", "\u202f")
        super().__init__(
            f"Nothing was stored: at most {most:,} bytes are read here. Larger files are imported with "
            "`coprod statements import`.",
            f"Rien n’a été enregistré\u00a0: au plus {grouped} octets sont lus ici. Les fichiers plus grands "
            "s’importent avec `coprod statements import`.",
        )


@dataclass(frozen=True, slots=True)
class File:
    """name: as the browser told it, without folders; shown, never opened."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """fields: every value of a name, in order. files: those that were chosen."""

    fields: Mapping[str, tuple[str, ...]]
    files: Mapping[str, File]

    def get(self, name: str) -> str:
        """The last value; "" for a field that was not sent."""
        return self.fields.get(name, ("",))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        return self.fields.get(name, ())


async def read_form(request: Request) -> Form:
    """The body of a request. Raises FormUnreadable and FileTooLarge, before more than the limit is read."""
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    has_files = kind.strip().lower() == "multipart/form-data"
    most = MOST_BYTES if has_files else MOST_WRITTEN
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise FileTooLarge(most)
    if has_files:
        return parse_multipart(bytes(body), request.headers["content-type"])
    if kind.strip().lower() == "application/x-www-form-urlencoded":
        return parse_urlencoded(bytes(body))
    raise _unreadable()


def parse_urlencoded(body: bytes) -> Form:
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARTS
        )
    except ValueError:
        raise _unreadable() from None
    return Form(_gather(pairs), {})


def parse_multipart(body: bytes, content_type: str) -> Form:
    """By the boundary that the content type names; every part byte for byte. Raises FormUnreadable."""
    boundary = _parameters(content_type.encode("latin-1")).get("boundary")
    if not boundary:
        raise _unreadable()
    # Each boundary begins a line; before the first one there may be none.
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode(), MOST_PARTS + 2)
    if len(pieces) < 2 or len(pieces) > MOST_PARTS + 2 or not pieces[-1].startswith(b"--"):
        raise _unreadable()
    pairs: list[tuple[str, str]] = []
    files: dict[str, File] = {}
    for piece in pieces[1:-1]:
        head, blank, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        found = _disposition(head)
        if not blank or "name" not in found:
            raise _unreadable()
        if "filename" not in found:
            try:
                pairs.append((found["name"], content.decode("utf-8")))
            except UnicodeDecodeError:
                raise _unreadable() from None
        elif found["filename"] or content:
            files[found["name"]] = File(_base(found["filename"]), content)
    return Form(_gather(pairs), files)


def _disposition(head: bytes) -> dict[str, str]:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-disposition":
            return _parameters(value)
    return {}


def _parameters(value: bytes) -> dict[str, str]:
    """Browsers write names in UTF-8, with %22 and the like instead of what would end the name."""
    return {
        found[1].decode("ascii").lower(): (found[2] if found[3] is None else found[3])
        .decode("utf-8", "replace")
        .replace("%22", '"')
        .replace("%0D", "\r")
        .replace("%0A", "\n")
        for found in _PARAMETER.finditer(value)
    }


def _base(name: str) -> str:
    """Old browsers send folders, too. A name of anybody's making is at most 200 printable characters."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(each for each in last if each.isprintable())[:200] or "file"


def _gather(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        # A browser ends the lines of a text with CRLF.
        fields[name] = (*fields.get(name, ()), value.replace("\r\n", "\n"))
    return fields


def _unreadable() -> FormUnreadable:
    return FormUnreadable(
        "Nothing was stored: what the browser sent is no form that this page reads. Open the page again.",
        "Rien n’a été enregistré\u00a0: ce que le navigateur a envoyé n’est pas un formulaire de cette page. "
        "Ouvrez la page à nouveau.",
    )
