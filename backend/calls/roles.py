"""What producer and financiers do about their part in a project (rules 2.4, 2.5, 3.3)."""

from backend.addresses import ZERO_ADDRESS
from backend.calls.approvals import approve
from backend.calls.requests import GiftInKind, OfferProducer, OfLine, OfProject
from backend.calls.scene import Stage
from backend.calls.steps import Draft, Step
from backend.calls.words.deeds import NOTES
from backend.calls.words.parts import PARTS
from backend.chain.contracts import encode_call


async def open_(stage: Stage, request: OfProject) -> Draft:
    summary = stage.voice.say(PARTS, "open", name=stage.target.name)
    return Draft(summary, (_step(stage, "open", "open", summary),))


async def escrow_line(stage: Stage, request: OfLine) -> Draft:
    """An approval of exactly the line's amount, unless there is one, and the money."""
    amount = _amount_of(stage, request)
    (balance,) = await stage.currency("balanceOf", stage.wallet)
    summary = _say(stage, "escrow line", request)
    steps = (
        *await approve(stage, amount),
        _step(stage, "escrow_line", "escrowLine", summary, request.line),
    )
    notes = (stage.voice.say(PARTS, "locked"),)
    return Draft(summary, steps, notes, balance=balance, needed=amount)


async def withdraw_line(stage: Stage, request: OfLine) -> Draft:
    summary = _say(stage, "withdraw line", request)
    return Draft(summary, (_step(stage, "withdraw_line", "withdrawLine", summary, request.line),))


async def return_line(stage: Stage, request: OfLine) -> Draft:
    """After a wind-down a part of it goes back; otherwise all."""
    summary = _say(stage, "return line", request)
    return Draft(summary, (_step(stage, "return_line", "returnLine", summary, request.line),))


async def record_gift_in_kind(stage: Stage, request: GiftInKind) -> Draft:
    patron, description = request.patron, request.description
    summary = stage.voice.say(PARTS, "gift in kind", patron=patron, name=stage.target.name)
    step = _step(stage, "record_gift_in_kind", "recordGiftInKind", summary, patron, description)
    return Draft(summary, (step,), (stage.voice.say(PARTS, "shown for good"),))


async def offer_producer(stage: Stage, request: OfferProducer) -> Draft:
    voice, is_withdrawn = stage.voice, request.to == ZERO_ADDRESS
    key = "withdraw offer" if is_withdrawn else "offer producer"
    summary = voice.say(PARTS, key, name=stage.target.name, to=request.to)
    notes = () if is_withdrawn else (voice.say(NOTES, "not yourself", to=request.to),)
    return Draft(summary, (_step(stage, "offer_producer", "offerProducer", summary, request.to),), notes)


async def accept_producer(stage: Stage, request: OfProject) -> Draft:
    summary = stage.voice.say(PARTS, "accept producer", name=stage.target.name)
    return Draft(summary, (_step(stage, "accept_producer", "acceptProducer", summary),))


def _amount_of(stage: Stage, request: OfLine) -> int:
    """Nothing of a line that is not there: the campaign says so."""
    lines = stage.target.lines
    return lines[request.line].amount if request.line < len(lines) else 0


def _say(stage: Stage, key: str, request: OfLine) -> str:
    lines = stage.target.lines
    label = lines[request.line].label if request.line < len(lines) else "?"
    amount = _amount_of(stage, request)
    return stage.voice.say(PARTS, key, name=stage.target.name, line=request.line, label=label, amount=amount)


def _step(stage: Stage, action: str, function: str, words: str, *arguments: object) -> Step:
    return Step(action, stage.target.campaign, encode_call("Campaign", function, *arguments), words)
