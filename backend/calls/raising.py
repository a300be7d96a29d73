"""What fans, patrons and the producer do while money is raised, and when it goes back (rules 3.1 to 3.4)."""

from backend.amounts import AmountUnreadable, parse_amount, parse_decimal, to_units
from backend.calls.approvals import approve
from backend.calls.permits import offer_permit, split_signature
from backend.calls.requests import Contribute, ContributeFor, Give, OfProject
from backend.calls.scene import Stage
from backend.calls.steps import Draft, Step
from backend.calls.words.deeds import CALLS, NOTES, SUMMARIES
from backend.calls.words.parts import PARTS
from backend.chain.contracts import encode_call


async def contribute(stage: Stage, request: Contribute) -> Draft:
    """One call with a signed permit; else, unless the campaign may take as much already, an approval of
    exactly the price before it. Raises PermitUnusable."""
    target, voice = stage.target, stage.voice
    shares, up_to = request.shares, request.up_to and request.permit is None
    if up_to:
        (left,) = await stage.campaign("sharesLeft")
        shares = min(shares, left) or shares
    amount = shares * target.terms.price_per_share
    (balance,) = await stage.currency("balanceOf", stage.wallet)
    steps, offer = [], None
    if request.permit is not None:
        permit = {"value": amount, "deadline": request.permit.deadline} | split_signature(request.permit)
        data = encode_call("Campaign", "contributeWithPermit", shares, request.tier, permit)
        words = voice.say(CALLS, "contribute with permit", shares=shares)
    else:
        steps = await approve(stage, amount)
        if steps and not up_to:
            offer = await offer_permit(stage, amount)
        data = encode_call("Campaign", "contributeUpTo" if up_to else "contribute", shares, request.tier)
        words = voice.say(CALLS, "contribute up to" if up_to else "contribute", shares=shares)
    summary = "contribute up to" if up_to else "contribute"
    return Draft(
        voice.say(SUMMARIES, summary, shares=shares, name=target.name, amount=amount),
        (*steps, Step("contribute", target.campaign, data, words)),
        await _note_contribution(stage, request, up_to),
        offer,
        balance=balance,
        needed=amount,
    )


async def contribute_for(stage: Stage, request: ContributeFor) -> Draft:
    """For a fan who has no share: it may take them back, and the payer is paid."""
    target, voice, shares = stage.target, stage.voice, request.shares
    amount = shares * target.terms.price_per_share
    (balance,) = await stage.currency("balanceOf", stage.wallet)
    until = (await stage.node.newest_block()).time + target.terms.reflection_seconds
    data = encode_call("Campaign", "contributeFor", request.fan, shares)
    step = Step("contribute_for", target.campaign, data, voice.say(CALLS, "contribute", shares=shares))
    return Draft(
        voice.say(PARTS, "contribute for", shares=shares, name=target.name, fan=request.fan, amount=amount),
        (*await approve(stage, amount), step),
        (voice.say(PARTS, "fan may revoke", until=until), voice.say(NOTES, "all or nothing")),
        balance=balance,
        needed=amount,
    )


async def give(stage: Stage, request: Give) -> Draft:
    """Raises AmountUnreadable."""
    target, voice = stage.target, stage.voice
    amount = _read_amount(stage, request.amount)
    (balance,) = await stage.currency("balanceOf", stage.wallet)
    words = voice.say(CALLS, "give", amount=amount)
    step = Step("give", target.campaign, encode_call("Campaign", "give", amount), words)
    return Draft(
        voice.say(SUMMARIES, "give", amount=amount, name=target.name),
        (*await approve(stage, amount), step),
        (voice.say(NOTES, "gift"),),
        balance=balance,
        needed=amount,
    )


async def revoke(stage: Stage, request: OfProject) -> Draft:
    target, voice = stage.target, stage.voice
    shares, _, tier = await stage.campaign("pledgeOf", request.wallet)
    payer, paid_for = await stage.campaign("payerOf", request.wallet)
    notes = []
    if paid_for:
        notes.append(voice.say(NOTES, "other payer", payer=payer))
    if tier:
        notes.append(voice.say(NOTES, "tier freed"))
    amount = shares * target.terms.price_per_share
    summary = voice.say(SUMMARIES, "revoke", shares=shares, name=target.name, amount=amount)
    return Draft(summary, (_step(stage, "revoke", "revoke", summary),), tuple(notes))


async def refund(stage: Stage, request: OfProject) -> Draft:
    target, voice = stage.target, stage.voice
    (shares,) = await stage.token("balanceOf", request.wallet)
    payer, paid_for = await stage.campaign("payerOf", request.wallet)
    notes = (voice.say(NOTES, "other payer", payer=payer),) if paid_for else ()
    amount = shares * target.terms.price_per_share
    summary = voice.say(SUMMARIES, "refund", shares=shares, name=target.name, amount=amount)
    return Draft(summary, (_step(stage, "refund", "refund", summary, request.wallet),), notes)


async def refund_gift(stage: Stage, request: OfProject) -> Draft:
    """After a wind-down a part of it comes back; otherwise all."""
    (amount,) = await stage.campaign("giftOf", request.wallet)
    key = "refund gift" if stage.target.exit_per_share is None else "refund gift in part"
    summary = stage.voice.say(SUMMARIES, key, name=stage.target.name, amount=amount)
    return Draft(summary, (_step(stage, "refund_gift", "refundGift", summary, request.wallet),))


async def cancel(stage: Stage, request: OfProject) -> Draft:
    summary = stage.voice.say(SUMMARIES, "cancel", name=stage.target.name)
    return Draft(summary, (_step(stage, "cancel", "cancel", summary),), (stage.voice.say(NOTES, "for good"),))


async def finalize(stage: Stage, request: OfProject) -> Draft:
    summary = stage.voice.say(SUMMARIES, "finalize", name=stage.target.name)
    return Draft(summary, (_step(stage, "finalize", "finalize", summary),))


async def _note_contribution(stage: Stage, request: Contribute, up_to: bool) -> tuple[str, ...]:
    voice, tiers = stage.voice, stage.target.tiers
    now = (await stage.node.newest_block()).time
    notes = [voice.say(NOTES, "reflection", until=now + stage.target.terms.reflection_seconds)]
    notes.append(voice.say(NOTES, "all or nothing"))
    if 0 < request.tier <= len(tiers):
        notes.append(voice.say(NOTES, "reward", label=tiers[request.tier - 1].label))
    if up_to:
        notes.append(voice.say(NOTES, "fewer"))
    return tuple(notes)


def _read_amount(stage: Stage, text: str) -> int:
    """With a point before the decimals, as machines write it; or as people of the language do."""
    decimals = stage.target.currency.decimals
    try:
        amount = to_units(parse_decimal(text), decimals)
    except AmountUnreadable:
        amount = parse_amount(text, decimals, stage.voice.language)
    if not 0 <= amount < 2**256:
        raise AmountUnreadable("not an amount that anybody can give")
    return amount


def _step(stage: Stage, action: str, function: str, words: str, *arguments: object) -> Step:
    return Step(action, stage.target.campaign, encode_call("Campaign", function, *arguments), words)
