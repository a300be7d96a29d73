"""Whether a waterfall makes sense, before it is proposed: what WaterfallCheck refuses on the chain.

Pure. See terms.py, of which it is a part.
"""

from collections.abc import Iterator

from scripts.findings import Finding
from scripts.project_terms import (
    HOLDERS,
    OFF_THE_TOP,
    PERCENTAGE,
    RECOUP,
    WHOLE_BPS,
    Position,
    WaterfallTerms,
    percent,
)

MAX_POSITIONS = 16
MAX_COLLECTORS = 8
MAX_ROYALTY_STEPS = 365
DAY = 86_400
REPORTING_DAYS = (28, 732)


def waterfall_findings(terms: WaterfallTerms) -> Iterator[Finding]:
    """Everything in it that makes no sense (PROTOCOL 5.1, 5.2, 5.6)."""
    if len(terms.collectors) > MAX_COLLECTORS:
        yield Finding(
            "collectors", f"{len(terms.collectors)} are too many, {MAX_COLLECTORS} fit: remove some"
        )
    if terms.deduction_ceiling_bps > WHOLE_BPS:
        yield Finding(
            "deduction_ceiling_percent", "no more than the whole can be deducted: write 100 or less"
        )
    if not 1 <= terms.royalty_steps <= MAX_ROYALTY_STEPS:
        yield Finding(
            "royalty_steps",
            f"write 1 (at once) to {MAX_ROYALTY_STEPS} daily steps, not {terms.royalty_steps}",
        )
    least, most = REPORTING_DAYS
    if not least * DAY <= terms.reporting_seconds <= most * DAY:
        yield Finding(
            "reporting.every", f"receipts are reported every {least} to {most} days: choose among them"
        )
    if terms.reporting_delay_seconds > most * DAY:
        yield Finding("reporting.delay", f"a statement may take {most} days at most: shorten it")
    if len(terms.positions) > MAX_POSITIONS:
        yield Finding(
            "positions", f"{len(terms.positions)} are too many, {MAX_POSITIONS} fit: put some together"
        )
    yield from place_findings(terms.positions)
    yield from sum_findings(terms.positions)


def place_findings(positions: list[Position]) -> Iterator[Finding]:
    """What is wrong with one position, beside the one before it."""
    before = OFF_THE_TOP
    holders_recoup = False
    for number, position in enumerate(positions, 1):
        key = f"positions[{number}]"
        if position.kind < before:
            yield Finding(
                key, "off the top comes first, then what is recouped, then shares of the rest: move it up"
            )
        if position.with_previous and not (position.kind == before == RECOUP):
            yield Finding(
                f"{key}.with_previous", "only a position that recoups, after another one, shares its turn"
            )
        if position.bps > WHOLE_BPS:
            yield Finding(key, "no percentage goes beyond 100")
        if (position.kind == RECOUP) != (position.amount != 0):
            yield Finding(f"{key}.recoups", "write how much is recouped, there and nowhere else")
        if position.payee == HOLDERS and position.kind == OFF_THE_TOP:
            yield Finding(
                f"{key}.payee", "holders take a share, nothing off the top: use recoups or share_percent"
            )
        if position.payee == HOLDERS and position.kind == RECOUP:
            if holders_recoup:
                yield Finding(f"{key}.payee", "the holders recoup in another position already: remove one")
            holders_recoup = True
        before = position.kind


def sum_findings(positions: list[Position]) -> Iterator[Finding]:
    top = sum(position.bps for position in positions if position.kind == OFF_THE_TOP)
    if top > WHOLE_BPS:
        yield Finding("positions", f"the off_the_top_percent of all add up to {percent(top)}: take less")
    shared = [position for position in positions if position.kind == PERCENTAGE]
    total = sum(position.bps for position in shared)
    if total != WHOLE_BPS:
        yield Finding("positions", f"the share_percent of all add up to {percent(total)}: make it 100 %")
    holders = sum(position.payee == HOLDERS for position in shared)
    if holders != 1:
        yield Finding("positions", f'"holders" share the rest in {holders} of them: make it exactly one')
