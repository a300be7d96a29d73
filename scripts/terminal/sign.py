"""`coprod campaign sign`: the artist's consent, or a financier's line, by its signature; and bringing one."""

from pathlib import Path
from typing import Annotated, Any

import typer

from scripts.language import say
from scripts.refusal import Refused
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
    Project,
    Safe,
    Yes,
)
from scripts.terminal.signing import choose_signer, watch

Line = Annotated[
    int,
    typer.Option(
        "--line", min=0, help=say("The financier’s line, counted from 1; else the artist’s consent.")
    ),
]
Paid = Annotated[
    bool,
    typer.Option("--paid", help=say("The financier has paid it outside the chain; else it promises to.")),
]
Keep = Annotated[
    bool,
    typer.Option("--keep", help=say("Send nothing: write the signature to a file for whoever brings it.")),
]
Out = Annotated[Path | None, typer.Option("--out", "-o", help=say("The same, to the file of this name."))]
Bring = Annotated[
    Path | None, typer.Option("--bring", help=say("Bring the signature in this file; anybody may."))
]


def sign(
    project: Project,
    line: Line = 0,
    paid: Paid = False,
    keep: Keep = False,
    out: Out = None,
    bring: Bring = None,
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
    """Sign the artist's consent or a financier's line, and send it; or keep it as a file that anybody brings.

    What is signed is said in words first. Signing costs nothing; sending costs gas.
    """
    if bring and (line or paid or keep or out):
        raise Refused(say("--bring takes what is in the file: leave --line, --paid, --keep and --out away"))
    if paid and not line:
        raise Refused(say("say by --line which line was paid"))
    connect(network)
    from scripts.project import agreements
    from scripts.project.agreements import Agreement
    from scripts.records import current_records
    from scripts.transactions import journal
    from scripts.transactions.spoken import saying

    records = current_records()
    record = records.project(project)

    def choose(address: str | None) -> Any:
        return choose_signer(account, keystore, password_file, browser, safe, address=address)

    agreed: Agreement
    if bring:
        agreed = agreements.read_agreement(bring, record, records)
        tell(say("{signer} signed:", signer=agreed.signer))
        tell(f"  {agreements.words_of(agreed, record)}")
        signer = choose(None)
    else:
        wanted = (
            agreements.line_wanted(record, line - 1, paid=paid)
            if line
            else agreements.consent_wanted(record, records)
        )
        signer = choose(wanted.signer)
        tell(say("As {signer} you sign:", signer=wanted.signer))
        tell(f"  {agreements.words_of(wanted, record)}")
        confirm(say("Signing costs nothing and moves no money."), yes)
        agreed = agreements.sign_agreement(wanted, record, records, signer)
    data = agreements.data_of(agreed, record)
    if keep or out:
        file = agreements.write_agreement(agreed, record, records, out)
        obstacle = agreements.find_obstacle(agreed, record, records)
        lines = agreements.lines_of_kept(record, file, obstacle)
        show(data | {"file": str(file), "obstacle": obstacle or None}, lines, as_json)
        return
    words = agreements.words_of_bringing(agreed, record)
    with journal.keep(records, watch=watch), saying(words):
        receipt = agreements.bring_agreement(agreed, record, records, signer)
    sent = {"transaction": str(receipt.txid), "block_number": receipt.block_number}
    show(data | sent, agreements.lines_of_brought(agreed, record, str(receipt.txid)), as_json)
