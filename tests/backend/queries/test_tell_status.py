"""2.4, 3.4: what the chain said last, and what time has made of it."""

import pytest

from backend.queries.catalogue import ProjectStatus, SaidStatus, status_at
from backend.queries.closing import Closing

CLOSING = Closing(closes_at=2_000, reopened_at=None, is_paused=False)


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
        ("wound_down", 3_000, "wound_down"),
    ],
)
def test_time_lapses_and_closes(said: SaidStatus, now: int, status: ProjectStatus) -> None:
    assert status_at(said, 1_000, CLOSING, now) == status
