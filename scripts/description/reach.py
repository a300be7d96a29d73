"""From which receipts on a waterfall reaches the fans: the first unit, and their stake back (PROTOCOL 5.2).

Pure. Everybody is taken to have paid what the terms say, every share to be sold, and all receipts to come in
one
deposit, which shares them as many small ones would, but for roundings. Amounts are currency units.
"""

from dataclasses import dataclass

from backend.royalties.recoupment import Waterfall, begin, preview, prove
from backend.royalties.waterfall import Position, PositionKind, holders_part
from scripts.description.project_terms import HOLDERS, WHOLE_BPS, ProjectTerms

KINDS = (PositionKind.OFF_THE_TOP, PositionKind.RECOUP, PositionKind.PERCENTAGE)
"""By the numbers that ProjectTerms.sol gives them."""
MOST_RECEIPTS = 2**96 - 1


@dataclass(frozen=True)
class Reach:
    """Gross receipts from which on the fans got so much, or None when no receipts are enough.

    first: one whole unit of the currency; stake: as much as they paid; both when nothing is deducted.
    stake_at_ceiling: the same when each statement deducts as much as the terms allow.
    """

    first: int | None
    stake: int | None
    stake_at_ceiling: int | None


def measure_reach(terms: ProjectTerms, decimals: int) -> Reach:
    """Of terms that make sense, with every share sold."""
    campaign, ceiling = terms.campaign, terms.waterfall.deduction_ceiling_bps
    waterfall = paid_for(terms)
    return Reach(
        first=least_receipts(waterfall, campaign.cap_shares, 10**decimals, 0),
        stake=least_receipts(waterfall, campaign.cap_shares, campaign.most_raised, 0),
        stake_at_ceiling=least_receipts(waterfall, campaign.cap_shares, campaign.most_raised, ceiling),
    )


def paid_for(terms: ProjectTerms) -> Waterfall:
    """The waterfall when fans and financiers have paid all that the terms say."""
    positions = [
        Position(KINDS[each.kind], each.payee, each.bps, each.amount, each.with_previous, each.label)
        for each in terms.waterfall.positions
    ]
    waterfall = begin(positions, terms.waterfall.holders_cap_per_share)
    for line in terms.financiers:
        waterfall = prove(waterfall, line.financier, line.amount)
    return prove(waterfall, HOLDERS, terms.campaign.most_raised)


def least_receipts(waterfall: Waterfall, shares: int, wanted: int, deducted_bps: int) -> int | None:
    """Fewest gross receipts of which the holders get `wanted`; None when even the most are too few."""

    def enough(gross: int) -> bool:
        net = gross - gross * deducted_bps // WHOLE_BPS
        shared = preview(waterfall, shares, gross, net)
        return holders_part(waterfall.positions, shared.amounts) >= wanted

    if not enough(MOST_RECEIPTS):
        return None
    too_few, plenty = 0, MOST_RECEIPTS
    while plenty - too_few > 1:
        middle = (too_few + plenty) // 2
        too_few, plenty = (too_few, middle) if enough(middle) else (middle, plenty)
    return plenty
