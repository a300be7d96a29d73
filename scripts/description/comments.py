"""The comments of a preset in the reader's language: English is in the file, French in the catalog.

A paragraph of a comment is one sentence of the catalog, however it is wrapped. Lines that are indented
further
(commands, examples) stay what they are.
"""

import re
from collections.abc import Iterator
from textwrap import wrap

from scripts.language import look_up

WIDTH = 118


def translate_comments(text: str) -> str:
    """The text with every comment in the current language."""
    lines: list[str] = []
    for is_comment, block in blocks(text):
        lines += translate_block(block) if is_comment else block
    return "\n".join(lines)


def paragraphs(text: str) -> Iterator[str]:
    """Everything in the comments that has to be translated."""
    for is_comment, block in blocks(text):
        if is_comment:
            yield from (" ".join(lines) for kept, lines in parts(block) if not kept)


def blocks(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Lines that follow one another and are comments, or are none."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and line.startswith("#") != found[0].startswith("#"):
            yield found[0].startswith("#"), found
            found = []
        found.append(line)
    yield found[0].startswith("#"), found


def parts(block: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """(whether it stays as it is, its lines): paragraphs without their marks, and lines that stay."""
    prose: list[str] = []
    for line in block:
        if re.fullmatch(r"#(\s*|\s{2,}.*)", line):
            if prose:
                yield False, prose
            yield True, [line]
            prose = []
        else:
            prose.append(line.removeprefix("#").strip())
    if prose:
        yield False, prose


def translate_block(block: list[str]) -> Iterator[str]:
    for kept, lines in parts(block):
        yield from lines if kept else comment(look_up(" ".join(lines)))


def comment(prose: str) -> list[str]:
    """A paragraph as lines of a comment. No line ends where a space must not break."""
    return [f"# {line}" for line in wrap(prose, WIDTH - 2, break_long_words=False, break_on_hyphens=False)]
