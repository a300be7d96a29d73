"""The verbs, in the order in which a producer needs them."""

import typer

from scripts.language import say
from scripts.terminal.apply import apply
from scripts.terminal.cancel import cancel
from scripts.terminal.check import check
from scripts.terminal.new import new
from scripts.terminal.news import news
from scripts.terminal.open import open_campaign
from scripts.terminal.plan import plan
from scripts.terminal.release import release
from scripts.terminal.resume import resume
from scripts.terminal.sign import sign
from scripts.terminal.status import status
from scripts.terminal.verify import verify

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


app.command(help=say("Describe a new project: asks, explains, and writes a file from one of four models."))(
    new
)
app.command(help=say("Find what is wrong with a description, by its lines. Needs no chain, sends nothing."))(
    check
)
app.command(help=say("Show what would be sent, and what would become of it. Sends nothing."))(plan)
app.command(help=say("Send exactly what was planned; nothing when something has moved since."))(apply)
app.command(help=say("Finish what was begun, after a crash or a lost transaction. Sends nothing twice."))(
    resume
)
app.command(help=say("Sign the artist’s consent or a financier’s line, and send it or keep it as a file."))(
    sign
)
app.command(help=say("Show where projects stand, who has not signed, and what they wait for."))(status)
app.command("open", help=say("Open a campaign that is approved, consented to and covered. Anybody may."))(
    open_campaign
)
app.command(help=say("Announce that a milestone is done, with evidence; later read what holders answered."))(
    release
)
app.command(
    help=say("Tell the fans something, on the project's website. It can be revised, and never removed.")
)(news)
app.command(help=say("End a campaign for good, by its producer: everybody is refunded."))(cancel)
app.command(help=say("Compare the code on the chain with what was compiled; prepare files for explorers."))(
    verify
)
