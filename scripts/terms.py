"""Whether terms make sense, before they are proposed: what TermsCheck refuses on the chain, said to a person.

Pure. TermsCheck.sol stops at the first thing that is wrong; here is everything, by the key of the preset.
"""

from collections.abc import Callable, Iterator

from scripts.findings import Finding
from scripts.project_terms import (
    HOLDERS,
    OFF_THE_TOP,
    CampaignTerms,
    FinancierLine,
    Position,
    ProjectTerms,
    WaterfallTerms,
)

WHOLE_BPS = 10_000
MAX_FINANCIERS = 32
MAX_POSITIONS = 16
MAX_COLLECTORS = 8
MAX_ROYALTY_STEPS = 365

Money = Callable[[int], str]
"""Currency units in words, such as "20.00 EURC"."""


def findings_of(terms: ProjectTerms, now: int, money: Money) -> list[Finding]:
    """Everything in the terms that makes no sense (PROTOCOL 2.1, 2.3, 2.4) for a block at `now`."""
    return [
        *campaign_findings(terms.campaign, now, money),
        *financing_findings(terms.campaign, terms.financiers, money),
        *waterfall_findings(terms.waterfall),
    ]


def campaign_findings(terms: CampaignTerms, now: int, money: Money) -> Iterator[Finding]:
    if terms.price_per_share == 0:
        yield Finding("price", "a share cannot be free: write what one costs")
    if terms.least_shares == 0:
        yield Finding("least_shares", "at least 1 share has to be sold for success: write 1 or more")
    elif terms.least_shares > terms.cap_shares:
        yield Finding(
            "least_shares", f"{terms.least_shares} can never be sold: lower it to most_shares or less"
        )
    if terms.min_shares_per_fan == 0:
        yield Finding("fan_least_shares", "nobody can buy no share: write 1 or more")
    elif terms.min_shares_per_fan > terms.max_shares_per_fan:
        yield Finding(
            "fan_most_shares", f"a fan has to buy {terms.min_shares_per_fan} at least: raise it to that"
        )
    if terms.goal == 0:
        yield Finding("goal", "write how much money the campaign needs to succeed")
    elif terms.goal > terms.most_raised:
        most = f"{terms.cap_shares} shares bring {money(terms.most_raised)} at most"
        yield Finding("goal", f"{most}: lower the goal, or raise most_shares or price")
    if terms.opens_at <= now:
        yield Finding("opens_in", "the opening has to lie ahead: choose a later one")
    if terms.closes_at <= terms.opens_at:
        yield Finding("open_for", "the campaign would close before it opens: choose a later closing")
    if terms.most_raised > terms.ceiling:
        brings = (
            f"fans could bring {money(terms.most_raised)}, community_percent allows {money(terms.ceiling)}"
        )
        yield Finding("most_shares", f"{brings}: sell fewer shares, or cheaper ones")


def financing_findings(
    campaign: CampaignTerms, lines: list[FinancierLine], money: Money
) -> Iterator[Finding]:
    if len(lines) > MAX_FINANCIERS:
        yield Finding(
            "financiers", f"{len(lines)} are too many, {MAX_FINANCIERS} fit: put small ones together"
        )
    for number, line in enumerate(lines, 1):
        if line.amount == 0:
            yield Finding(
                f"financiers[{number}].amount", f"{line.label!r} brings nothing: write how much, or remove it"
            )
    planned = campaign.goal + sum(line.amount for line in lines)
    if planned < campaign.total_budget:
        missing = money(campaign.total_budget - planned)
        yield Finding(
            "total_budget", f"goal and financiers are {missing} short of it: find them, or lower the budget"
        )


def waterfall_findings(terms: WaterfallTerms) -> Iterator[Finding]:
    if len(terms.positions) > MAX_POSITIONS:
        yield Finding(
            "positions", f"{len(terms.positions)} are too many, {MAX_POSITIONS} fit: put some together"
        )
    if len(terms.collectors) > MAX_COLLECTORS:
        yield Finding(
            "collectors", f"{len(terms.collectors)} are too many, {MAX_COLLECTORS} fit: remove some"
        )
    if not 1 <= terms.royalty_steps <= MAX_ROYALTY_STEPS:
        yield Finding(
            "royalty_steps",
            f"write 1 (at once) to {MAX_ROYALTY_STEPS} daily steps, not {terms.royalty_steps}",
        )
    shared: list[Position] = []
    for number, position in enumerate(terms.positions, 1):
        if position.kind != OFF_THE_TOP:
            shared.append(position)
        elif position.payee == HOLDERS:
            yield Finding(
                f"positions[{number}].payee", "holders take a share, nothing off the top: use share_percent"
            )
        elif shared:
            yield Finding(f"positions[{number}]", "what goes off the top comes first: move it up")
    total = sum(position.bps for position in shared)
    if total != WHOLE_BPS:
        yield Finding("positions", f"the share_percent of all add up to {percent(total)}: make it 100 %")
    holders = sum(position.payee == HOLDERS for position in shared)
    if holders != 1:
        yield Finding("positions", f'"holders" is the payee of {holders} of them: make it exactly one')


def percent(bps: int) -> str:
    """Basis points as people read them: 250 is "2.5 %"."""
    return f"{bps // 100}.{bps % 100:02d}".rstrip("0").rstrip(".") + " %"
