"""Texts that fans read, in both languages or not: a label is written "French / English"."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.description.findings import Finding
from scripts.description.preset import MOST_FILE_BYTES
from scripts.language import mark, say

LISTS = ("financiers", "rewards", "milestones", "positions")
HEADINGS = {"Français": r"fran[cç]ais|french", "English": r"english|anglais"}
ONE_LANGUAGE = mark('is in one language: write it as "French / English"')


def language_findings(values: Mapping[str, Any], folder: Path) -> Iterator[Finding]:
    """Warnings about the values of a preset, whatever else is wrong there. folder: where its files are."""
    for key in LISTS:
        listed = values.get(key)
        for number, each in enumerate(listed if isinstance(listed, list) else [], 1):
            label = each.get("label") if isinstance(each, dict) else None
            if isinstance(label, str) and (problem := label_problem(label)):
                yield Finding(f"{key}[{number}].label", problem, "warning")
    yield from page_findings(values.get("page"))
    yield from prospectus_findings(values.get("prospectus"), folder)


def label_problem(label: str) -> str:
    """A single word may be a name, which is the same in both languages; empty when nothing is wrong."""
    french, slash, english = label.partition(" / ")
    if slash and french.strip() and english.strip():
        return ""
    if slash or re.search(r"^\s*/|/\s*$", label):
        return say('one of its languages is empty: write it as "French / English"')
    return say(ONE_LANGUAGE) if " " in label.strip() else ""


def page_findings(page: Any) -> Iterator[Finding]:
    if not isinstance(page, dict):
        return
    french, english = page.get("french"), page.get("english")
    if isinstance(french, str) and french.strip() and french == english:
        yield Finding("page.french", say("is the same text as page.english: translate it"), "warning")


def prospectus_findings(name: Any, folder: Path) -> Iterator[Finding]:
    """A prospectus in Markdown has a part for each language, under its name."""
    if not isinstance(name, str) or not name or "\0" in name or not (file := folder / name).is_file():
        return
    if file.stat().st_size > MOST_FILE_BYTES:
        # An error elsewhere.
        return
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        yield Finding("prospectus", say("{file} is not UTF-8: save it as UTF-8", file=name), "warning")
        return
    for heading, pattern in HEADINGS.items():
        if not re.search(rf"^#+ .*({pattern})", text, re.IGNORECASE | re.MULTILINE):
            problem = say(
                "{file} has no part under the heading “{heading}”: fans read one of both languages",
                file=name,
                heading=heading,
            )
            yield Finding("prospectus", problem, "warning")
