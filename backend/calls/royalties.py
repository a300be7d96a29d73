"""What holders do about what their shares earn (rules 5.3, 5.4)."""

from backend.calls.requests import AcceptPush, ClaimTo, OfProject, Transfer, Withdraw
from backend.calls.scene import Scene, Stage
from backend.calls.steps import Draft, Step
from backend.calls.voice import Voice
from backend.calls.words.deeds import CALLS, NOTES, SUMMARIES
from backend.calls.words.parts import PARTS
from backend.chain.client import ChainClient
from backend.chain.contracts import decode_result, encode_call
from backend.errors import CoprodError
from backend.queries.terms import Currency

SECONDS_PER_DAY = 86_400


class ReceiverStrands(CoprodError):
    """Nobody could ever take out again what is sent there (K20)."""

    status = 422
    type = "receiver-strands"
    title = "What is sent there is lost"


async def claim(stage: Stage, request: OfProject) -> Draft:
    (amount,) = await stage.token("claimable", request.wallet)
    summary = stage.voice.say(SUMMARIES, "claim", amount=amount, name=stage.target.name)
    return Draft(summary, (_step(stage, "claim", "claim", summary),))


async def claim_to(stage: Stage, request: ClaimTo) -> Draft:
    """Raises ReceiverStrands."""
    _check_receiver(stage, request.to)
    voice = stage.voice
    (amount,) = await stage.token("claimable", request.wallet)
    summary = voice.say(SUMMARIES, "claim to", amount=amount, name=stage.target.name, to=request.to)
    notes = (voice.say(NOTES, "not yourself", to=request.to),) if request.to != request.wallet else ()
    return Draft(summary, (_step(stage, "claim_to", "claimTo", summary, request.to),), notes)


async def claim_all(node: ChainClient, scene: Scene) -> Draft:
    """One claim for each project that owes the wallet something now."""
    asked = [
        (each.share_token, encode_call("ShareToken", "claimable", scene.wallet)) for each in scene.holdings
    ]
    answers = await node.calls(asked)
    steps, totals = [], dict[Currency, int]()
    for holding, answer in zip(scene.holdings, answers, strict=True):
        (amount,) = decode_result("ShareToken", "claimable", answer)
        if not amount:
            continue
        currency = holding.currency
        totals[currency] = totals.get(currency, 0) + amount
        words = Voice(scene.language, currency).say(CALLS, "claim", amount=amount, name=holding.name)
        steps.append(Step("claim", holding.share_token, encode_call("ShareToken", "claim"), words))
    key = {0: "claim nothing", 1: "claim all of one"}.get(len(steps), "claim all")
    amounts = ", ".join(Voice(scene.language, each).amount(total) for each, total in totals.items())
    summary = Voice(scene.language).say(SUMMARIES, key, count=len(steps), amounts=amounts)
    return Draft(summary, tuple(steps))


async def accept_push(stage: Stage, request: AcceptPush) -> Draft:
    key = "accept push" if request.accepted else "refuse push"
    summary = stage.voice.say(SUMMARIES, key, name=stage.target.name)
    return Draft(summary, (_step(stage, "accept_push", "acceptPush", summary, request.accepted),))


async def transfer(stage: Stage, request: Transfer) -> Draft:
    """The seller keeps what was earned. Raises ReceiverStrands."""
    _check_receiver(stage, request.to)
    voice, shares, to = stage.voice, request.shares, request.to
    summary = voice.say(PARTS, "transfer", shares=shares, name=stage.target.name, to=to)
    notes = (voice.say(PARTS, "earned stays"), voice.say(NOTES, "for good"))
    return Draft(summary, (_step(stage, "transfer", "transfer", summary, to, shares),), notes)


async def release(stage: Stage, request: OfProject) -> Draft:
    steps = await release_due(stage)
    key = "release" if steps else "release nothing"
    return Draft(stage.voice.say(SUMMARIES, key, name=stage.target.name), steps)


async def withdraw(stage: Stage, request: Withdraw) -> Draft:
    """What the campaign owes after a payment that failed. Raises ReceiverStrands."""
    voice, to = stage.voice, request.to or request.wallet
    _check_receiver(stage, to)
    (amount,) = await stage.campaign("owedTo", request.wallet)
    key = "withdraw" if to == request.wallet else "withdraw to"
    summary = voice.say(SUMMARIES, key, amount=amount, name=stage.target.name, to=to)
    notes = (voice.say(NOTES, "not yourself", to=to),) if to != request.wallet else ()
    data = encode_call("Campaign", "withdrawTo", to)
    return Draft(summary, (Step("withdraw", stage.target.campaign, data, summary),), notes)


def _check_receiver(stage: Stage, to: str) -> None:
    target = stage.target
    if to in (target.campaign, target.waterfall, target.share_token, target.currency.address):
        raise ReceiverStrands(
            f"{to} is a contract of this project or its currency: nobody could take it out again. Give the "
            "address of a wallet."
        )


async def release_due(stage: Stage) -> tuple[Step, ...]:
    """A call for each tranche of which something is due now, as ShareToken.release reckons it."""
    target, token = stage.target, stage.target.share_token
    asked = [(token, encode_call("ShareToken", "tranche", each)) for each in target.unreleased]
    answers = await stage.node.calls(asked)
    now = (await stage.node.newest_block()).time
    # A wind-down ends the daily steps.
    whole = 1 if target.exit_per_share is not None else target.royalty_steps
    steps = []
    for number, answer in zip(target.unreleased, answers, strict=True):
        amount, released, received_at = decode_result("ShareToken", "tranche", answer)
        due = 1 if whole == 1 else min(whole, (now - received_at) // SECONDS_PER_DAY)
        if amount * due // whole > released:
            words = stage.voice.say(CALLS, "release tranche", tranche=number)
            steps.append(Step("release", token, encode_call("ShareToken", "release", number), words))
    return tuple(steps)


def _step(stage: Stage, action: str, function: str, words: str, *arguments: object) -> Step:
    return Step(action, stage.target.share_token, encode_call("ShareToken", function, *arguments), words)
