"""What holders do about what their shares earn (rules 5.3, 5.4)."""

from backend.calls.requests import AcceptPush, ClaimTo, OfProject, Withdraw
from backend.calls.scene import Scene, Stage, ask_each, decode_if_any
from backend.calls.steps import Draft, Step
from backend.calls.voice import Voice
from backend.calls.words.deeds import CALLS, NOTES, SUMMARIES
from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.queries.terms import Currency


async def claim(stage: Stage, request: OfProject) -> Draft:
    (amount,) = await stage.token("claimable", request.wallet)
    summary = stage.voice.say(SUMMARIES, "claim", amount=amount, name=stage.target.name)
    return Draft(summary, (_step(stage, "claim", summary),))


async def claim_to(stage: Stage, request: ClaimTo) -> Draft:
    voice = stage.voice
    (amount,) = await stage.token("claimable", request.wallet)
    summary = voice.say(SUMMARIES, "claim to", amount=amount, name=stage.target.name, to=request.to)
    notes = (voice.say(NOTES, "not yourself", to=request.to),) if request.to != request.wallet else ()
    return Draft(summary, (_step(stage, "claimTo", summary, request.to),), notes)


async def claim_all(node: ChainClient, scene: Scene) -> Draft:
    """One claim for each project that owes the wallet something now."""
    found = await ask_each(
        node,
        [(each.share_token, encode_call("ShareToken", "claimable", scene.wallet)) for each in scene.holdings],
    )
    steps, totals = [], dict[Currency, int]()
    for holding, answer in zip(scene.holdings, found, strict=True):
        (amount,) = decode_if_any("ShareToken", "claimable", answer) or (0,)
        if not amount:
            continue
        currency = holding.currency
        totals[currency] = totals.get(currency, 0) + amount
        words = Voice(scene.language, currency).say(CALLS, "claim", amount=amount, name=holding.name)
        steps.append(Step(holding.share_token, encode_call("ShareToken", "claim"), words))
    key = {0: "claim nothing", 1: "claim all of one"}.get(len(steps), "claim all")
    amounts = ", ".join(Voice(scene.language, each).amount(total) for each, total in totals.items())
    summary = Voice(scene.language).say(SUMMARIES, key, count=len(steps), amounts=amounts)
    return Draft(summary, tuple(steps))


async def accept_push(stage: Stage, request: AcceptPush) -> Draft:
    key = "accept push" if request.accepted else "refuse push"
    summary = stage.voice.say(SUMMARIES, key, name=stage.target.name)
    return Draft(summary, (_step(stage, "acceptPush", summary, request.accepted),))


async def release(stage: Stage, request: OfProject) -> Draft:
    summary = stage.voice.say(SUMMARIES, "release", name=stage.target.name)
    return Draft(summary, release_all(stage))


async def withdraw(stage: Stage, request: Withdraw) -> Draft:
    """What the campaign owes after a payment that failed."""
    voice, to = stage.voice, request.to or request.wallet
    (amount,) = await stage.campaign("owedTo", request.wallet)
    key = "withdraw" if to == request.wallet else "withdraw to"
    summary = voice.say(SUMMARIES, key, amount=amount, name=stage.target.name, to=to)
    notes = (voice.say(NOTES, "not yourself", to=to),) if to != request.wallet else ()
    data = encode_call("Campaign", "withdrawTo", to)
    return Draft(summary, (Step(stage.target.campaign, data, summary),), notes)


def release_all(stage: Stage) -> tuple[Step, ...]:
    """A call for each tranche that has not entered whole."""
    return tuple(
        Step(
            stage.target.share_token,
            encode_call("ShareToken", "release", tranche),
            stage.voice.say(CALLS, "release tranche", tranche=tranche),
        )
        for tranche in stage.target.unreleased
    )


def _step(stage: Stage, function: str, words: str, *arguments: object) -> Step:
    return Step(stage.target.share_token, encode_call("ShareToken", function, *arguments), words)
