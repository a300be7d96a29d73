"""What an address may ask for: a quota at once, which comes back evenly, in bounded memory."""

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.guards.buckets import Buckets, Policy, name_client

TEN = Policy("reads", quota=10, window=60)


def test_a_quota_may_be_used_at_once_and_then_waits() -> None:
    buckets = Buckets(TEN)
    taken = [buckets.take("fan", 100.0) for _ in range(12)]
    assert [each.remaining for each in taken] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0]
    assert [each.wait for each in taken] == [0] * 10 + [6, 6], "one comes back every 6 seconds"
    assert [each.full_in for each in taken][:2] == [6, 12]
    assert taken[-1].full_in == 60


def test_who_waits_as_told_is_let_through() -> None:
    buckets = Buckets(TEN)
    for _ in range(10):
        buckets.take("fan", 0.0)
    assert buckets.take("fan", 0.0).wait == 6
    assert buckets.take("fan", 5.9).wait == 1
    assert buckets.take("fan", 6.0).wait == 0
    assert buckets.take("fan", 6.0).wait == 6
    assert buckets.take("fan", 600.0).remaining == 9


def test_one_client_takes_nothing_from_another() -> None:
    buckets = Buckets(TEN)
    for _ in range(20):
        buckets.take("stranger", 0.0)
    assert buckets.take("fan", 0.0).remaining == 9


def test_memory_is_bounded() -> None:
    buckets = Buckets(TEN, most_clients=100)
    for number in range(10_000):
        buckets.take(str(number), 0.0)
    assert len(buckets) == 100


@settings(deadline=None)
@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 20))
def test_no_window_lets_more_through_than_two_quotas(pauses: list[float], quota: int) -> None:
    """A full bucket and what comes back while it is used; never more than that, whenever one asks."""
    buckets, now, let = Buckets(Policy("reads", quota)), 0.0, []
    for pause in pauses:
        now += pause
        taken = buckets.take("fan", now)
        assert 0 <= taken.remaining < quota
        assert 0 < taken.full_in <= 60
        if not taken.wait:
            let.append(now)
    for index, start in enumerate(let):
        assert sum(at <= start + 60 for at in let[index:]) <= 2 * quota


def test_a_network_of_ipv6_is_one_client() -> None:
    assert name_client("2001:db8:1:2::1") == name_client("2001:db8:1:2:ffff::9") == "2001:db8:1:2::"
    assert name_client("2001:db8:1:3::1") != name_client("2001:db8:1:2::1")
    assert name_client("::ffff:203.0.113.7") == name_client("203.0.113.7") == "203.0.113.7"
    assert name_client("testclient") == "testclient"
