"""What an artist or a financier signs off the chain (PROTOCOL 2.4): in words, signed, as a file, brought."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import msgspec
from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt

from backend.chain.agreements import FILE_KIND, describe_file, name_file
from backend.chain.typed_data import TypedData
from scripts import chain
from scripts.commands import verb
from scripts.keys.signers import Signer
from scripts.language import say
from scripts.measures import amount_of, moment_of
from scripts.project.consents import artist_of, consent_data, factory_of, record_consent, sign_consent
from scripts.project.financing import (
    line_at,
    line_data,
    line_deadline,
    record_line,
    refuse_ended,
    refuse_settled,
    sign_line,
)
from scripts.project.steps import campaign_of, currency_of
from scripts.records import Records
from scripts.refusal import Refused
from scripts.reverts import STATUSES, utc


@dataclass(frozen=True)
class Agreement:
    """One signature, made or still to be made ("").

    line: of the financier, counted from 0; None: the artist's consent. paid: the financier says that it has
    paid elsewhere. deadline: the last second since 1970 in which it can be brought.
    """

    signer: str
    deadline: int
    line: int | None = None
    paid: bool = False
    signature: str = ""


class SignedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signature as a file: what the terminal writes, and the website (backend/chain/agreements.py)."""

    kind: Literal["coprod-signature-1"]
    words: str
    campaign: str
    signer: str
    typed_data: dict[str, Any]
    signature: str


def consent_wanted(project: dict[str, Any], records: Records) -> Agreement:
    """The artist's, not signed yet. Raises Refused when the project waits for none."""
    if STATUSES[campaign_of(project).status()] != "proposed":
        raise Refused(
            say("{project} is open already, or never will be: no consent is needed", project=project["slug"])
        )
    if factory_of(records).hasConsent(project["campaign"]):
        raise Refused(say("the artist of {project} has consented already", project=project["slug"]))
    return Agreement(*artist_of(project))


def line_wanted(project: dict[str, Any], line: int, *, paid: bool) -> Agreement:
    """The financier's, not signed yet. Raises Refused when the line needs no signature."""
    financier, _ = line_at(project, line)
    refuse_settled(campaign_of(project), line)
    refuse_ended(campaign_of(project))
    return Agreement(financier, line_deadline(project), line, paid)


def words_of(agreement: Agreement, project: dict[str, Any]) -> str:
    """What is signed, whole."""
    said = {"name": project["name"], "campaign": project["campaign"], "until": utc(agreement.deadline)}
    if agreement.line is None:
        return say(
            "I am the artist of {name} ({campaign}) and agree that this project opens with these terms, "
            "hash {terms}. My signature is good for an opening until {until}.",
            terms=project["terms_hash"],
            **said,
        )
    amount = currency_of(project).in_words(line_at(project, agreement.line)[1])
    said |= {"line": agreement.line + 1, "amount": amount}
    if agreement.paid:
        return say(
            "I have paid {amount} to the producer of {name} ({campaign}), outside the chain, for line "
            "{line}. This signature can be recorded until {until}, and then holds for good.",
            **said,
        )
    return say(
        "I promise to bring {amount} to {name} ({campaign}), for line {line}. My promise holds until "
        "{until}.",
        **said,
    )


def typed_data_of(agreement: Agreement, project: dict[str, Any], records: Records) -> TypedData:
    """What the contract checks the signature of."""
    if agreement.line is None:
        return consent_data(project, records, agreement.deadline)
    return line_data(project, agreement.line, paid=agreement.paid, deadline=agreement.deadline)


def sign_agreement(
    agreement: Agreement, project: dict[str, Any], records: Records, account: Account | Signer
) -> Agreement:
    """Signed by its signer; sends nothing. Raises Refused for any other account."""
    words = (words_of(agreement, project),)
    if agreement.line is None:
        deadline, signature = sign_consent(project, records, account, words)
    else:
        deadline, signature = sign_line(project, agreement.line, account, paid=agreement.paid, words=words)
    return replace(agreement, deadline=deadline, signature=signature)


def find_obstacle(agreement: Agreement, project: dict[str, Any], records: Records) -> str:
    """Why the contract would not take it now, in a sentence; "" when it would. The contract checks the
    signature itself, of keys as of contracts (ERC-1271)."""
    signature = bytes.fromhex(agreement.signature[2:])
    if agreement.line is None:
        contract = factory_of(records)
        call = contract.recordConsent.encode_input(project["campaign"], agreement.deadline, signature)
    else:
        contract = campaign_of(project)
        call = contract.signLine.encode_input(agreement.line, agreement.paid, agreement.deadline, signature)
    try:
        chain.gas_needed(agreement.signer, call, str(contract.address))
    except Refused as refused:
        return str(refused)
    return ""


