"""What a reporter does about receipts (rule 5.1)."""

from backend.calls.approvals import approve
from backend.calls.requests import Deposit
from backend.calls.scene import Stage
from backend.calls.steps import Draft, Step
from backend.calls.words.parts import PARTS


async def deposit(stage: Stage, request: Deposit) -> Draft:
    """The very call that was approved; before it, unless the waterfall may take the net already, an approval
    of exactly the net."""
    pending, target, voice = stage.pending, stage.target, stage.voice
    assert pending is not None, "read_scene finds it, or raises"
    (balance,) = await stage.currency("balanceOf", stage.wallet)
    words = voice.say(PARTS, "deposit", amount=pending.net, name=target.name)
    return Draft(
        words,
        (
            *await approve(stage, pending.net, target.waterfall),
            Step("deposit", target.waterfall, pending.call, words),
        ),
        (voice.say(PARTS, "shared at once"),),
        balance=balance,
        needed=pending.net,
    )
