"""`coprod campaign resume`: goes on with what was begun, after a crash, a lost transaction, or a night."""

from typing import Annotated, Any

import typer

from scripts.language import say
from scripts.terminal.frame import WAITING, Ended, confirm, connect, show, tell
from scripts.terminal.options import (
    LOCAL,
    Account,
    AsJson,
    Browser,
    Keystore,
    Language,
    Network,
    PasswordFile,
    Safe,
    Yes,
)
from scripts.terminal.signing import choose_signer, watch

Again = Annotated[
    bool,
    typer.Option(
        "--again", help=say("Ask the wallet again for what it was asked before and has nothing of.")
    ),
]

SHOWN = 2 + 8 + 2 * 64
"""Digits of a function and two arguments."""


def resume(
    account: Account = "",
    keystore: Keystore = "",
    password_file: PasswordFile = None,
    browser: Browser = False,
    safe: Safe = "",
    again: Again = False,
    yes: Yes = False,
    network: Network = LOCAL,
    as_json: AsJson = False,
    _: Language = "",
) -> None:
    """Finish what was begun: everything that the journal waits for, and every plan that was applied.

    Nothing is sent twice. It can be run again at any time, and from another machine with the same records.
    """
    connect(network)
    from scripts import chain
    from scripts.plans.resumption import data_of_resumed, lines_of_resumed, resume_all
    from scripts.records import current_records

    records = current_records()

    due = read_due(records)
    if due:
        for line in due:
            tell(line)
        confirm(
            say("This was recorded and never signed: it is signed now, with your key."),
            yes or chain.is_development(),
        )

    def sign_for(address: str) -> object:
        return choose_signer(account, keystore, password_file, browser=browser, safe=safe, address=address)

    resumed = resume_all(records, sign_for, tell=tell, watch=watch, again=again)
    show(data_of_resumed(resumed), lines_of_resumed(resumed), as_json)
    if resumed.waits:
        tell(say("Something still waits: run `coprod campaign resume` again later."))
        raise Ended(WAITING)


def read_due(records: Any) -> list[str]:
    """What the journal would have signed: whoever could write into its file chose it."""
    from scripts.transactions import journal

    with journal.keep(records) as kept:
        return [
            say(
                "  {intent}: {sender} calls {receiver}, nonce {nonce}, data {data}",
                intent=each.intent,
                sender=each.sender,
                receiver=each.receiver or say("a new contract"),
                nonce=each.nonce,
                data=shorten("0x" + each.data.hex()),
            )
            for each in kept.unfinished()
            if each.status == "due"
        ]


def shorten(data: str) -> str:
    """Call data: the function, and its first two arguments, which tell a transfer whole; how many bytes."""
    return data if len(data) <= SHOWN else f"{data[:SHOWN]}… ({(len(data) - 2) // 2:,})"
