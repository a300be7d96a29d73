"""Whether the producer can announce, holders can object and leave, and the tally can be read (rule 4).

The conditions of contracts/campaign/Producing.sol, Questioning.sol and WindingDown.sol.
"""

from backend.queries.production import MAX_REFUSALS, Production
from backend.queries.scene import No, Reason, Scene, Verdict


def _not_succeeded(scene: Scene) -> No | None:
    if scene.status == "succeeded":
        return None
    if scene.status in ("proposed", "approved", "raising"):
        return "not_succeeded", scene.project.card.closes_at
    return ("not_succeeded" if scene.status == "closed" else "over"), None


def judge_object(scene: Scene) -> Verdict:
    if refusal := _not_succeeded(scene):
        return refusal
    question, account = scene.question, scene.account
    if question is None:
        return "nothing_asked", None
    if scene.now >= question.objections_until:
        return "objections_over", None
    if scene.is_anybody:
        return question.objections_until
    if not account.shares:
        return "no_shares", None
    if question.round in account.objected:
        return "has_objected", question.objections_until
    return question.objections_until


def judge_read(scene: Scene) -> Verdict:
    if refusal := _not_succeeded(scene):
        return refusal
    question = scene.question
    if question is None:
        return "nothing_asked", None
    if scene.now < question.readable_from:
        reason: Reason = "read_again_later" if question.read_again_at else "objections_open"
        return reason, question.readable_from
    return question.lapses_at if scene.now < question.lapses_at else None


def judge_open_wind_down(scene: Scene) -> Verdict:
    if refusal := _not_succeeded(scene):
        return refusal
    if scene.question:
        return "question_open", scene.question.readable_from
    if not scene.is_anybody and not scene.account.shares:
        return "no_shares", None
    if any(each.has_grounds for each in scene.production.milestones):
        return None
    grace = scene.production.terms.grace_seconds
    due = [each.terms.due_at + grace for each in scene.production.milestones if each.state != "released"]
    return "no_grounds", min(due, default=None)


def judge_announce(scene: Scene) -> Verdict:
    if not scene.is_by_producer:
        return "only_producer", None
    if refusal := _not_succeeded(scene):
        return refusal
    if not any(
        each.state != "released" and each.refusals < MAX_REFUSALS for each in scene.production.milestones
    ):
        return "nothing_to_announce", None
    if not all(line.was_brought for line in scene.financing.lines):
        return "lines_missing", None
    question = scene.question
    if question and (not question.winds_down or question.read_again_at or _is_holders_turn(scene.production)):
        return "question_open", question.readable_from
    return None


def _is_holders_turn(production: Production) -> bool:
    """Since a refused release, until the holders' next question is read (Producing.read)."""
    ends = [each.outcome for each in production.past if each.winds_down or each.outcome == "refused"]
    return ends[:1] == ["refused"]


def judge_exit(scene: Scene) -> Verdict:
    if scene.status != "wound_down":
        return "not_wound_down", None
    if scene.account.tranches:
        return "release_first", None
    held = scene.project.supply if scene.is_anybody else scene.account.shares
    return None if held else ("no_shares", None)
