"""Whether a waterfall makes sense, before it is proposed: what WaterfallCheck refuses on the chain.

Pure. See terms.py, of which it is a part.
"""

from collections.abc import Iterator

from scripts.description.findings import Finding
from scripts.description.project_terms import (
    HOLDERS,
    OFF_THE_TOP,
    PERCENTAGE,
    RECOUP,
    WHOLE_BPS,
    Position,
    WaterfallTerms,
    percent,
)
from scripts.language import say

MAX_POSITIONS = 16
MAX_COLLECTORS = 8
MAX_ROYALTY_STEPS = 365
DAY = 86_400
REPORTING_DAYS = (28, 732)


def waterfall_findings(terms: WaterfallTerms) -> Iterator[Finding]:
    """Everything in it that makes no sense (PROTOCOL 5.1, 5.2, 5.6)."""
    if len(terms.collectors) > MAX_COLLECTORS:
        problem = say(
            "{count} are too many, {most} fit: remove some", count=len(terms.collectors), most=MAX_COLLECTORS
        )
        yield Finding("collectors", problem)
    if terms.deduction_ceiling_bps > WHOLE_BPS:
        problem = say("no more than the whole can be deducted: write 100 or less")
        yield Finding("deduction_ceiling_percent", problem)
    if not 1 <= terms.royalty_steps <= MAX_ROYALTY_STEPS:
        problem = say(
            "write 1 (at once) to {most} daily steps, not {steps}",
            most=MAX_ROYALTY_STEPS,
            steps=terms.royalty_steps,
        )
        yield Finding("royalty_steps", problem)
    least, most = REPORTING_DAYS
    if not least * DAY <= terms.reporting_seconds <= most * DAY:
        problem = say(
            "receipts are reported every {least} to {most} days: choose among them", least=least, most=most
        )
        yield Finding("reporting.every", problem)
    if terms.reporting_delay_seconds > most * DAY:
        problem = say("a statement may take {most} days at most: shorten it", most=most)
        yield Finding("reporting.delay", problem)
    if len(terms.positions) > MAX_POSITIONS:
        problem = say(
            "{count} are too many, {most} fit: put some together",
            count=len(terms.positions),
            most=MAX_POSITIONS,
        )
        yield Finding("positions", problem)
    yield from place_findings(terms.positions)
    yield from sum_findings(terms.positions)


def place_findings(positions: list[Position]) -> Iterator[Finding]:
    """What is wrong with one position, beside the one before it."""
    before = OFF_THE_TOP
    holders_recoup = False
    for number, position in enumerate(positions, 1):
        key = f"positions[{number}]"
        if position.kind < before:
            problem = say(
                "off the top comes first, then what is recouped, then shares of the rest: move it up"
            )
            yield Finding(key, problem)
        if position.with_previous and not (position.kind == before == RECOUP):
            problem = say("only a position that recoups, after another one, shares its turn")
            yield Finding(f"{key}.with_previous", problem)
        if position.bps > WHOLE_BPS:
            yield Finding(key, say("no percentage goes beyond 100"))
        if (position.kind == RECOUP) != (position.amount != 0):
            problem = say("write how much is recouped, there and nowhere else")
            yield Finding(f"{key}.recoups", problem)
        if position.payee == HOLDERS and position.kind == OFF_THE_TOP:
            problem = say("holders take a share, nothing off the top: use recoups or share_percent")
            yield Finding(f"{key}.payee", problem)
        if position.payee == HOLDERS and position.kind == RECOUP:
            if holders_recoup:
                problem = say("the holders recoup in another position already: remove one")
                yield Finding(f"{key}.payee", problem)
            holders_recoup = True
        before = position.kind


def sum_findings(positions: list[Position]) -> Iterator[Finding]:
    top = sum(position.bps for position in positions if position.kind == OFF_THE_TOP)
    if top > WHOLE_BPS:
        problem = say("the off_the_top_percent of all add up to {total}: take less", total=percent(top))
        yield Finding("positions", problem)
    shared = [position for position in positions if position.kind == PERCENTAGE]
    total = sum(position.bps for position in shared)
    if total != WHOLE_BPS:
        problem = say("the share_percent of all add up to {total}: make it 100 %", total=percent(total))
        yield Finding("positions", problem)
    holders = sum(position.payee == HOLDERS for position in shared)
    if holders != 1:
        problem = say('"holders" share the rest in {count} of them: make it exactly one', count=holders)
        yield Finding("positions", problem)
