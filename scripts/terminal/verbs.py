"""The verbs, in the order in which a producer needs them."""

import typer

from scripts.language import say
from scripts.terminal.check import check

app = typer.Typer(
    help=say("Plan, open and lead a campaign. Without --network it is about the chain of this machine."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def campaign() -> None:
    pass


app.command(help=say("Find what is wrong with a description, by its lines. Needs no chain, sends nothing."))(
    check
)
