"""`coprod campaign open`: the campaign opens."""

from scripts.language import say
from scripts.terminal.frame import confirm, connect, show
from scripts.terminal.options import (
    LOCAL,
    Account,
    AsJson,
    Browser,
    Keystore,
    Language,
    Network,
    PasswordFile,
    Project,
    Safe,
    Yes,
)
from scripts.terminal.sent import data_of_sent
from scripts.terminal.signing import choose_signer, watch


def open_campaign(
    project: Project,
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
    """Open a campaign that is approved, consented to and covered. Anybody may; no term can change after."""
    connect(network)
    from scripts.project import steps
    from scripts.records import current_records
    from scripts.transactions import journal
    from scripts.transactions.spoken import saying

    records = current_records()
    record = records.project(project)
    words = say("Opens the campaign {project}: from now on no term can change.", project=record["slug"])
    signer = choose_signer(account, keystore, password_file, browser=browser, safe=safe)
    confirm(words, yes)
    with journal.keep(records, watch=watch), saying(words):
        receipt = steps.open_campaign(record, signer)
    done = say(
        "Opened in {transaction}. Fans can contribute from its opening time on.", transaction=receipt.txid
    )
    show(data_of_sent(record, receipt), [done], as_json)
