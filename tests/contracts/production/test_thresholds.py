"""The threshold of the terms, from one basis point to a third of the shares that exist (2.3, 4.2)."""

import pytest

from tests.contracts.answers import happened
from tests.contracts.project import propose


@pytest.mark.parametrize(
    ("bps", "sold", "enough"),
    [(1, 97, 1), (3_333, 97, 33), (3_333, 100, 34), (2_500, 100, 25), (2_500, 97, 25), (1_000, 90, 9)],
)
@pytest.mark.parametrize("short", [0, 1], ids=["at", "below"])
def test_the_least_that_stops_a_release(
    factory, platform, producer, terms, fan, second_fan, stranger, bps, sold, enough, short
):
    """4.2, K3: so many shares stop it, one less does not."""
    made = propose(factory, platform, producer, terms.change(objection_bps=bps))
    made.open()
    made.contribute(fan, 60)
    made.contribute(second_fan, sold - 60)
    made.close()
    made.announce(0)
    made.shares.transfer(stranger, enough, {"from": fan})
    made.campaign.object({"from": stranger})
    made.shares.transfer(fan, short, {"from": stranger})
    reading = made.read()
    assert [bool(happened(reading, name)) for name in ("Marked", "Released")] == [not short, bool(short)]


@pytest.mark.parametrize("days", [7, 60])
def test_the_window_is_that_of_the_terms(factory, platform, producer, terms, fan, second_fan, days):
    """2.3, 4.1: from a week to two months."""
    made = propose(factory, platform, producer, terms.change(objection_seconds=days * 86_400))
    made.open()
    made.contribute(fan, 60)
    made.contribute(second_fan, 37)
    made.close()
    announcement = made.announce(0)
    until = announcement.timestamp + days * 86_400
    assert happened(announcement, "ReleaseAnnounced")[0]["objectionsUntil"] == until
