"""A film with every kind of money in odd amounts, and what its milestones and its end come to (4.1, 4.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.contracts.project import Project, propose
from tests.contracts.terms import DAY, Line, Milestone, ProjectTerms

FEE_BPS = 500
SOLD = 97
BPS = [3_333, 3_334, 3_333]


@dataclass(frozen=True)
class WoundDown:
    """A film that was wound down: the transaction that did it, and the amounts that must follow from it."""

    project: Project
    transaction: Any
    unspent: int
    brought: int

    @property
    def per_share(self) -> int:
        return self.part(self.project.price)

    @property
    def dust(self) -> int:
        """What rounding leaves of the parts of the shares, of the gift and of the line in escrow."""
        given, escrowed = gift(self.project.terms), self.project.terms.financiers[0].amount
        return self.unspent - SOLD * self.per_share - self.part(given) - self.part(escrowed)

    def part(self, amount: int) -> int:
        """What comes back of an amount that somebody brought."""
        return amount * self.unspent // self.brought


def film_terms(terms: ProjectTerms, financiers: Sequence[Any]) -> ProjectTerms:
    """Odd price, odd lines, three milestones that do not divide evenly."""
    one = 10 ** terms.campaign.currency.decimals()
    due_at = terms.campaign.closes_at + 60 * DAY
    return terms.change(
        price=10 * one - 1,
        financiers=[
            Line(financiers[0], "television", 701 * one + 7),
            Line(financiers[1], "region", 500 * one + 1),
        ],
        milestones=[Milestone(bps, due_at + i * 90 * DAY, f"part {i}") for i, bps in enumerate(BPS)],
    )


def gift(terms: ProjectTerms) -> int:
    """What the patron gives."""
    return 11 * 10 ** terms.campaign.currency.decimals() + 3


def make_film(
    factory: Any,
    platform: Any,
    producer: Any,
    terms: ProjectTerms,
    fans: Sequence[Any],
    patron: Any,
    financiers: Sequence[Any],
) -> Project:
    """A success: 60 and 37 shares, a gift, one line in escrow, one paid elsewhere."""
    made = propose(factory, platform, producer, film_terms(terms, financiers))
    made.escrow(0)
    made.open()
    for fan, shares in zip(fans, (60, 37), strict=True):
        made.contribute(fan, shares)
    made.give(patron, gift(made.terms))
    made.close()
    return made


def pot_of(film: Project) -> int:
    """What fans and patron brought, less the fee on it, and the line in escrow."""
    raised = SOLD * film.price + gift(film.terms)
    return raised - raised * FEE_BPS // 10_000 + film.terms.financiers[0].amount


def split_down(pot: int, bps: Sequence[int]) -> list[int]:
    """The amounts of milestones: each rounded down, the last one takes the rest."""
    amounts = [pot * each // 10_000 for each in bps[:-1]]
    return [*amounts, pot - sum(amounts)]


def wind_down(film: Project, holder: Any) -> WoundDown:
    """Release the first milestone, and let the holder end the film because of the second."""
    pot = pot_of(film)
    film.release(0)
    transaction = film.wind_down(holder, 1)
    brought = SOLD * film.price + gift(film.terms) + film.terms.financiers[0].amount
    return WoundDown(film, transaction, pot - split_down(pot, BPS)[0], brought)
