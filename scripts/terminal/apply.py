"""`coprod campaign apply`: sends exactly what was planned."""

from pathlib import Path
from typing import Annotated

import typer

from scripts.language import say
from scripts.terminal.frame import confirm, connect, show, tell
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

File = Annotated[Path, typer.Argument(help=say("The plan: a file that `plan -o` has made."))]


def apply(
    file: File,
    account: Account = "",
    keystore: Keystore = "",
    password_file: PasswordFile = None,
    browser: Browser = False,
    safe: Safe = "",
    network: Network = LOCAL,
    yes: Yes = False,
    as_json: AsJson = False,
    _: Language = "",
) -> None:
    """Send exactly what was planned, and nothing when something has moved since.

    Outside development chains you type the project's name first. Stopped in the middle, or applied twice, it
    goes on where it was: see `resume`.
    """
    connect(network)
    from scripts import chain
    from scripts.plans.application import apply_plan, refuse_unfit
    from scripts.plans.applied import data_of_applied, lines_of_applied
    from scripts.plans.calls_left import calls_left
    from scripts.plans.outlook import lines_of_calls
    from scripts.plans.plan import read_plan
    from scripts.records import current_records
    from scripts.transactions import journal

    planned, records = read_plan(file), current_records()
    with journal.keep(records, watch=watch):
        refuse_unfit(planned, records, file.parent)
        signer = choose_signer(
            account, keystore, password_file, browser=browser, safe=safe, address=planned.producer
        )
        if left := calls_left(planned):
            tell(say("{producer} sends, on {network}:", producer=planned.producer, network=planned.network))
            for line in lines_of_calls(planned, left):
                tell(f"  {line}")
            name = "" if chain.is_development() else planned.name
            confirm(say("This is sent, and no term can change any more."), yes or not name, name)
        applied = apply_plan(planned, signer, records, folder=file.parent, tell=tell)
    show(data_of_applied(applied), lines_of_applied(applied), as_json)
