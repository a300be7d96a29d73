"""Pages as they were sent, to be kept in memory."""

import gzip
import hashlib
from dataclasses import dataclass

Header = tuple[bytes, bytes]
OVERHEAD = 2_048
"""Bytes of an entry beside its body: headers, key, the objects themselves."""
LEVEL = 5
"""Of gzip: half the time of its most, for 3 % more bytes."""
LEAST = 500
"""Bytes below which nothing is won by compressing."""
OF_BODY = frozenset(
    {b"accept-ranges", b"content-encoding", b"content-length", b"etag", b"last-modified", b"vary"}
)
"""Headers that are written anew."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a page depends on beside the revision. part: whether htmx asked for a block of it."""

    scheme: str
    path: str
    query: bytes
    part: bool


class Answer:
    """A page to be sent more than once: compressed, and told from others by its content.

    The tag is weak: it is of the page, however it is encoded. headers: with the body as it is kept; plain:
    with the body for who cannot unpack it; short: of a 304, which has none.
    """

    __slots__ = ("body", "etag", "headers", "is_packed", "plain", "short")

    def __init__(self, headers: list[Header], body: bytes) -> None:
        packed = gzip.compress(body, LEVEL, mtime=0) if len(body) >= LEAST else body
        self.is_packed = len(packed) < len(body)
        self.body = packed if self.is_packed else body
        self.etag = 'W/"' + hashlib.sha256(body).hexdigest()[:20] + '"'
        varies = [value for name, value in headers if name == b"vary"]
        kept = [each for each in headers if each[0] not in OF_BODY]
        kept += [(b"etag", self.etag.encode()), (b"vary", b", ".join([*varies, b"Accept-Encoding"]))]
        self.short = [each for each in kept if each[0] != b"content-type"]
        self.plain = [*kept, (b"content-length", str(len(body)).encode())]
        self.headers = [*kept, (b"content-length", str(len(self.body)).encode())]
        if self.is_packed:
            self.headers.append((b"content-encoding", b"gzip"))

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD

    def read(self) -> bytes:
        """The body for who cannot unpack it."""
        return gzip.decompress(self.body) if self.is_packed else self.body
