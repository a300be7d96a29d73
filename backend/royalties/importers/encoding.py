"""Is it text at all, and in which encoding? One pass over the bytes, in constant memory."""

import codecs
import hashlib
import re
from typing import BinaryIO, NamedTuple

from backend.royalties.importers.problems import StatementRefused

_BLOCK = 1 << 20
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "not-text.zip"),
    (b"\xd0\xcf\x11\xe0", "not-text.xls"),
    (b"%PDF", "not-text.pdf"),
    (b"\x1f\x8b", "not-text.gzip"),
)


class Document(NamedTuple):
    """A file whose bytes are text: its encoding, its size in bytes, and the SHA-256 of those bytes (hex)."""

    encoding: str
    size: int
    sha256: str


def examine(stream: BinaryIO, name: str, told: str = "") -> Document:
    """Read a seekable stream once, from its start, and leave it there again.

    A byte order mark decides; else `told`, where a person knows the encoding; else whatever is UTF-8
    throughout is UTF-8; else it is Windows-1252, which includes the printable part of ISO-8859-1. Raises
    StatementRefused for what is empty, or no text in that encoding.
    """
    stream.seek(0)
    digest, size, lines = hashlib.sha256(), 0, 1
    encoding, utf8 = "", _Utf8()
    single = codecs.getincrementaldecoder(told or "cp1252")()
    not_single: StatementRefused | None = None
    is_wide = False
    while block := stream.read(_BLOCK):
        if size == 0:
            _refuse_signature(block, name)
            encoding = next((known for mark, known in _MARKS if block.startswith(mark)), "")
            is_wide = _is_wide(encoding or told)
        if not is_wide and (found := _CONTROL.search(block)):
            at = lines + block.count(b"\n", 0, found.start())
            raise StatementRefused.at(name, at, "not-text.byte", byte=f"{found[0][0]:#04x}")
        digest.update(block)
        size += len(block)
        utf8.feed(block)
        if not_single is None:
            try:
                single.decode(block)
            except UnicodeDecodeError as error:
                at = lines + block.count(b"\n", 0, error.start)
                kind, byte = "encoding.told" if told else "encoding.neither", error.object[error.start]
                not_single = StatementRefused.at(name, at, kind, byte=f"{byte:#04x}", encoding=told)
        lines += block.count(b"\n")
    stream.seek(0)
    if size == 0:
        raise StatementRefused.at(name, 1, "empty")
    if told and not encoding:
        if not_single:
            raise not_single
        encoding = told
    elif encoding != "utf-16":
        encoding = _choose(encoding, utf8.close(), not_single, name)
    return Document(encoding, size, digest.hexdigest())


def _is_wide(encoding: str) -> bool:
    """Whether bytes of control characters are parts of others."""
    return codecs.lookup(encoding or "utf-8").name.startswith(("utf-16", "utf-32"))


class _Utf8:
    """Follows a stream for as long as it is UTF-8."""

    def __init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.accents = 0
        self.lines = 1
        self.broken_at: int | None = None

    def feed(self, block: bytes, final: bool = False) -> None:
        if self.broken_at is not None:
            return
        try:
            text = self.decoder.decode(block, final)
        except UnicodeDecodeError as error:
            # The decoder counts from the bytes it kept of the last block, which are no line ends.
            text = error.object[: error.start].decode("utf-8")
            self.broken_at = self.lines + text.count("\n")
        self.accents += len(text) - len(text.encode("ascii", "ignore"))
        self.lines += text.count("\n")

    def close(self) -> "_Utf8":
        self.feed(b"", final=True)
        return self


def _choose(marked: str, utf8: _Utf8, not_single: StatementRefused | None, name: str) -> str:
    if utf8.broken_at is None:
        return marked or "utf-8"
    # Letters of Windows-1252 are hardly ever good UTF-8 by chance: where some were, this is UTF-8, damaged.
    if marked or utf8.accents:
        raise StatementRefused.at(name, utf8.broken_at, "encoding")
    if not_single:
        raise not_single
    return "cp1252"


def _refuse_signature(block: bytes, name: str) -> None:
    for signature, kind in _SIGNATURES:
        if block.startswith(signature):
            raise StatementRefused.at(name, 1, kind)
