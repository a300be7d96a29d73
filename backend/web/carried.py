"""What a producer put into the terms themselves, as data: URIs: the poster and the prospectus.

It was written by a stranger: nothing in it is trusted, and what cannot be read is as good as absent.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from eth_utils.crypto import keccak

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/avif")
POSTER_HEADERS = {
    # A poster opened on its own is a document of this site: it may run and load nothing.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
}


@dataclass(frozen=True)
class Picture:
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Prospectus:
    """authentic: whether the keccak256 of the text is the hash in the terms."""

    text: str
    authentic: bool

    @property
    def parts(self) -> Iterator[tuple[str, str]]:
        """("heading", …) and ("paragraph", …): no more of Markdown, for it was written by a stranger."""
        for part in re.split(r"\n\s*\n", self.text.replace("\r\n", "\n").strip()):
            heading = re.fullmatch(r"#+ +(.+)", part.strip())
            yield ("heading", heading[1]) if heading else ("paragraph", part.strip())


def read_poster(uri: str | None) -> Picture | None:
    """The picture in a data: URI, if it is of a kind that browsers show as an image and nothing else."""
    media_type, content = _read_data_uri(uri or "")
    return Picture(media_type, content) if content and media_type in PICTURES else None


def read_prospectus(uri: str, document_hash: str) -> Prospectus | None:
    """The text in a data: URI; None when the prospectus lies elsewhere."""
    media_type, content = _read_data_uri(uri)
    if content is None or not media_type.startswith("text/"):
        return None
    return Prospectus(content.decode(errors="replace"), "0x" + keccak(content).hex() == document_hash.lower())


def _read_data_uri(uri: str) -> tuple[str, bytes | None]:
    head, comma, body = uri.partition(",")
    if not comma or not head.lower().startswith("data:"):
        return "", None
    media_type, *options = head[5:].lower().split(";")
    content = unquote_to_bytes(body)
    if "base64" not in options:
        return media_type, content
    try:
        return media_type, b64decode(content, validate=True)
    except ValueError:
        return media_type, None
