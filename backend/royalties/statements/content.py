"""What a file and each of its lines say, whatever the bytes: sales exported twice are the same content."""

import hashlib
import json
import unicodedata
from collections.abc import AsyncIterable
from datetime import date
from decimal import Decimal

from backend.amounts import format_decimal
from backend.royalties.importers.lines import Line


def digest_line(line: Line) -> bytes:
    """SHA-256 of what the line says: independent of its number, of the file's name, encoding, line ends and
    columns, and of how often an amount ends in zero."""
    return hashlib.sha256(_write(line)).digest()


async def hash_content(source: str, digests: AsyncIterable[bytes]) -> str:
    """SHA-256 (0x-string) of all lines of a file, by their digests in ascending order, so that the file's own
    order does not matter; the same sale twice is two sales. `source` is the format's name."""
    digest = hashlib.sha256(source.encode() + b"\0")
    async for each in digests:
        digest.update(each)
    return "0x" + digest.hexdigest()


def _write(line: Line) -> bytes:
    fields = line._asdict()
    del fields["number"]
    fields["gross"] = write_exact(line.gross)
    fields["deductions"] = sorted((kind, write_exact(amount)) for kind, amount in line.deductions)
    # What is left besides text and numbers are days.
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, default=date.isoformat)
    return unicodedata.normalize("NFC", text).encode()


def write_exact(value: Decimal) -> str:
    """Two texts are equal if and only if the values are."""
    text = format_decimal(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
