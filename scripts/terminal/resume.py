"""`coprod campaign resume`: goes on with what was begun, after a crash, a lost transaction, or a night."""

from typing import Annotated

import typer

from scripts.language import say
from scripts.terminal.frame import WAITING, Ended, connect, show, tell
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
)
from scripts.terminal.signing import choose_signer, watch

Again = Annotated[
    bool,
    typer.Option(
        "--again", help=say("Ask the wallet again for what it was asked before and has nothing of.")
    ),
]


def resume(
    account: Account = "",
    keystore: Keystore = "",
    password_file: PasswordFile = None,
    browser: Browser = False,
    safe: Safe = "",
    again: Again = False,
    network: Network = LOCAL,
    as_json: AsJson = False,
    _: Language = "",
) -> None:
    """Finish what was begun: everything that the journal waits for, and every plan that was applied.

    Nothing is sent twice. It can be run again at any time, and from another machine with the same records.
    """
    connect(network)
    from scripts.plans.resumption import data_of_resumed, lines_of_resumed, resume_all
    from scripts.records import current_records

    records = current_records()

    def sign_for(address: str) -> object:
        return choose_signer(account, keystore, password_file, browser=browser, safe=safe, address=address)

    resumed = resume_all(records, sign_for, tell=tell, watch=watch, again=again)
    show(data_of_resumed(resumed), lines_of_resumed(resumed), as_json)
    if resumed.waits:
        tell(say("Something still waits: run `coprod campaign resume` again later."))
        raise Ended(WAITING)
