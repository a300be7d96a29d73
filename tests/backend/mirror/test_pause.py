"""Rule 7.1: the mirror waits out what fails, longer each time, and never so long that it seems dead."""

from backend.mirror.follow import LONGEST_PAUSE, find_pause


def test_it_doubles_up_to_the_longest_and_is_never_the_same() -> None:
    for failures, longest in ((1, 1), (2, 2), (3, 4), (5, LONGEST_PAUSE), (5_000, LONGEST_PAUSE)):
        pauses = [find_pause(failures, 2) for _ in range(200)]
        assert longest / 2 <= min(pauses) < longest * 0.6
        assert longest * 0.9 < max(pauses) <= longest
