"""What becomes of the money raised: the platform's fee, then the milestones (rules 2.2, 2.3, 4.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.queries.production import WHOLE_BPS
from backend.queries.scene import Scene


@dataclass(frozen=True)
class Part:
    """label: of the milestone; bps: of the pot, which the last one takes the rest of."""

    label: str
    bps: int
    amount: int


@dataclass(frozen=True)
class Spending:
    """raised + escrow = fee + the sum of `parts`.

    is_plan: before success, for the case that just the goal is reached. escrow: what financiers brought to
    the contract; what they pay elsewhere does not come by here.
    """

    is_plan: bool
    raised: int
    escrow: int
    fee: int
    parts: tuple[Part, ...]


def plan_spending(scene: Scene) -> Spending:
    """As it was settled at success; before that, and without it, as the goal would be spent."""
    project, milestones = scene.project, scene.production.milestones
    if project.success is not None and scene.production.pot is not None:
        raised, fee, pot = project.success.raised, project.success.fee, scene.production.pot
    else:
        raised = project.terms.campaign.goal
        fee = raised * project.fee_bps // WHOLE_BPS
        pot = (
            raised
            - fee
            + sum(line.terms.amount for line in scene.financing.lines if line.state == "escrowed")
        )
    amounts = share_pot_down(pot, [each.terms.bps for each in milestones])
    return Spending(
        is_plan=project.success is None,
        raised=raised,
        escrow=pot - raised + fee,
        fee=fee,
        parts=tuple(
            Part(each.terms.label, each.terms.bps, amount)
            for each, amount in zip(milestones, amounts, strict=True)
        ),
    )


def share_pot_down(pot: int, bps: Sequence[int]) -> list[int]:
    """Rounded down, the last takes what the others leave, as Stages._amountOf does."""
    parts = [pot * each // WHOLE_BPS for each in bps[:-1]]
    return [*parts, pot - sum(parts)]
