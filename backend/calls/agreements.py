"""The artist's consent and the financiers' lines: what is signed, and the calls that bring it (rule 2.4)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.calls.requests import CoverLine, OfProject, RecordConsent, SignLine
from backend.calls.scene import Stage
from backend.calls.steps import Draft, Step
from backend.calls.words.agreements import AGREEMENTS
from backend.calls.words.deeds import NOTES
from backend.chain.agreements import choose_line_deadline, describe_agreement
from backend.chain.contracts import encode_call
from backend.chain.typed_data import TypedData
from backend.errors import CoprodError
from backend.queries.terms import FinancierLine


class LineUnknown(CoprodError):
    """The project has no line of this number."""

    status = 404
    type = "line-unknown"
    title = "There is no such line"


class NotTheSigner(CoprodError):
    """The wallet is not the one whose signature counts."""

    status = 422
    type = "not-the-signer"
    title = "It is not for this account to sign"

    def __init__(self, wallet: str, signer: str) -> None:
        super().__init__(
            f"{signer} has to sign this, and not {wallet}: choose that account in your wallet, then start "
            "again."
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """What one account signs. words: the statement itself; notes: what to know before.

    action, parameters: the prepared call that brings the signature, but for the signature.
    deadline: the last second, since 1970, in which it can be brought.
    """

    signer: str
    words: str
    notes: tuple[str, ...]
    typed_data: TypedData
    deadline: int
    action: str
    parameters: Mapping[str, int | bool]


async def write_agreement(stage: Stage, request: OfProject) -> Paper:
    """What is asked for: of a line, or else the consent. Raises LineUnknown, and NotTheSigner when it is not
    for the wallet to sign."""
    if isinstance(request, SignLine):
        paper = await _write_line(stage, request)
    else:
        paper = await _write_consent(stage)
    if paper.signer != stage.wallet:
        raise NotTheSigner(stage.wallet, paper.signer)
    return paper


async def _write_consent(stage: Stage) -> Paper:
    """For the artist: good until the opening time."""
    setup = await _read_setup(stage)
    domain = await stage.node.ask("ProjectFactory", setup["factory"], "eip712Domain")
    target, deadline = stage.target, stage.target.terms.opens_at
    values = {"campaign": target.campaign, "termsHash": setup["termsHash"], "deadline": str(deadline)}
    said = {"name": target.name, "campaign": target.campaign, "terms": setup["termsHash"]}
    return Paper(
        signer=setup["terms"]["artist"],
        words=stage.voice.say(AGREEMENTS, "sign consent", deadline=deadline, **said),
        notes=_say_notes(stage, "signing is free", "until opening"),
        typed_data=describe_agreement("ArtistConsent", domain, values),
        deadline=deadline,
        action="record_consent",
        parameters={"deadline": deadline},
    )


async def _write_line(stage: Stage, request: SignLine) -> Paper:
    """For the financier of a line: until 90 days after the closing, or from now where that is later.

    Raises LineUnknown.
    """
    target, paid = stage.target, request.paid_elsewhere
    line = _line_of(stage, request.line)
    if line is None:
        raise LineUnknown(
            f"There is no line {request.line}: lines count from 0, and the project has {len(target.lines)}."
        )
    domain, block = await asyncio.gather(stage.campaign("eip712Domain"), stage.node.newest_block())
    deadline = choose_line_deadline(target.terms.closes_at, block.time)
    values: dict[str, str | int | bool] = {
        "line": str(request.line),
        "amount": str(line.amount),
        "paidElsewhere": paid,
        "deadline": str(deadline),
    }
    said = {"name": target.name, "campaign": target.campaign, "line": request.line, "label": line.label}
    key = "sign paid" if paid else "sign promise"
    return Paper(
        signer=line.financier,
        words=stage.voice.say(AGREEMENTS, key, amount=line.amount, deadline=deadline, **said),
        notes=_say_notes(stage, "signing is free", "recoups" if paid else "no money"),
        typed_data=describe_agreement("FinancierLine", domain, values),
        deadline=deadline,
        action="cover_line",
        parameters={"line": request.line, "paid_elsewhere": paid, "deadline": deadline},
    )


async def record_consent(stage: Stage, request: RecordConsent) -> Draft:
    """Anybody brings the artist's signature; the factory checks it (ECDSA, then ERC-1271)."""
    setup = await _read_setup(stage)
    name, deadline = stage.target.name, request.deadline
    summary = stage.voice.say(AGREEMENTS, "record consent", name=name, deadline=deadline)
    signature = bytes.fromhex(request.signature[2:])
    data = encode_call("ProjectFactory", "recordConsent", stage.target.campaign, deadline, signature)
    step = Step("record_consent", setup["factory"], data, summary)
    return Draft(summary, (step,), _say_notes(stage, "until opening"))


async def revoke_consent(stage: Stage, request: OfProject) -> Draft:
    """The artist, until the opening, for good."""
    setup = await _read_setup(stage)
    summary = stage.voice.say(AGREEMENTS, "revoke consent", name=stage.target.name)
    data = encode_call("ProjectFactory", "revokeConsent", stage.target.campaign)
    step = Step("revoke_consent", setup["factory"], data, summary)
    notes = (stage.voice.say(NOTES, "for good"), *_say_notes(stage, "no consent again"))
    return Draft(summary, (step,), notes)


async def cover_line(stage: Stage, request: CoverLine) -> Draft:
    """Anybody brings the signature of an approved financier; the campaign checks it."""
    target, number, paid = stage.target, request.line, request.paid_elsewhere
    line = _line_of(stage, number) or FinancierLine("", "?", 0)
    said = {"name": target.name, "line": number, "label": line.label, "amount": line.amount}
    key = "record paid" if paid else "record promise"
    summary = stage.voice.say(AGREEMENTS, key, deadline=request.deadline, **said)
    signature = bytes.fromhex(request.signature[2:])
    data = encode_call("Campaign", "signLine", number, paid, request.deadline, signature)
    step = Step("cover_line", target.campaign, data, summary)
    return Draft(summary, (step,), _say_notes(stage, "recoups" if paid else "no money"))


async def _read_setup(stage: Stage) -> Any:
    """By the campaign itself: the factory that it trusts, and the terms by their hash."""
    (setup,) = await stage.campaign("setup")
    return setup


def _line_of(stage: Stage, number: int) -> FinancierLine | None:
    lines = stage.target.lines
    return lines[number] if number < len(lines) else None


def _say_notes(stage: Stage, *keys: str) -> tuple[str, ...]:
    return tuple(stage.voice.say(AGREEMENTS, each) for each in keys)
