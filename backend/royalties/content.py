"""What a statement file says, whatever its bytes: the same sales exported twice are the same content."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from backend.amounts import format_decimal
from backend.royalties.importers.lines import Line


class Content:
    """Lets lines through, and remembers 32 bytes of each.

    `source` is the format's name. Lines carry their own period and currency.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._digests: list[bytes] = []

    def watch(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines."""
        for line in lines:
            self._digests.append(hashlib.sha256(_write(line)).digest())
            yield line

    def hash(self) -> str:
        """SHA-256 (0x-string) of all lines watched: independent of their order and of their numbers, of the
        file's name, encoding, line ends and columns, and of how often an amount ends in zero."""
        digest = hashlib.sha256(self._source.encode() + b"\0")
        # Sorted, not made a set: the same sale twice is two sales.
        for each in sorted(self._digests):
            digest.update(each)
        return "0x" + digest.hexdigest()


def _write(line: Line) -> bytes:
    fields = line._asdict()
    del fields["number"]
    fields["gross"] = _exact(line.gross)
    fields["deductions"] = sorted((kind, _exact(amount)) for kind, amount in line.deductions)
    # What is left besides text and numbers are days.
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, default=date.isoformat)
    return unicodedata.normalize("NFC", text).encode()


def _exact(value: Decimal) -> str:
    """Two texts are equal if and only if the values are."""
    text = format_decimal(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
