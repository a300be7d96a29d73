"""Terms that make no sense are refused when they are proposed (2.1, 2.3)."""

from typing import Any

import pytest
from brownie import chain

from tests.contracts.answers import refused
from tests.contracts.project import propose
from tests.contracts.terms import HOLDERS, Line, Position, off_the_top, percentage

ONE = 10**6
YEAR = 365 * 86_400
HALF_HOLDERS = percentage(HOLDERS, 5_000, "holders")
ALL_HOLDERS = percentage(HOLDERS, 10_000, "holders")


def half(payee: Any) -> Position:
    return percentage(payee, 5_000, "half")


@pytest.mark.parametrize(
    ("changes", "error", "values"),
    [
        ({"price": 0}, "Terms_PriceZero", ()),
        ({"least": 0}, "Terms_SharesOutOfRange", (0, 100)),
        ({"least": 101}, "Terms_SharesOutOfRange", (101, 100)),
        ({"min_per_fan": 0}, "Terms_SharesPerFanOutOfRange", (0, 60)),
        ({"min_per_fan": 61}, "Terms_SharesPerFanOutOfRange", (61, 60)),
        ({"goal": 0}, "Terms_GoalOutOfRange", (0, 1_000 * ONE)),
        ({"goal": 1_000 * ONE + 1}, "Terms_GoalOutOfRange", (1_000 * ONE + 1, 1_000 * ONE)),
        ({"price": 2**90}, "Terms_GoalOutOfRange", (800 * ONE, 100 * 2**90)),
        ({"community_bps": 10_001}, "Terms_BpsAboveWhole", (10_001,)),
        ({"community_bps": 4_999}, "Terms_AboveCommunityCeiling", (1_000 * ONE, 999_800_000)),
        ({"budget": 2_000 * ONE - 1}, "Terms_AboveCommunityCeiling", (1_000 * ONE, 999_999_999)),
        ({"budget": 2_000 * ONE + 1}, "Terms_BudgetNotReached", (2_000 * ONE, 2_000 * ONE + 1)),
        ({"financiers": []}, "Terms_BudgetNotReached", (800 * ONE, 2_000 * ONE)),
        ({"ceiling_bps": 10_001}, "Terms_BpsAboveWhole", (10_001,)),
        ({"steps": 0}, "Terms_RoyaltyStepsOutOfRange", (0, 365)),
        ({"steps": 366}, "Terms_RoyaltyStepsOutOfRange", (366, 365)),
        ({"positions": []}, "Terms_PercentagesNotWhole", (0,)),
        ({"positions": [HALF_HOLDERS]}, "Terms_PercentagesNotWhole", (5_000,)),
        ({"positions": [HALF_HOLDERS] * 3}, "Terms_PercentagesNotWhole", (15_000,)),
        ({"positions": [HALF_HOLDERS] * 2}, "Terms_HoldersPositions", (2,)),
    ],
)
def test_numbers_out_of_range_are_refused(factory, producer, terms, changes, error, values):
    """2.3, 2.4: each number has its bounds, the error names the value and the bound."""
    with refused(error, *values):
        factory.propose(terms.change(**changes), 0, {"from": producer})


def test_holders_without_a_position_are_refused(factory, producer, terms):
    """5.2: exactly one percentage is the holders'."""
    with refused("Terms_HoldersPositions", 0):
        factory.propose(terms.change(positions=[half(producer), half(producer)]), 0, {"from": producer})


def test_holders_off_the_top_are_refused(factory, producer, terms):
    """5.2: the holders take a percentage of what is left."""
    top = off_the_top(HOLDERS, 1, "holders")
    with refused("Terms_HoldersOffTheTop", 0):
        factory.propose(terms.change(positions=[top, ALL_HOLDERS]), 0, {"from": producer})


def test_an_off_the_top_position_after_a_percentage_is_refused(factory, producer, terms):
    """5.2: off the top comes first."""
    top = off_the_top(producer, 1, "agent")
    with refused("Terms_PositionOutOfOrder", 1):
        factory.propose(terms.change(positions=[ALL_HOLDERS, top]), 0, {"from": producer})


def test_more_than_the_whole_off_the_top_is_refused(factory, producer, terms):
    """5.2: a percentage is at most the whole."""
    top = off_the_top(producer, 10_001, "agent")
    with refused("Terms_BpsAboveWhole", 10_001):
        factory.propose(terms.change(positions=[top, ALL_HOLDERS]), 0, {"from": producer})


def test_all_that_is_off_the_top_is_at_most_the_whole(factory, producer, terms):
    """5.2: more would be promised than can come in."""
    tops = [off_the_top(producer, bps, "agent") for bps in (6_000, 4_001)]
    with refused("Terms_BpsAboveWhole", 10_001):
        factory.propose(terms.change(positions=[*tops, ALL_HOLDERS]), 0, {"from": producer})


