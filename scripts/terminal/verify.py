"""`coprod campaign verify`: whether the code on the chain is the code that was written."""

from pathlib import Path
from typing import Annotated

import typer

from scripts.language import say
from scripts.terminal.frame import FOUND, Ended, connect, show, tell, working
from scripts.terminal.options import LOCAL, AsJson, Language, Network

Project = Annotated[
    str,
    typer.Argument(help=say("The project: its slug, or the address of its campaign; else all of them.")),
]
Explorers = Annotated[
    Path | None,
    typer.Option("--explorers", help=say("Write what Etherscan and Sourcify ask for into this folder.")),
]


def verify(
    project: Project = "",
    explorers: Explorers = None,
    network: Network = LOCAL,
    as_json: AsJson = False,
    _: Language = "",
) -> None:
    """Compare every byte of factory and projects with what the compiler makes of what it was given then."""
    with working(say("Connecting to {network}…", network=network)):
        connect(network)
    from scripts.proof.explorer_files import write_explorer_files
    from scripts.proof.verification import data_of_verification, lines_of_verification
    from scripts.proof.verification import verify as verify_code
    from scripts.records import current_records

    with working(say("Reading the code…")) as now:
        found = verify_code(current_records(), project, tell=now)
    show(data_of_verification(found), lines_of_verification(found), as_json)
    if not found.is_right:
        raise Ended(FOUND)
    if explorers:
        written = write_explorer_files(found, explorers)
        tell(say("{count} files for explorers are in {folder}", count=len(written), folder=explorers))
