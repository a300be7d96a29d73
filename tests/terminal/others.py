"""`python -P -m tests.terminal.others <act> <project>`: what others than the producer do, by the scripts.

agree: the platform approves, and every financier whose line is not covered puts it in escrow. buy: one fan
after the other takes shares until none is left. close: time passes until the campaign can be finalized, and
anybody does it.
"""

import sys
from collections.abc import Callable
from typing import Any

from scripts.terminal.frame import connect

FIRST_FAN = 30
"""Among the chain's accounts: none that stands in for a preset's people."""


def agree(project: dict[str, Any]) -> None:
    from scripts.project import steps
    from scripts.project.financing import escrow_line, line_at
    from scripts.project.standing import uncovered_lines
    from scripts.records import current_records

    steps.approve_listing(project, current_records())
    for line in uncovered_lines(project):
        financier, amount = line_at(project, line)
        steps.mint(project, str(financier), amount)
        escrow_line(project, line)


def buy(project: dict[str, Any]) -> None:
    from brownie import accounts

    from scripts import chain
    from scripts.project import steps
    from scripts.project.standing import standing

    now, campaign = standing(project), steps.campaign_of(project)
    chain.travel_to(now["opens_at"])
    terms = campaign.setup()["terms"]
    most, left = int(terms["maxSharesPerFan"]), now["shares_left"]
    for fan in accounts[FIRST_FAN:]:
        shares = min(most, left)
        if not shares:
            break
        cost = shares * int(terms["pricePerShare"])
        steps.mint(project, str(fan), cost)
        steps.allow(project, fan, cost)
        chain.send(fan, campaign.contribute, shares, 0)
        left -= shares


def close(project: dict[str, Any]) -> None:
    from scripts import chain
    from scripts.project import steps
    from scripts.project.standing import standing

    now = standing(project)
    chain.travel_to(max(now["closes_at"], now["firm_at"]))
    steps.finalize_campaign(project)


ACTS: dict[str, Callable[[dict[str, Any]], None]] = {each.__name__: each for each in (agree, buy, close)}


def main(act: str, project: str) -> None:
    connect("local")
    from scripts.records import current_records

    ACTS[act](current_records().project(project))


if __name__ == "__main__":
    main(*sys.argv[1:])
