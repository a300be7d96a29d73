"""`coprod campaign status`: where projects stand, who has not signed, and what everything waits for."""

from typing import Annotated

import typer

from scripts.language import say
from scripts.terminal.frame import WAITING, Ended, connect, show, working
from scripts.terminal.options import LOCAL, AsJson, Language, Network

Which = Annotated[
    str,
    typer.Argument(
        help=say("The project: the slug of its record, or the address of its campaign; else all of them.")
    ),
]


def status(
    project: Which = "",
    network: Network = LOCAL,
    as_json: AsJson = False,
    _: Language = "",
) -> None:
    """Show where a project stands, who has not signed, and what it waits for. Sends nothing.

    Ends with 4 when somebody has to do something now, or a transaction is not finished.
    """
    with working(say("Reading the chain…")):
        connect(network)
        from scripts.project.bulletin import lines_of_status
        from scripts.project.overview import data_of_status, read_status
        from scripts.records import current_records

        found = read_status(current_records(), project)
    show(data_of_status(found), lines_of_status(found), as_json)
    if found.waits:
        raise Ended(WAITING)
