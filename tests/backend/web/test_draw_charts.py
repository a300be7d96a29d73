"""Geometry: integers in, integers out."""

import pytest

from backend.web.charts import BAR, choose_step, draw_steps, fill_bar, place_mark


@pytest.mark.parametrize(
    ("most", "scale"),
    [
        (0, [0]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (661_500_000, [0, 200_000_000, 400_000_000, 600_000_000, 800_000_000]),
        (12_371_190_084, [0, 5_000_000_000, 10_000_000_000, 15_000_000_000]),
        (10**30, [0, 5 * 10**29, 10**30]),
    ],
)
def test_scales_are_round_and_reach_the_top(most: int, scale: list[int]) -> None:
    assert choose_step(most) == scale


def test_a_step_stands_where_its_time_and_sum_are() -> None:
    """Half of the time, then three quarters; 200 of 400 and 400 of 400."""
    chart = draw_steps(0, 864_000, [(432_000, 200), (648_000, 200)])
    middle, three_quarters = 8 + (632 - 8) // 2, 8 + (632 - 8) * 3 // 4
    half_up = chart.floor - (chart.floor - chart.top) // 2
    assert [(dot.x, dot.y, dot.total) for dot in chart.dots] == [
        (middle, half_up, 200),
        (three_quarters, chart.top, 400),
    ]
    assert chart.line == (f"M8 {chart.floor}H{middle}V{half_up}H{three_quarters}V{chart.top}H{chart.right}")


def test_amounts_stand_left_of_the_line() -> None:
    """The line begins where the longest of them ends; however long it is, half of the chart is left."""
    chart = draw_steps(0, 864_000, [(0, 200), (864_000, 200)], letters=14)
    assert chart.left == 8 + 14 * 12
    assert chart.line.startswith(f"M{chart.left} ")
    assert [dot.x for dot in chart.dots] == [chart.left, chart.right]
    assert draw_steps(0, 864_000, [(0, 1)], letters=1_000).left == 8 + chart.width // 2


def test_one_deposit_of_today_has_a_chart() -> None:
    chart = draw_steps(1_000, 1_000, [(1_000, 7)])
    assert [(dot.x, dot.total) for dot in chart.dots] == [(chart.left, 7)]


def test_deposits_of_nothing_stay_on_the_floor() -> None:
    chart = draw_steps(0, 864_000, [(432_000, 0)])
    assert [dot.y for dot in chart.dots] == [chart.floor]


def test_parts_of_a_bar_touch_and_fill_it() -> None:
    segments = fill_bar(3, [("a", 1), ("b", 1), ("c", 1)])
    assert [(each.x, each.width) for each in segments] == [(0, 333), (333, 333), (666, 334)]


def test_a_tiny_part_is_seen_and_an_empty_one_is_not() -> None:
    segments = fill_bar(10**9, [("tiny", 1), ("none", 0), ("rest", 10**9 - 1)])
    assert [(each.kind, each.width > 0) for each in segments] == [("tiny", True), ("rest", True)]


def test_nothing_is_drawn_past_the_end() -> None:
    assert all(each.x + each.width <= BAR for each in fill_bar(10, [("a", 8), ("b", 8), ("c", 1)]))
    assert place_mark(10, 12) == BAR
    assert fill_bar(0, [("a", 0)]) == ()
