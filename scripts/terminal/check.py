"""`coprod campaign check FILE`: everything that is wrong with a description of a project, by its lines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from scripts.description.inspection import Inspection, Remark, inspect
from scripts.language import mark, say, say_count
from scripts.terminal.frame import FOUND, Ended, connect, show
from scripts.terminal.options import AsJson, Language

LEVEL_WORDS = {"error": mark("error"), "warning": mark("warning"), "note": mark("note")}


def check(
    file: Annotated[Path, typer.Argument(help=say("The description of the project, a TOML file."))],
    network: Annotated[
        str,
        typer.Option("--network", help=say("Ask this chain for currencies, fee and time.")),
    ] = "",
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    facts = None
    if network:
        connect(network)
        from scripts.description.facts import ask_facts

        facts = ask_facts()
    inspection = inspect(file, facts)
    show(inspection.data(), lines_of(inspection), as_json)
    if inspection.of("error"):
        raise Ended(FOUND)


def lines_of(inspection: Inspection) -> Iterator[str]:
    """One block for each finding, in the order of the file, then how many there are."""
    for remark in inspection.remarks:
        yield heading(inspection.file, remark)
        yield f"    {remark.problem}"
    errors, warnings = len(inspection.of("error")), len(inspection.of("warning"))
    counted = [
        say_count("{count} error", "{count} errors", errors),
        say_count("{count} warning", "{count} warnings", warnings),
    ]
    if errors:
        verdict = say("{file} makes no sense yet: correct the errors, and check again.", file=inspection.file)
    else:
        verdict = say("{file} can be planned.", file=inspection.file)
    yield f"{', '.join(counted)}. {verdict}"


def heading(file: Path, remark: Remark) -> str:
    """Begins as compilers do, so that editors find the place."""
    about = f" {remark.key}" if remark.key else ""
    return f"{file}:{remark.line}:{remark.column}: {say(LEVEL_WORDS[remark.level])}:{about}"
