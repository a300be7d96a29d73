"""A description that a test may change, and plans made of it."""

import re
import shutil
from pathlib import Path
from typing import Any

from scripts.plans.plan import Plan, read_plan, write_plan
from scripts.plans.planning import make_plan
from scripts.records import Records
from tests.contracts.scripts.conftest import PRESETS


def describe(folder: Path, name: str = "complement", **changes: str) -> Path:
    """A copy of a shipped preset with all that it names; changes: TOML values in place of top-level ones."""
    if not (folder / "presets").exists():
        shutil.copytree(PRESETS, folder / "presets")
    file = folder / "presets" / f"{name}.toml"
    for key, value in changes.items():
        change(file, key, value)
    return file


def change(file: Path, key: str, value: str) -> None:
    text, count = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", file.read_text())
    assert count, f"{file} has no {key}"
    file.write_text(text)


def plan_in(
    folder: Path, producer: Any, records: Records, *, file: Path | None = None, **options: Any
) -> tuple[Plan, Path]:
    """A plan without its lives, unless `tried_out`, and the file that keeps it."""
    options = {"tried_out": False, **options}
    made = make_plan(file or describe(folder), str(producer), records, folder=folder, **options)
    write_plan(made, folder / "plan.json")
    return read_plan(folder / "plan.json"), folder / "plan.json"
