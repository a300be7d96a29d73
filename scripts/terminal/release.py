"""`coprod campaign release`: announces a milestone's release with evidence; later counts the objections."""

from pathlib import Path
from typing import Annotated, Any

import typer

from scripts.language import say
from scripts.refusal import Refused
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
from scripts.terminal.sent import data_of_sent, write_time
from scripts.terminal.signing import choose_signer, watch

Milestone = Annotated[
    int, typer.Argument(min=0, help=say("The milestone to announce, counted from 1; none with --read."))
]
Evidence = Annotated[
    Path | None,
    typer.Argument(help=say("The file that shows what was done; its fingerprint goes on the chain.")),
]
Uri = Annotated[
    str,
    typer.Option(
        "--uri",
        help=say("Where holders read the evidence; without it a short text goes on the chain itself."),
    ),
]
Read = Annotated[
    bool, typer.Option("--read", help=say("After the window: count the objections. Anybody may."))
]


def release(
    project: Project,
    milestone: Milestone = 0,
    evidence: Evidence = None,
    uri: Uri = "",
    read: Read = False,
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
    """Announce the release of a milestone, with evidence, by the producer: it cannot be withdrawn. Or, once
    the window is over, count the objections with --read, by anybody.
    """
    if read and (milestone or evidence or uri):
        raise Refused(
            say("--read reads the answers to what was announced: leave milestone and evidence away")
        )
    if not read and not (milestone and evidence):
        raise Refused(say("say which milestone is done, and name a file that shows it; or --read"))
    content = read_evidence(evidence) if evidence else b""
    connect(network)
    from scripts.project import milestones, steps
    from scripts.records import current_records
    from scripts.transactions import journal
    from scripts.transactions.spoken import saying

    records = current_records()
    record = records.project(project)
    named = {"project": record["slug"], "milestone": milestone}

    def choose(address: str | None) -> Any:
        return choose_signer(account, keystore, password_file, browser=browser, safe=safe, address=address)

    if read:
        words = say("Counts the objections of {project}, and acts on them.", **named)
        signer = choose(None)
        confirm(words, yes)
        with journal.keep(records, watch=watch), saying(words):
            outcome, receipt = milestones.read_tally(record, signer)
        data, lines = tell_tally(record, outcome, receipt)
    else:
        words = say("Announces that milestone {milestone} of {project} is done; this stays.", **named)
        signer = choose(str(steps.campaign_of(record).producer()))
        confirm(words, yes)
        with journal.keep(records, watch=watch), saying(words):
            receipt = milestones.announce_release(record, milestone - 1, content, uri, signer)
        data, lines = tell_announced(record, milestone, receipt)
    show(data, lines, as_json)


def read_evidence(file: Path) -> bytes:
    """Raises Refused."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(say("{file} cannot be read: {why}", file=file, why=error.strerror)) from None


def tell_announced(record: dict[str, Any], milestone: int, receipt: Any) -> tuple[dict[str, Any], list[str]]:
    from scripts.reverts import utc

    until = int(receipt.events["ReleaseAnnounced"]["objectionsUntil"])
    data = data_of_sent(record, receipt, milestone=milestone, objections_until=write_time(until))
    line = say(
        "Announced in {transaction}. Holders can object until {until}; then anybody reads the tally.",
        transaction=receipt.txid,
        until=utc(until),
    )
    return data, [line]


def tell_tally(record: dict[str, Any], outcome: str, receipt: Any) -> tuple[dict[str, Any], list[str]]:
    from scripts.reverts import in_words, utc

    line = say("Read in {transaction}: {outcome}.", transaction=receipt.txid, outcome=in_words(outcome))
    again = None
    if outcome == "marked":
        again = int(receipt.events["Marked"]["readAgainAt"])
        line += " " + say("It is read again on {moment}.", moment=utc(again))
    data = data_of_sent(record, receipt, outcome=outcome, read_again_at=again and write_time(again))
    return data, [line]
