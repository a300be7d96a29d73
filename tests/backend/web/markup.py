"""A page as a strict reader sees it: every element closed, every name given once."""

import json
import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INLINE = {"a", "b", "code", "small", "span", "strong", "time"}
Attributes = dict[str, str]


class Page(HTMLParser):
    """elements: (tag, attributes) in order. text: what is read, on one line, with plain spaces.

    Raises AssertionError on markup that is not well-formed. Data for scripts must be JSON, and is not read.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, Attributes]] = []
        self._open: list[str] = []
        self._data = False
        self._text: list[str] = []
        assert html.startswith("<!doctype html>")
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {self._open}"
        self.text = re.sub(r"\s+", " ", "".join(self._text)).strip()

    def all(self, tag: str) -> list[Attributes]:
        return [attributes for name, attributes in self.elements if name == tag]

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says the same thing twice: {names}"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._data = tag == "script" and ("type", "application/json") in attrs
        if tag not in INLINE:
            self._text.append(" ")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> in the wrong place"

    def handle_data(self, data: str) -> None:
        if self._data and self._open and self._open[-1] == "script":
            json.loads(data)
            return
        if self._open and self._open[-1] in ("script", "style"):
            assert not data.strip(), "script or style within the page"
        self._text.append(data)
