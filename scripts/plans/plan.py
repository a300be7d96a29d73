"""A plan: what will be sent to open a project, and all that it was made from, as a file that can be kept.

`plan.json` holds the exact call data and everything that must not have moved when it is applied. It is read
by its schema: a key that is missing, unknown or of another kind is refused, and so is a file that somebody
edited.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Literal

import msgspec

from scripts.language import say
from scripts.refusal import Refused

FORMAT = 1
"""Of the file. A later program refuses what it does not know, and says so."""
Action = Literal["propose", "consent", "allow", "escrow"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the file: all its keys are there, and no other."""


class Code(Part):
    """A contract, and keccak256 of its code."""

    address: str
    code_hash: str


class Block(Part):
    """time: its timestamp; clock: what the times of the file count from; seconds since 1970."""

    number: int
    hash: str
    time: int
    clock: int


class Money(Part):
    address: str
    symbol: str
    decimals: int


class Source(Part):
    """What the terms were read from.

    file: from the plan's folder; preset: the same as its record will tell it; digests: SHA-256 of the file
    and of those it names, by their paths from the file's folder; people: addresses by the names of the file;
    nonce: tells a project from its twin.
    """

    file: str
    preset: str
    digests: dict[str, str]
    people: dict[str, str]
    nonce: int


class Project(Part):
    """What the chain will call it. Times in seconds since 1970."""

    name: str
    model: str
    terms_hash: str
    campaign: str
    waterfall: str
    share_token: str
    opens_at: int
    closes_at: int


class Call(Part):
    """One transaction. data: without the producer's signature in a consent, which is made when it is sent.

    gas: what it took when it was tried out; line: of the financier, counted from 0, in what concerns one.
    """

    action: Action
    to: str
    data: str
    gas: int
    line: int | None = None


class Difference(Part):
    """Where chain, records and file say different things.

    about: "new", "proposed", "record_missing", "record_differs" or "other_terms"; project: slug of a record;
    key: of the term or of the record's field; was, will: before and after, in words.
    """

    about: Literal["new", "proposed", "record_missing", "record_differs", "other_terms"]
    project: str = ""
    key: str = ""
    was: str = ""
    will: str = ""


class Plan(Part):
    """All of it.

    genesis: hash of block 0, by which a chain is told from one that began again; simulation: see
    scripts/rehearsal/simulation.py, None if it was not tried out.
    """

    format: int
    chain_id: int
    genesis: str
    network: str
    block: Block
    factory: Code
    implementations: dict[str, Code]
    fee_bps: int
    currency: Money
    producer: str
    account_nonce: int
    gas_price: int
    source: Source
    project: Project
    calls: list[Call]
    differences: list[Difference]
    simulation: dict[str, Any] | None
    digest: str = ""

    @property
    def name(self) -> str:
        return self.project.name


def digest_of(plan: Plan) -> str:
    """SHA-256 of everything else in the file."""
    values = msgspec.to_builtins(plan) | {"digest": ""}
    return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def write_plan(plan: Plan, file: Path) -> None:
    """Replaces the file in one step. The source's path is kept from the plan's folder on."""
    sealed = msgspec.structs.replace(plan, digest=digest_of(plan))
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    with fresh.open("w") as opened:
        opened.write(json.dumps(msgspec.to_builtins(sealed), indent=2, ensure_ascii=False) + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(file)


def read_plan(file: Path) -> Plan:
    """Raises Refused when there is none, when it is of another format, or when somebody edited it."""
    if not file.is_file():
        raise Refused(say("there is no plan {file}: make one with `coprod campaign plan`", file=str(file)))
    try:
        values = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Refused(
            say("{file} is no plan, but broken JSON ({error}): plan again", file=str(file), error=str(error))
        ) from None
    if isinstance(values, dict) and values.get("format", FORMAT) != FORMAT:
        raise Refused(
            say(
                "{file} is a plan of format {format}, and this program knows {known}: plan again",
                file=str(file),
                format=str(values["format"]),
                known=FORMAT,
            )
        )
    try:
        plan = msgspec.convert(values, Plan)
    except msgspec.ValidationError as error:
        raise Refused(
            say("{file} is no whole plan ({error}): plan again", file=str(file), error=str(error))
        ) from None
    if plan.digest != digest_of(plan):
        raise Refused(
            say(
                "{file} was changed after it was made: a plan is not edited. Change the description of the "
                "project, and plan again",
                file=str(file),
            )
        )
    return plan


def source_file(plan: Plan, folder: Path) -> Path:
    """The description that a plan in this folder was made from."""
    return folder / plan.source.file


def digests_of(file: Path, values: dict[str, Any]) -> dict[str, str]:
    """SHA-256 of a description and of the files that it names, by their paths from its folder; "" if
    absent."""
    page = values.get("page")
    named = [values.get("prospectus"), page.get("poster") if isinstance(page, dict) else None]
    names = [file.name, *(each for each in named if isinstance(each, str) and each)]
    return {name: digest_of_file(file.parent / name) for name in names}


def digest_of_file(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def proposing(plan: Plan) -> Call:
    """The first of the calls, without which there is nothing to do. Raises Refused when it is not there."""
    for call in plan.calls:
        if call.action == "propose":
            return call
    raise Refused(say("the plan proposes nothing: plan again"))