@pytest.mark.parametrize(
    ("field", "told_as", "most"),
    [
        ("model", "model", 64),
        ("symbol", "symbol", 64),
        ("name", "name", 256),
        ("contract_uri", "contractURI", 8_192),
        ("document_uri", "documentURI", 16_384),
    ],
)
def test_texts_are_bounded_by_code(factory, producer, terms, field, told_as, most):
    """2.1: as many bytes as the bound are taken, one more is refused."""
    factory.propose.call(terms.change(**{field: most * "x"}), 7, {"from": producer})
    with refused("Terms_TextTooLong", told_as, most + 1, most):
        factory.propose.call(terms.change(**{field: (most - 1) * "x" + "é"}), 7, {"from": producer})


def test_labels_are_bounded_by_code(factory, producer, financier, terms):
    """2.1: those of financiers and of positions."""
    long = 257 * "x"
    with refused("Terms_TextTooLong", "financier", 257, 256):
        factory.propose(terms.change(financiers=[Line(financier, long, 1_200 * ONE)]), 0, {"from": producer})
    with refused("Terms_TextTooLong", "position", 257, 256):
        factory.propose(terms.change(positions=[ALL_HOLDERS._replace(label=long)]), 0, {"from": producer})


def test_a_financier_without_amount_is_refused(factory, producer, financier, terms):
    """2.3: a line is money; the error names the line."""
    lines = [Line(financier, "television", 1_200 * ONE), Line(financier, "region", 0)]
    with refused("Terms_FinancierLineZero", 1):
        factory.propose(terms.change(financiers=lines), 0, {"from": producer})


def test_times_out_of_order_are_refused(factory, producer, terms):
    """2.3: now < opening < closing."""
    now = chain[-1].timestamp
    for opens_at, closes_at in [(now, now + 9), (now + 1_000, now + 1_000), (now + 1_000, now + 999)]:
        with refused("Terms_TimesOutOfOrder", now, opens_at, closes_at):
            factory.propose.call(
                terms.change(opens_at=opens_at, closes_at=closes_at),
                0,
                {"from": producer, "block_identifier": chain.height},
            )


def test_times_too_far_away_are_refused(factory, producer, terms):
    """2.3: nobody's money waits for ever."""
    now = chain[-1].timestamp
    for wait, lasts in ((YEAR, YEAR), (1_000, 1)):
        times = {"opens_at": now + wait, "closes_at": now + wait + lasts}
        factory.propose.call(terms.change(**times), 7, {"from": producer, "block_identifier": chain.height})
    late = {"opens_at": now + YEAR + 1, "closes_at": now + YEAR + 2}
    with refused("Terms_TooFarAway", now + YEAR + 1, now + YEAR):
        factory.propose.call(terms.change(**late), 7, {"from": producer, "block_identifier": chain.height})
    endless = {"opens_at": now + 1_000, "closes_at": now + 1_001 + YEAR}
    with refused("Terms_TooLong", YEAR + 1, YEAR):
        factory.propose.call(terms.change(**endless), 7, {"from": producer, "block_identifier": chain.height})


@pytest.mark.parametrize(
    ("field", "most", "entry"),
    [("financiers", 32, Line(HOLDERS, "fund", 40 * ONE)), ("collectors", 8, "0x" + 40 * "1")],
)
def test_lists_are_bounded_by_code(factory, producer, terms, field, most, entry):
    """2.1: as many as the bound are taken, one more is refused."""
    factory.propose(terms.change(**{field: [entry] * most}), 0, {"from": producer})
    with refused("Terms_TooMany", field, most + 1, most):
        factory.propose(terms.change(**{field: [entry] * (most + 1)}), 1, {"from": producer})


def test_positions_are_bounded_by_code(factory, producer, terms):
    """2.1: sixteen positions are taken, seventeen are refused."""
    top = off_the_top(producer, 1, "agent")
    factory.propose(terms.change(positions=[top] * 15 + [ALL_HOLDERS]), 0, {"from": producer})
    with refused("Terms_TooMany", "positions", 17, 16):
        factory.propose(terms.change(positions=[top] * 16 + [ALL_HOLDERS]), 1, {"from": producer})


@pytest.mark.parametrize(
    "changes",
    [
        {"goal": 1_000 * ONE},
        {"goal": 1, "financiers": [Line(HOLDERS, "fund", 2_000 * ONE - 1)]},
        {"least": 100},
        {"min_per_fan": 60},
        {"min_per_fan": 1, "max_per_fan": 2**48 - 1},
        {"community_bps": 10_000, "budget": 1_000 * ONE, "goal": 1_000 * ONE, "financiers": []},
        {"ceiling_bps": 10_000},
        {"ceiling_bps": 0},
        {"steps": 365},
        {"positions": [ALL_HOLDERS]},
        {"price": 1, "cap": 2**48 - 1, "goal": 2**48 - 1, "budget": 2**50},
    ],
)
def test_terms_at_the_bounds_are_accepted(factory, platform, producer, financier, terms, changes):
    """2.3: the bounds themselves are allowed."""
    if changes.get("budget") == 2**50:
        changes = {**changes, "financiers": [Line(financier, "fund", 2**50)]}
    made = propose(factory, platform, producer, terms.change(**changes))
    assert factory.isProject(made.campaign)
