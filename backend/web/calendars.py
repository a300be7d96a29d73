"""Calendars (RFC 5545). Pure: events in, bytes out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from backend.queries.times import read_time

MEDIA_TYPE = "text/calendar"
LONGEST = 75
"""Bytes of a line without its end (3.1)."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""A calendar must have something in it (3.6): of one without dates, what Z means."""


@dataclass(frozen=True)
class Event:
    """A moment, in seconds since 1970. link: where more is said of it."""

    uid: str
    at: int
    title: str
    text: str
    link: str


@dataclass(frozen=True)
class Calendar:
    """as_of: when all this was true, in seconds since 1970."""

    language: str
    title: str
    as_of: int
    events: Sequence[Event]


def name_event(*parts: object) -> str:
    """The identifier of the date that these say, whenever it is (3.8.4.7, RFC 7986 5.3)."""
    return str(uuid5(NAMESPACE_URL, ":".join(["coprod", "date", *map(str, parts)])))


def write_calendar(calendar: Calendar) -> bytes:
    return b"".join(_fold(line) for line in _lines(calendar))


def _lines(calendar: Calendar) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//Coprod//Coprod//{calendar.language.upper()}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{_escape(calendar.title)}"
    yield f"X-WR-CALNAME:{_escape(calendar.title)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT6H"
    for event in calendar.events:
        yield "BEGIN:VEVENT"
        yield f"UID:{event.uid}"
        yield f"DTSTAMP:{_moment(calendar.as_of)}"
        yield f"DTSTART:{_moment(event.at)}"
        yield f"SUMMARY;LANGUAGE={calendar.language}:{_escape(event.title)}"
        yield f"DESCRIPTION;LANGUAGE={calendar.language}:{_escape(event.text)}"
        yield f"URL:{event.link}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    if not calendar.events:
        yield from _NOTHING
    yield "END:VCALENDAR"


def _moment(seconds: int) -> str:
    return read_time(seconds).strftime("%Y%m%dT%H%M%SZ")


def _escape(text: str) -> str:
    """Of type TEXT (3.3.11)."""
    text = _CONTROLS.sub("\ufffd", text).replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> bytes:
    """The line with its end, broken where no character is cut, each further part after a space."""
    parts, part = [], b""
    for character in line:
        encoded = character.encode()
        if len(part) + len(encoded) > LONGEST:
            parts.append(part)
            part = b" "
        part += encoded
    return b"\r\n".join([*parts, part, b""])
