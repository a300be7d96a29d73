"""What producer and holders do while the money is spent (rules 4.1 to 4.3)."""

from backend.calls.requests import Announce, Exit, OfProject, OpenWindDown
from backend.calls.royalties import release_due
from backend.calls.scene import Stage
from backend.calls.steps import Draft, Step
from backend.calls.words.deeds import CALLS, NOTES, SUMMARIES
from backend.chain.contracts import encode_call


async def announce(stage: Stage, request: Announce) -> Draft:
    target, voice, number = stage.target, stage.voice, request.milestone
    step = Step(
        "announce",
        target.campaign,
        encode_call("Campaign", "announce", number, request.evidence_hash, request.uri),
        voice.say(SUMMARIES, "announce unknown", milestone=number, name=target.name),
    )
    if number >= len(target.milestones):
        return Draft(step.words, (step,))
    amount, _, _ = await stage.campaign("milestoneOf", number)
    label = target.milestones[number].label
    summary = voice.say(SUMMARIES, "announce", milestone=number, label=label, name=target.name, amount=amount)
    until = (await stage.node.newest_block()).time + target.objection_seconds
    return Draft(summary, (step,), (voice.say(NOTES, "no withdrawal", until=until),))


async def object_(stage: Stage, request: OfProject) -> Draft:
    target, voice = stage.target, stage.voice
    (question,) = await stage.campaign("question")
    (shares,) = await stage.token("balanceOf", request.wallet)
    key, values = "object", {"shares": shares, "name": target.name}
    if question["round"]:
        key = "object to going on" if question["windsDown"] else "object to release"
        milestone = question["milestone"]
        values |= {"milestone": milestone, "label": target.milestones[milestone].label}
    summary = voice.say(SUMMARIES, key, **values)
    step = Step("object", target.campaign, encode_call("Campaign", "object"), summary)
    return Draft(summary, (step,), (voice.say(NOTES, "objection follows"),))


async def open_wind_down(stage: Stage, request: OpenWindDown) -> Draft:
    target, number = stage.target, request.milestone
    label = target.milestones[number].label if number < len(target.milestones) else "?"
    summary = stage.voice.say(SUMMARIES, "open wind-down", name=target.name, milestone=number, label=label)
    data = encode_call("Campaign", "openWindDown", number)
    return Draft(summary, (Step("open_wind_down", target.campaign, data, summary),))


async def exit_(stage: Stage, request: Exit) -> Draft:
    """Whoever leaves lets all royalties enter first, or the campaign refuses."""
    target, voice, shares = stage.target, stage.voice, request.shares
    per_share = target.exit_per_share
    key = "exit of unknown" if per_share is None else "exit"
    summary = voice.say(SUMMARIES, key, shares=shares, name=target.name, amount=shares * (per_share or 0))
    releases = await release_due(stage) if per_share is not None else ()
    notes = [voice.say(NOTES, "burned")]
    if releases:
        notes.append(voice.say(NOTES, "released first"))
    words = voice.say(CALLS, "exit", shares=shares)
    step = Step("exit", target.campaign, encode_call("Campaign", "exit", shares), words)
    return Draft(summary, (*releases, step), tuple(notes))


async def read(stage: Stage, request: OfProject) -> Draft:
    summary = stage.voice.say(SUMMARIES, "read", name=stage.target.name)
    step = Step("read", stage.target.campaign, encode_call("Campaign", "read"), summary)
    return Draft(summary, (step,))
