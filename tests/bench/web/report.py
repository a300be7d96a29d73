"""The medians of what was measured, and what a first visit weighs."""

import gzip
import re
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.bench.web.asking import Reader

_LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon|modulepreload)"|script)[^>]* (?:href|src)="([^"]+)"')
_IMPORTED = re.compile(r'(?:from|import)\s*"\./([^"]+)"')


@dataclass(frozen=True)
class Times:
    """Seconds until the first byte: kept beside the same bytes, made beside the same SQL."""

    kept: list[float]
    same: list[float]
    made: list[float]
    sql: list[float]


def describe(pages: dict[str, Times]) -> list[str]:
    """Lines of a table, in milliseconds."""
    lines = [f"  {'':11}{'median':>9}{'p99':>9}{'bare':>9}{'p99':>9}{'ratio':>7}"]
    for name, times in pages.items():
        for word, ours, theirs in (("kept", times.kept, times.same), ("made", times.made, times.sql)):
            numbers = f"{_ms(median(ours)):9}{_ms(_p99(ours)):9}{_ms(median(theirs)):9}{_ms(_p99(theirs)):9}"
            lines.append(f"  {name:11}{numbers}{median(ours) / median(theirs):7.2f}  {word}")
    return lines


def summarise(rounds: list[dict[str, Times]]) -> dict[str, Any]:
    """Of all rounds: medians of the rounds' medians, and of their p99."""
    found: dict[str, Any] = {}
    ratios: dict[str, list[float]] = {"cached": [], "uncached": []}
    for name in rounds[0]:
        for word, ours, theirs in (("cached", "kept", "same"), ("uncached", "made", "sql")):
            mine = [getattr(each[name], ours) for each in rounds]
            bare = [getattr(each[name], theirs) for each in rounds]
            ratio = median(median(a) / median(b) for a, b in zip(mine, bare, strict=True))
            ratios[word].append(ratio)
            found[f"{name}_{word}_ms"] = _ms(median(median(each) for each in mine))
            found[f"{name}_{word}_p99_ms"] = _ms(median(_p99(each) for each in mine))
            found[f"{name}_{word}_bare_ms"] = _ms(median(median(each) for each in bare))
            found[f"{name}_{word}_over_bare"] = round(ratio, 2)
    return {f"{word}_over_bare": round(max(each), 2) for word, each in ratios.items()} | found


def weigh_first_visit(reader: Reader, path: str) -> float:
    """Kilobytes, compressed, of a page with all that its head loads, and the modules these import."""
    _, page = reader.ask(path)
    weight, seen = len(page), set[str]()
    waiting = _LOADED.findall(gzip.decompress(page).decode())
    while waiting:
        address = waiting.pop()
        if address not in seen:
            seen.add(address)
            _, body = reader.ask(address)
            weight += len(body)
            if address.endswith(".js") and body[:2] == b"\x1f\x8b":
                folder = address.rpartition("/")[0]
                waiting += [f"{folder}/{each}" for each in _IMPORTED.findall(gzip.decompress(body).decode())]
    return round(weight / 1_000, 1)


def _ms(seconds: float) -> float:
    return round(seconds * 1_000, 3)


def _p99(some: list[float]) -> float:
    return sorted(some)[-max(1, len(some) // 100)]
