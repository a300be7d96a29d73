"""All that decides what somebody can do with a project now."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.account import Account, read_account
from backend.queries.financing import Financing, financing
from backend.queries.production import Production, production
from backend.queries.project import Project, project
from backend.queries.questions import Question

Reason = Literal[
    "not_opened",
    "opens_later",
    "paused",
    "closed",
    "over",
    "sold_out",
    "most_held",
    "two_windows",
    "nothing_in_reflection",
    "not_failed",
    "nothing_to_refund",
    "no_gift",
    "not_succeeded",
    "nothing_asked",
    "objections_over",
    "objections_open",
    "has_objected",
    "no_shares",
    "question_open",
    "no_grounds",
    "not_wound_down",
    "release_first",
    "nothing_to_claim",
    "closes_later",
    "in_reflection",
    "read_again_later",
    "nothing_to_release",
    "only_producer",
    "nothing_to_announce",
    "lines_missing",
    "goal_met",
]
No = tuple[Reason, int | None]
"""Why not; and when time alone may change that, at the earliest, if such a moment is known."""
Verdict = No | int | None
"""Otherwise possible: the first second in which it no longer is, or None for good."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that decides. Without a wallet: what is possible is so for the one whom it concerns."""

    project: Project
    financing: Financing
    production: Production
    account: Account

    @property
    def now(self) -> int:
        return self.project.as_of.time

    @property
    def status(self) -> str:
        return self.project.card.status

    @property
    def is_anybody(self) -> bool:
        return self.account.wallet is None

    @property
    def is_by_producer(self) -> bool:
        return self.is_anybody or self.account.wallet == self.project.producer

    @property
    def shares_sold(self) -> int:
        card = self.project.card
        return (card.raised - card.gifts) // self.project.terms.campaign.price_per_share

    @property
    def shares_left(self) -> int:
        """Shares that can still be sold."""
        return self.project.terms.campaign.cap_shares - self.shares_sold

    @property
    def goal_is_met(self) -> bool:
        terms = self.project.terms.campaign
        return self.project.card.raised >= terms.goal and self.shares_sold >= terms.least_shares

    @property
    def question(self) -> Question | None:
        """What the holders are asked."""
        asked = [each.question for each in self.production.milestones if each.question]
        open_ = [each for each in asked if each.outcome is None]
        return self.production.asks_to_wind_down or (open_[0] if open_ else None)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Shares that one contribution may be of; least is most for whoever can only take all that is left."""

    least: int
    most: int


def bound_shares(scene: Scene) -> Bounds:
    """For the scene's wallet, or a fan without shares; most is 0 when none can be bought."""
    terms, held = scene.project.terms.campaign, scene.account.shares
    most = max(0, min(scene.shares_left, terms.max_shares_per_fan - held))
    return Bounds(min(most, max(1, terms.min_shares_per_fan - held)), most)


async def read_scene(connection: AsyncConnection, campaign: str, wallet: str | None) -> Scene:
    """As of the newest block. Raises ProjectUnknown."""
    found = await project(connection, campaign)
    return Scene(
        found,
        await financing(connection, campaign),
        await production(connection, campaign),
        await read_account(connection, campaign, wallet, found.as_of),
    )
