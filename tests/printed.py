"""What a PDF shows to eyes: its runs of letters, by the maps of its fonts."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def read_printed(content: bytes) -> list[str]:
    """The runs of all pages in the order in which they are drawn; a table's cell is one, or one a line."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [run for page in pdf.pages for run in _read_page(page)]


def _read_page(page: Any) -> Iterator[str]:
    fonts = {name: _read_letters(font) for name, font in page.Resources.Font.items()}
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj":
                yield _spell(operands[0], letters)
            case "TJ":
                parts = [each for each in operands[0] if isinstance(each, pikepdf.String)]
                yield "".join(_spell(each, letters) for each in parts)


def _spell(glyphs: Any, letters: dict[int, str]) -> str:
    """Each glyph has two bytes. Raises KeyError for one of no map, which could not be copied or read."""
    codes = bytes(glyphs)
    pairs = zip(codes[::2], codes[1::2], strict=True)
    return "".join(letters[high << 8 | low] for high, low in pairs)


def _read_letters(font: Any) -> dict[int, str]:
    """Typst writes every glyph on its own."""
    text = font.ToUnicode.read_bytes().decode("ascii")
    assert "beginbfrange" not in text
    pairs = [
        pair
        for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL)
        for pair in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block)
    ]
    return {int(code, 16): bytes.fromhex(letters).decode("utf-16-be") for code, letters in pairs}
