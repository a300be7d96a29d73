"""2.4, 3.4: what the chain said last, and what time has made of it."""

import pytest

from backend.queries.catalogue import ProjectStatus, SaidStatus, status_at
from backend.queries.terms import CampaignTerms

TERMS = CampaignTerms(
    price_per_share=10,
    goal=100,
    cap_shares=20,
    least_shares=1,
    min_shares_per_fan=1,
    max_shares_per_fan=20,
    opens_at=1_000,
    closes_at=2_000,
    total_budget=1_000,
    community_bps=500,
)


@pytest.mark.parametrize(
    ("said", "now", "status"),
    [
        ("proposed", 999, "proposed"),
        ("proposed", 1_000, "lapsed"),
        ("approved", 999, "approved"),
        ("approved", 1_000, "lapsed"),
        ("raising", 999, "raising"),
        ("raising", 1_999, "raising"),
        ("raising", 2_000, "closed"),
        ("succeeded", 3_000, "succeeded"),
        ("failed", 3_000, "failed"),
        ("cancelled", 3_000, "cancelled"),
    ],
)
def test_time_lapses_and_closes(said: SaidStatus, now: int, status: ProjectStatus) -> None:
    assert status_at(said, TERMS, now) == status