def words_of_bringing(agreement: Agreement, project: dict[str, Any]) -> str:
    """What sending it does, for whoever is asked."""
    if agreement.line is None:
        return say("Records the artist’s consent to {name}.", name=project["name"])
    line = agreement.line + 1
    return say(
        "Records the financier’s signature for line {line} of {name}.", line=line, name=project["name"]
    )


def bring_agreement(
    agreement: Agreement, project: dict[str, Any], records: Records, account: Account | Signer
) -> TransactionReceipt:
    """Anybody: sends the signature. Raises Refused, in words, when the contract would not take it."""
    deadline, signature = agreement.deadline, agreement.signature
    if agreement.line is None:
        return record_consent(project, records, deadline, signature, account)
    return record_line(project, agreement.line, deadline, signature, account, paid=agreement.paid)


def write_agreement(
    agreement: Agreement, project: dict[str, Any], records: Records, file: Path | None = None
) -> Path:
    """The signature as a file, under a name of its own in the current folder without `file`. Raises Refused
    rather than replace another file."""
    typed = typed_data_of(agreement, project, records)
    wanted = file or Path(name_file(typed, project["campaign"]))
    words = words_of(agreement, project)
    content = describe_file(project["campaign"], agreement.signer, typed, words, agreement.signature)
    try:
        with wanted.open("x") as opened:
            opened.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    except FileExistsError:
        raise Refused(say("there is a file {file} already: name another one by --out", file=wanted)) from None
    return wanted


def read_agreement(file: Path, project: dict[str, Any], records: Records) -> Agreement:
    """The signature in a file, of this very project. Raises Refused when it says anything else than what the
    contract would check."""
    found = read_file(file)
    message = found.typed_data.get("message")
    try:
        if not isinstance(message, dict):
            raise ValueError(message)
        deadline, line = int(message["deadline"]), message.get("line")
        paid = message.get("paidElsewhere") is True
        number = None if line is None else int(line)
        signature = "0x" + bytes.fromhex(found.signature.removeprefix("0x")).hex()
    except (KeyError, TypeError, ValueError):
        raise Refused(say("{file} holds no signature of a consent or a line", file=file)) from None
    owner = artist_of(project)[0] if number is None else line_at(project, number)[0]
    agreement = Agreement(owner, deadline, number, paid, signature)
    if plain(found.typed_data) != plain(typed_data_of(agreement, project, records)):
        raise Refused(
            say(
                "{file} was signed for something else than {project} on this chain ({words}): ask for a new "
                "signature",
                file=file,
                project=project["slug"],
                words=found.words,
            )
        )
    return agreement


def read_file(file: Path) -> SignedFile:
    """Its shape alone. Raises Refused."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=SignedFile)
    except OSError as error:
        raise Refused(say("{file} cannot be read: {error}", file=file, error=error.strerror)) from None
    except msgspec.MsgspecError as error:
        raise Refused(
            say("{file} is no file of a signature ({kind}): {error}", file=file, kind=FILE_KIND, error=error)
        ) from None


def plain(value: Any) -> Any:
    """Whole numbers as their digits: JSON of browsers writes them so."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value if isinstance(value, bool) else str(value)


def lines_of_kept(project: dict[str, Any], file: Path, obstacle: str) -> Iterator[str]:
    """obstacle: why the contract would not take it now; whoever brings it has to wait for that."""
    yield say("Signed; nothing was sent. The signature is in {file}. Anybody brings it by", file=file)
    yield "  " + verb("sign", project["slug"], "--bring", str(file))
    if obstacle:
        yield say("The chain would not take it now: {reason}.", reason=obstacle.rstrip("."))


def lines_of_brought(agreement: Agreement, project: dict[str, Any], transaction: str) -> Iterator[str]:
    if agreement.line is None:
        yield say("Consent recorded in {transaction}.", transaction=transaction)
    elif agreement.paid:
        line = agreement.line + 1
        yield say("Line {line} is recorded as paid, in {transaction}.", line=line, transaction=transaction)
    else:
        line = agreement.line + 1
        yield say("Line {line} is promised, in {transaction}.", line=line, transaction=transaction)
    yield say("What the project waits for now: {command}", command=verb("status", project["slug"]))


def data_of(agreement: Agreement, project: dict[str, Any]) -> dict[str, Any]:
    """For `--json`. line counts from 1."""
    line = agreement.line
    return {
        "project": project["slug"],
        "campaign": project["campaign"],
        "agreement": "consent" if line is None else "line",
        "line": None if line is None else line + 1,
        "amount": None if line is None else amount_of(line_at(project, line)[1], currency_of(project)),
        "paid_elsewhere": agreement.paid,
        "signer": agreement.signer,
        "words": words_of(agreement, project),
        "deadline": moment_of(agreement.deadline),
        "signature": agreement.signature,
    }
