"""Whether fans can pay, take back and be paid back, and the campaign can end (rule 3).

The conditions of contracts/campaign/Closing.sol, Pledging.sol and Raising.sol.
"""

from backend.queries.closing import MAX_PAUSE
from backend.queries.scene import No, Scene, Verdict, bound_shares


def _closed_to_money(scene: Scene) -> No | None:
    """Closing._requireContributing."""
    card = scene.project.card
    if scene.status in ("proposed", "approved"):
        return "not_opened", card.opens_at
    if scene.status == "closed":
        return "closed", None
    if scene.status != "raising":
        return "over", None
    if scene.now < card.opens_at:
        return "opens_later", card.opens_at
    if card.is_paused:
        agreed = scene.financing.reflection.reopened_until or scene.project.terms.campaign.closes_at
        return "paused", scene.now + MAX_PAUSE - (card.closes_at - agreed)
    return None


def judge_contribute(scene: Scene) -> Verdict:
    if refusal := _closed_to_money(scene):
        return refusal
    account, reflection = scene.account, scene.financing.reflection
    if scene.shares_left == 0:
        return "sold_out", reflection.last_firm_at if reflection.revocable else None
    if len(account.windows) > 1:
        return "two_windows", account.windows[0].until
    if bound_shares(scene).most == 0:
        return "most_held", None
    return scene.project.card.closes_at


def judge_give(scene: Scene) -> Verdict:
    return _closed_to_money(scene) or scene.project.card.closes_at


def judge_revoke(scene: Scene) -> Verdict:
    if scene.status in ("proposed", "approved"):
        return "not_opened", scene.project.card.opens_at
    if scene.status not in ("raising", "closed"):
        return "over", None
    if scene.is_anybody and scene.financing.reflection.revocable:
        return scene.financing.reflection.last_firm_at
    if not scene.account.windows:
        return "nothing_in_reflection", None
    return scene.account.windows[-1].until


def judge_cancel(scene: Scene) -> Verdict:
    if not scene.is_by_producer:
        return "only_producer", None
    if scene.status not in ("proposed", "approved", "raising", "closed"):
        return "over", None
    was_closed = scene.status == "closed" or scene.financing.reflection.reopened_at is not None
    if was_closed and scene.goal_is_met:
        return "goal_met", None
    return scene.project.card.closes_at if scene.goal_is_met else None


def judge_finalize(scene: Scene) -> Verdict:
    if scene.status in ("proposed", "approved"):
        return "not_opened", scene.project.card.opens_at
    if scene.status not in ("raising", "closed"):
        return "over", None
    firm_at = scene.account.newest_firm_at or 0
    if scene.status == "raising" and scene.shares_left:
        return "closes_later", max(scene.project.card.closes_at, firm_at)
    if scene.now < firm_at:
        return "in_reflection", firm_at
    return None


def judge_refund(scene: Scene) -> Verdict:
    if scene.status not in ("failed", "cancelled"):
        return _not_failed(scene)
    held = scene.project.supply if scene.is_anybody else scene.account.shares
    return None if held else ("nothing_to_refund", None)


def judge_refund_gift(scene: Scene) -> Verdict:
    if scene.status not in ("failed", "cancelled", "wound_down"):
        return _not_failed(scene)
    gifts = scene.financing.gifts
    waits = any(not each.refunded for each in gifts) if scene.is_anybody else scene.account.gift
    return None if waits else ("no_gift", None)


def _not_failed(scene: Scene) -> No:
    is_raising = scene.status in ("proposed", "approved", "raising")
    return "not_failed", scene.project.card.closes_at if is_raising else None
