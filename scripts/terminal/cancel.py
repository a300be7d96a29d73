"""`coprod campaign cancel`: the producer ends the campaign."""

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


def cancel(
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
    """End a campaign for good, by its producer: everybody is refunded. You type the project's slug first."""
    connect(network)
    from scripts.project import steps
    from scripts.records import current_records
    from scripts.transactions import journal
    from scripts.transactions.spoken import saying

    records = current_records()
    record = records.project(project)
    producer = str(steps.campaign_of(record).producer())
    words = say("Cancels {project} for good: everybody can be refunded.", project=record["slug"])
    signer = choose_signer(account, keystore, password_file, browser=browser, safe=safe, address=producer)
    confirm(words, yes, record["slug"])
    with journal.keep(records, watch=watch), saying(words):
        receipt = steps.cancel_campaign(record, signer)
    done = say("Cancelled in {transaction}. Next: anybody refunds everybody.", transaction=receipt.txid)
    show(data_of_sent(record, receipt), [done], as_json)
