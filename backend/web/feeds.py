"""Atom feeds (RFC 4287). Pure: entries in, bytes out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from backend.web.formats import format_iso

MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""

register_namespace("", ATOM)


@dataclass(frozen=True)
class Entry:
    """link: where it can be read; times in seconds since 1970. language: of what the feed's own is not."""

    id: str
    title: str
    text: str
    link: str
    published: int
    updated: int
    language: str = ""


@dataclass(frozen=True)
class Feed:
    """page: what it is about; address: its own. as_of: seconds since 1970, for a feed without entries."""

    id: str
    language: str
    title: str
    page: str
    address: str
    as_of: int
    entries: Sequence[Entry]


def name_for_good(*parts: object) -> str:
    """The identifier of what these say, the same wherever and whenever it is told (RFC 4287, 4.2.6)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, ':'.join(['coprod', *map(str, parts)]))}"


def write_feed(feed: Feed) -> bytes:
    root = Element(_name("feed"), {f"{{{XML}}}lang": feed.language})
    _say(root, "id", feed.id)
    _say(root, "title", feed.title)
    _say(root, "updated", format_iso(max((each.updated for each in feed.entries), default=feed.as_of)))
    _say(SubElement(root, _name("author")), "name", "Coprod")
    _say(root, "generator", "Coprod")
    SubElement(root, _name("link"), {"rel": "self", "type": MEDIA_TYPE, "href": feed.address})
    SubElement(root, _name("link"), {"rel": "alternate", "type": "text/html", "href": feed.page})
    for each in feed.entries:
        foreign = {f"{{{XML}}}lang": each.language} if each.language not in ("", feed.language) else {}
        entry = SubElement(root, _name("entry"), foreign)
        _say(entry, "id", each.id)
        _say(entry, "title", each.title)
        _say(entry, "published", format_iso(each.published))
        _say(entry, "updated", format_iso(each.updated))
        SubElement(entry, _name("link"), {"rel": "alternate", "type": "text/html", "href": each.link})
        _say(entry, "content", each.text)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, _name(name)).text = _NO_XML.sub("\ufffd", text)


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"
