"""All that the mirror has of one project's money."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import format_amount
from backend.queries.brought import Brought, brought
from backend.queries.catalogue import ProjectCard
from backend.queries.holders import HoldersList, holders
from backend.queries.payments import Purpose, payments
from backend.queries.production import Production, production
from backend.queries.project import Success, project
from backend.queries.statements import Deposit, deposits


@dataclass(frozen=True, slots=True)
class Books:
    """paid: what left the contracts, by payee and purpose. shares: what each holder has now."""

    card: ProjectCard
    price: int
    success: Success | None
    held: HoldersList
    shares: Mapping[str, int]
    brought: Mapping[str, Brought]
    production: Production
    reported: tuple[Deposit, ...]
    paid: Mapping[tuple[str, Purpose], int]

    def contributed(self, account: str) -> int:
        """What it brought and did not take back before the project's end."""
        return self.brought[account].total if account in self.brought else 0

    def paid_to(self, account: str, *purposes: Purpose) -> int:
        return sum(self.paid.get((account, each), 0) for each in purposes)

    def paid_for(self, *purposes: Purpose) -> int:
        return sum(amount for (_, purpose), amount in self.paid.items() if purpose in purposes)

    def money(self, amount: int) -> str:
        """In words."""
        return format_amount(amount, self.card.currency.decimals, self.card.currency.symbol)


async def read_books(connection: AsyncConnection, card: ProjectCard) -> Books:
    found = await project(connection, card.campaign)
    held = await holders(connection, card.campaign)
    paid: Counter[tuple[str, Purpose]] = Counter()
    for each in (await payments(connection, card.campaign)).payments:
        if each.succeeded:
            paid[each.payee, each.purpose] += each.amount
    return Books(
        card=card,
        price=found.terms.campaign.price_per_share,
        success=found.success,
        held=held,
        shares={each.holder: each.shares for each in held.holders},
        brought=await brought(connection, card.campaign),
        production=await production(connection, card.campaign),
        reported=(await deposits(connection, card.campaign)).deposits,
        paid=paid,
    )
