"""Approvals of a project's currency: of exactly what an action takes, never more (rules 3.1, 5.1)."""

from backend.calls.scene import Stage
from backend.calls.simulation import try_calls
from backend.calls.steps import Step
from backend.calls.words.deeds import CALLS
from backend.chain.contracts import encode_call


async def approve(stage: Stage, amount: int, spender: str = "") -> list[Step]:
    """A call that lets the campaign, or `spender`, take exactly `amount`; none when it may already.

    Two where the currency changes an approval only by way of none (K19).
    """
    taker, currency = spender or stage.target.campaign, stage.target.currency.address
    (allowed,) = await stage.currency("allowance", stage.wallet, taker)
    if allowed >= amount:
        return []
    is_campaign = taker == stage.target.campaign
    words = stage.voice.say(CALLS, "approve" if is_campaign else "approve waterfall", amount=amount)
    approval = Step("approve", currency, encode_call("IERC20Metadata", "approve", taker, amount), words)
    if allowed == 0 or (await try_calls(stage.node, stage.wallet, [approval])).succeeds:
        return [approval]
    nothing = encode_call("IERC20Metadata", "approve", taker, 0)
    return [Step("approve", currency, nothing, stage.voice.say(CALLS, "withdraw approval")), approval]
