"""The medians of what was measured, as a table and as JSON."""

from statistics import median
from typing import Any

from tests.bench.measure import Measured

Runs = dict[str, list[Measured]]
"""By runner: floor, copy, mirror, ponder, ponder_warm."""
COLUMNS = {
    "floor": "floor",
    "copy": "copy",
    "mirror": "mirror",
    "ponder": "Ponder",
    "ponder_warm": "Ponder, warm",
}


def summarise(events: int, runs: Runs) -> dict[str, Any]:
    """Of one chain. Seconds are medians; what was not measured is None; peak_mb is the mirror's highest."""
    seconds = {f"{name}_s": _median(runs.get(name, [])) for name in COLUMNS}
    mirror = seconds["mirror_s"]
    return {
        "events": events,
        **seconds,
        "mirror_over_copy": _ratio(mirror, seconds["copy_s"]),
        "ponder_over_mirror": _ratio(seconds["ponder_s"], mirror),
        "ponder_warm_over_mirror": _ratio(seconds["ponder_warm_s"], mirror),
        "peak_mb": round(max(each.peak_mb for each in runs["mirror"])),
    }


def describe(chain: str, events: int, runs: Runs) -> list[str]:
    """Lines of a table: seconds, events per second, seconds of work of the program itself, memory."""
    lines = [f"{chain}: {events:,} events", f"  {'':14}{'s':>8}{'events/s':>11}{'work s':>9}{'MB':>7}   runs"]
    for name, label in COLUMNS.items():
        if some := runs.get(name):
            middle = median(each.seconds for each in some)
            work, peak = median(each.cpu for each in some), max(each.peak_mb for each in some)
            each_run = " ".join(f"{each.seconds:.1f}" for each in some)
            lines.append(
                f"  {label:14}{middle:8.2f}{events / middle:11,.0f}{work:9.1f}{peak:7.0f}   {each_run}"
            )
    return lines


def _median(some: list[Measured]) -> float | None:
    return round(median(each.seconds for each in some), 3) if some else None


def _ratio(more: float | None, less: float | None) -> float | None:
    return round(more / less, 2) if more and less else None
