"""What a producer put into the terms themselves, as data: URIs: the poster and the prospectus.

It was written by a stranger: nothing in it is trusted, and what cannot be read is as good as absent.
"""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from eth_utils.crypto import keccak

from backend.queries.writing import show_hidden

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/avif")
MOST_URI = 16_384
"""Characters of a prospectus with its data: URI: as many as the bytes that terms may spend on it."""

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
    """authentic:

    whether the keccak256 of the text is the hash in the terms. (Also the evidence of a release.)
    """

    text: str
    authentic: bool

    @property
    def parts(self) -> Iterator[tuple[str, str]]:
        """("heading", …) and ("paragraph", …): no more of Markdown, for it was written by a stranger.

        Every line is looked at once, so that no text takes longer than its length.
        """
        part: list[str] = []
        for line in [*self.text.splitlines(), ""]:
            if line.strip():
                part.append(line)
            elif part:
                yield _name_part(part)
                part = []


def read_poster(uri: str | None) -> Picture | None:
    """The picture in a data: URI, if it is of a kind that browsers show as an image and nothing else."""
    media_type, content = _read_data_uri(uri or "")
    return Picture(media_type, content) if content and media_type in PICTURES else None


def read_prospectus(uri: str, document_hash: str) -> Prospectus | None:
    """The text in a data: URI; None when the prospectus lies elsewhere, or is longer than MOST_URI."""
    if len(uri) > MOST_URI:
        return None
    media_type, content = _read_data_uri(uri)
    if content is None or not media_type.startswith("text/"):
        return None
    return Prospectus(content.decode(errors="replace"), "0x" + keccak(content).hex() == document_hash.lower())


def _name_part(lines: list[str]) -> tuple[str, str]:
    text = show_hidden("\n".join(lines).strip())
    title = text.lstrip("#")
    if len(lines) == 1 and text.startswith("#") and title.startswith(" "):
        return "heading", title.strip()
    return "paragraph", text


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
