"""bench-web on a small scene: that everybody sends the same pages, and that statements are the page's own."""

from pathlib import Path

import pytest

from backend.local import compile_contracts
from backend.local.postgres import Postgres
from tests.bench.web.__main__ import PER_MADE, measure
from tests.bench.web.asking import Reader, Wrong
from tests.bench.web.report import Times, describe, summarise
from tests.bench.web.scene import build_scene


def test_pages_are_measured_beside_the_same_bytes_and_statements(tmp_path: Path) -> None:
    compile_contracts()
    with (
        Postgres(tmp_path / "database", durable=False) as postgres,
        build_scene(postgres, projects=10, holders=40) as scene,
    ):
        found = measure(scene, tmp_path, times=1, asks=2)
    for page in ("catalogue", "project", "portfolio"):
        assert found[f"{page}_statements"] >= 2
        for word in ("cached", "uncached"):
            assert found[f"{page}_{word}_ms"] > 0
            assert found[f"{page}_{word}_over_bare"] <= found[f"{word}_over_bare"]
    assert 20 < found["first_visit_kb"] < 150


def test_the_worst_page_is_told_and_rounds_are_halved_by_their_median() -> None:
    def take(kept: float, made: float) -> dict[str, Times]:
        return {
            "a": Times([kept] * 3, [0.001] * 3, [made] * 3, [0.01] * 3),
            "b": Times([0.001] * 3, [0.001] * 3, [0.01] * 3, [0.01] * 3),
        }

    found = summarise([take(0.0015, 0.02), take(0.009, 0.03), take(0.0014, 0.02)])
    assert (found["cached_over_bare"], found["uncached_over_bare"]) == (1.5, 2.0)
    assert found["a_cached_ms"] == 1.5
    assert found["b_uncached_over_bare"] == 1.0
    assert len(describe(take(0.0015, 0.02))) == 5
    assert PER_MADE > 1


def test_what_is_no_answer_is_no_measurement(tmp_path: Path) -> None:
    with (
        Postgres(tmp_path / "database", durable=False) as postgres,
        Reader(postgres.port) as reader,
        pytest.raises(Wrong),
    ):
        reader.ask("/en/")
