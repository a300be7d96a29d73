"""Which characters a PDF can show: PDF/A refuses one without a glyph, and anybody names a project."""

import re
import unicodedata

SHOWN = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x384, 0x3CE), (0x400, 0x45F), (0x5D0, 0x5EA), (0x621, 0x63A),
    (0x641, 0x64A), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x202F, 0x2040), (0x20A0, 0x20C0), (0x2190, 0x22FF),
)  # fmt: skip
"""Of what Typst's own fonts have: Latin, Greek, Cyrillic, Hebrew and Arabic letters, currencies, arrows and
signs of mathematics."""
UNKNOWN = "\ufffd"

_OTHER = re.compile("[^\n" + "".join(f"{chr(first)}-{re.escape(chr(last))}" for first, last in SHOWN) + "]")


def show_text(text: str) -> str:
    """With the sign for an unknown character in the place of those that have no glyph; the CSV has them."""
    return _OTHER.sub(UNKNOWN, unicodedata.normalize("NFC", text))
