"""What somebody can do with a project now; of what not, why, and when that changes (rules 3, 4, 5.3, 5.4).

The contracts' own conditions, in the order in which they check them, so that the reason given is the one that
the chain would give. The chain decides: what it refuses for other reasons, a simulation tells.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.producing_verdicts import (
    judge_announce,
    judge_exit,
    judge_object,
    judge_open_wind_down,
    judge_read,
)
from backend.queries.raising_verdicts import (
    judge_cancel,
    judge_contribute,
    judge_finalize,
    judge_give,
    judge_refund,
    judge_refund_gift,
    judge_revoke,
)
from backend.queries.scene import Reason, Scene, Verdict, read_scene

ActionName = Literal[
    "contribute",
    "give",
    "revoke",
    "refund",
    "refund_gift",
    "object",
    "open_wind_down",
    "exit",
    "claim",
    "finalize",
    "read",
    "release",
    "announce",
    "cancel",
]
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Action:
    """until: of what is possible, the first second in which it no longer is; of what is not, when time alone
    may change that, at the earliest (of a pause: at the latest). None: no such moment is known.
    """

    name: ActionName
    possible: bool
    reason: Reason | None = None
    until: int | None = None


async def possible_actions(
    connection: AsyncConnection, campaign: str, wallet: str | None
) -> tuple[Action, ...]:
    """Every action, possible or not, in the order of ActionName. Raises ProjectUnknown."""
    return decide(await read_scene(connection, campaign, wallet))


def decide(scene: Scene) -> tuple[Action, ...]:
    return tuple(_decide(name, judge(scene)) for name, judge in _JUDGES.items())


def _decide(name: ActionName, verdict: Verdict) -> Action:
    if isinstance(verdict, tuple):
        return Action(name, False, *verdict)
    return Action(name, True, None, verdict)


def judge_claim(scene: Scene) -> Verdict:
    royalties = scene.project.royalties
    due = royalties.released - royalties.paid if scene.is_anybody else scene.account.claimable
    return None if due else ("nothing_to_claim", None)


def judge_release(scene: Scene) -> Verdict:
    """ShareToken.release; a wind-down ends the daily steps."""
    steps = 1 if scene.status == "wound_down" else scene.project.terms.royalty_steps
    nexts = []
    for each in scene.account.tranches:
        days = (scene.now - each.received_at) // DAY
        due = 1 if steps == 1 else min(days, steps)
        if each.amount * due // steps > each.released:
            return None
        nexts.append(each.received_at + (days + 1) * DAY)
    return "nothing_to_release", min(nexts, default=None)


_JUDGES: dict[ActionName, Callable[[Scene], Verdict]] = {
    "contribute": judge_contribute,
    "give": judge_give,
    "revoke": judge_revoke,
    "refund": judge_refund,
    "refund_gift": judge_refund_gift,
    "object": judge_object,
    "open_wind_down": judge_open_wind_down,
    "exit": judge_exit,
    "claim": judge_claim,
    "finalize": judge_finalize,
    "read": judge_read,
    "release": judge_release,
    "announce": judge_announce,
    "cancel": judge_cancel,
}
