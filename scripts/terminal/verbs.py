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
from scripts.terminal.usage import Verb, Verbs
from scripts.terminal.verify import verify

VERBS = {
    "new": (new, say("Describe a new project: asks, explains, and writes a file from one of four models.")),
    "check": (
        check,
        say("Find what is wrong with a description, by its lines. Needs no chain, sends nothing."),
    ),
    "plan": (plan, say("Show what would be sent, and what would become of it. Sends nothing.")),
    "apply": (apply, say("Send exactly what was planned; nothing when something has moved since.")),
    "resume": (
        resume,
        say("Finish what was begun, after a crash or a lost transaction. Sends nothing twice."),
    ),
    "sign": (
        sign,
        say("Sign the artist’s consent or a financier’s line, and send it or keep it as a file."),
    ),
    "status": (status, say("Show where projects stand, who has not signed, and what they wait for.")),
    "open": (open_campaign, say("Open a campaign that is approved, consented to and covered. Anybody may.")),
    "release": (
        release,
        say("Announce that a milestone is done, with evidence; later read what holders answered."),
    ),
    "news": (
        news,
        say("Tell the fans something, on the project's website. It can be revised, and never removed."),
    ),
    "cancel": (cancel, say("End a campaign for good, by its producer: everybody is refunded.")),
    "verify": (
        verify,
        say("Compare the code on the chain with what was compiled; prepare files for explorers."),
    ),
}

app = typer.Typer(
    cls=Verbs,
    help=say("Plan, open and lead a campaign. Without --network it is about the chain of this machine."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def campaign() -> None:
    pass


for _name, (_verb, _help) in VERBS.items():
    app.command(_name, cls=Verb, help=_help)(_verb)
