"""What a proposal means, in words: what its producer reads before it is sent, and fans will hold on to."""

from collections.abc import Iterator
from typing import Any

from scripts import chain
from scripts.project_terms import OFF_THE_TOP, ProjectTerms
from scripts.proposal import Proposal
from scripts.reverts import utc
from scripts.terms import Money, percent


def lines_of(proposal: Proposal) -> Iterator[str]:
    """A summary for the terminal, a line at a time."""
    terms, money = proposal.terms, proposal.currency.in_words
    yield f"{terms.name} ({terms.symbol}), model {terms.model}"
    yield from campaign_lines(terms, money)
    for line in terms.financiers:
        yield f"    {money(line.amount):>20}  {line.label}"
    yield from waterfall_lines(terms)
    yield f"  The platform takes {percent(proposal.fee_bps)} of the money raised, on success only"
    yield f"  Prospectus {terms.document_hash}"
    yield f"Producer  {proposal.producer}"
    yield f"Campaign  {proposal.campaign}"
    yield f"Waterfall {proposal.waterfall}"
    yield f"Shares    {proposal.share_token}"
    cost = chain.ether(proposal.gas * chain.gas_price())
    yield f"Gas       {proposal.gas:,} ({cost} now); terms {proposal.terms_hash}, nonce {proposal.nonce}"


def campaign_lines(terms: ProjectTerms, money: Money) -> Iterator[str]:
    campaign = terms.campaign
    fan = f"{campaign.min_shares_per_fan} to {campaign.max_shares_per_fan} shares per fan"
    yield f"  A share costs {money(campaign.price_per_share)}; {fan}"
    yield f"  Open from {utc(campaign.opens_at)} to {utc(campaign.closes_at)}"
    yield f"  Below {money(campaign.goal)} and {campaign.least_shares} shares everybody is refunded"
    yield f"  At most {money(campaign.most_raised)} in {campaign.cap_shares:,} shares"
    part = f"{percent(campaign.community_bps)}, {money(campaign.ceiling)}"
    yield f"  Fans may bring {part}, of a budget of {money(campaign.total_budget)}"


def waterfall_lines(terms: ProjectTerms) -> Iterator[str]:
    waterfall = terms.waterfall
    yield "  Receipts are shared in this order:"
    for position in waterfall.positions:
        of = "of the gross, off the top" if position.kind == OFF_THE_TOP else "of what is left"
        yield f"    {percent(position.bps):>8} {of:<25}  {position.label}"
    steps = "at once" if waterfall.royalty_steps == 1 else f"in {waterfall.royalty_steps} daily steps"
    yield f"  The fans' part enters {steps}"
    yield f"  Statements may deduct {percent(waterfall.deduction_ceiling_bps)} of the gross at most"


def lines_of_standing(standing: dict[str, Any]) -> Iterator[str]:
    """Where a project stands, for the terminal."""
    money = standing["currency"].in_words
    yield f"{standing['slug']}: {standing['name']}, {standing['status']}"
    yield f"  Raised {money(standing['raised'])} of {money(standing['goal'])}"
    yield f"  Shares {standing['shares']:,}, left {standing['shares_left']:,}"
    yield f"  Open from {utc(standing['opens_at'])} to {utc(standing['closes_at'])}"
    yield f"  Royalties of the fans {money(standing['royalties'])}, paid {money(standing['royalties_paid'])}"
