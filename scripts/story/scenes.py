"""The demo's campaigns on their way to the opening: proposed, approved, consented to, covered, open."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from brownie import accounts

from backend.local.paths import ROOT
from scripts.currencies import Currency
from scripts.description.project_terms import ProjectTerms, RewardTier
from scripts.plans.proposal import apply_proposal, plan_proposal
from scripts.project.consents import record_consent, sign_consent
from scripts.project.financing import approve_financier, escrow_line, record_line, sign_line
from scripts.project.steps import approve_listing, open_campaign
from scripts.records import Records
from scripts.story.crowd import Person, in_turns, spread
from scripts.story.stories import ESCROW, PAID, PEOPLE, PROMISE, Story


@dataclass(frozen=True)
class Cast:
    """Who takes part. addresses: by role, with the collector and payer whom the caller named."""

    roles: dict[str, Person]
    fans: list[Person]
    addresses: dict[str, str]

    def account(self, role: str) -> Any:
        """Brownie's account for a role."""
        return accounts.add(self.roles[role].account.key)

    def account_at(self, address: str) -> Any:
        """Brownie's account of the role that has this address."""
        return self.account(next(role for role, each in self.roles.items() if each.address == address))


@dataclass(frozen=True)
class Turn:
    """One contribution. tier: the reward that is taken with it, counted from 1, or 0; first: of this fan."""

    fan: Person
    shares: int
    tier: int
    first: bool


@dataclass(frozen=True)
class Scene:
    """One campaign of the demo, once proposed. turns: in their order; leaving: who takes a pledge back."""

    story: Story
    project: dict[str, Any]
    terms: ProjectTerms
    currency: Currency
    turns: list[Turn]
    leaving: list[Turn]

    @property
    def price(self) -> int:
        return self.terms.campaign.price_per_share

    @property
    def gift(self) -> int:
        """Currency units."""
        return self.story.gift * int(10**self.currency.decimals)

    def cost(self, fan: Person) -> int:
        """Currency units that a fan needs for all of its turns."""
        return sum(turn.shares * self.price for turn in self.turns + self.leaving if turn.fan == fan)


def propose(story: Story, cast: Cast, records: Records, random: Random) -> Scene:
    producer = cast.account(story.producer)
    people = {name: cast.addresses[story.cast.get(name, name)] for name in PEOPLE}
    preset = ROOT / "scripts" / story.folder / f"{story.preset}.toml"
    proposal = plan_proposal(preset, producer, records, people=people)
    project = apply_proposal(proposal, producer, records)
    campaign = proposal.terms.campaign
    least = campaign.min_shares_per_fan
    crowd = cast.fans[story.first_fan :]
    parts = spread(story.shares, story.fans, least, campaign.max_shares_per_fan, random)
    bought = [(crowd[who], shares) for who, shares in in_turns(parts, random, least)]
    return Scene(
        story=story,
        project=project,
        terms=proposal.terms,
        currency=proposal.currency,
        turns=with_rewards(bought, proposal.terms.tiers),
        leaving=[Turn(fan, least, 0, True) for fan in crowd[story.fans :][: story.thinking_again]],
    )


def with_rewards(bought: Sequence[tuple[Person, int]], tiers: Sequence[RewardTier]) -> list[Turn]:
    """Each fan takes the best reward that its first pledge is enough for and that is left."""
    taken, known, turns = [0] * len(tiers), set(), []
    for fan, shares in bought:
        tier = 0
        if fan.index not in known:
            open_ = [i for i, each in enumerate(tiers) if shares >= each.min_shares and taken[i] < each.limit]
            if open_:
                best = max(open_, key=lambda i: tiers[i].min_shares)
                taken[best] += 1
                tier = best + 1
        turns.append(Turn(fan, shares, tier, fan.index not in known))
        known.add(fan.index)
    return turns


def open_scene(scene: Scene, cast: Cast, records: Records) -> None:
    """The platform approves, the artist signs, the financiers cover their lines, the producer opens."""
    platform, producer = cast.account("platform"), cast.account(scene.story.producer)
    approve_listing(scene.project, records, platform)
    artist = cast.account_at(scene.terms.campaign.artist)
    record_consent(scene.project, records, *sign_consent(scene.project, records, artist), producer)
    approved = set()
    for line, coverage in enumerate(scene.story.coverage):
        address = scene.terms.financiers[line].financier
        financier = cast.account_at(address)
        if coverage == ESCROW:
            escrow_line(scene.project, line, financier)
            continue
        if address not in approved:
            approve_financier(address, records, platform)
            approved.add(address)
        sign_and_record(scene, line, financier, producer, paid=coverage == PAID)
    open_campaign(scene.project, producer)


def pay_promises(scene: Scene, cast: Cast) -> None:
    """After the success: who promised signs that the producer was paid, so that money can be released."""
    producer = cast.account(scene.story.producer)
    for line, coverage in enumerate(scene.story.coverage):
        if coverage == PROMISE:
            financier = cast.account_at(scene.terms.financiers[line].financier)
            sign_and_record(scene, line, financier, producer, paid=True)


def sign_and_record(scene: Scene, line: int, financier: Any, bringer: Any, *, paid: bool) -> None:
    deadline, signature = sign_line(scene.project, line, financier, paid=paid)
    record_line(scene.project, line, deadline, signature, bringer, paid=paid)
