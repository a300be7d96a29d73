"""What `make test-cluster` would notice of a log that is told wrongly (7.8)."""

from typing import Any

import pytest

from tests.cluster.notebook import Notebook, Told


def event(id: str, revision: int = 1, block: str = "0xa", **more: Any) -> Told:
    told = {"id": id, "revision": revision, "retracted": revision % 2 == 0, "block_hash": block}
    return told | {"finality": "seen"} | more


RIGHT = [event("one"), event("two"), event("two", 2), event("two", 3, "0xb")]


def test_a_log_that_is_told_once_and_in_order_is_held() -> None:
    notebook = Notebook("reader")
    for each in RIGHT:
        notebook.hear(each)
    assert (notebook.wrong, notebook.told, notebook.taken_back) == ([], 4, 1)
    assert {id: each["block_hash"] for id, each in notebook.holds.items()} == {"one": "0xa", "two": "0xb"}
    assert notebook.differ(notebook.holds) == []


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ([event("one"), event("one")], "was told before"),
        ([event("one"), event("one", 3, "0xb")], "holds already"),
        ([event("one", 2)], "does not hold"),
        ([event("one"), event("one", 2, "0xb")], "does not hold"),
    ],
)
def test_what_is_told_wrongly_is_named(told: list[Told], fault: str) -> None:
    notebook = Notebook("reader")
    for each in told:
        notebook.hear(each)
    (wrong,) = notebook.wrong
    assert fault in wrong


def test_a_block_that_never_was_is_named() -> None:
    notebook = Notebook("reader")
    for each in RIGHT:
        notebook.hear(each)
    notebook.require({"0xa", "0xb"})
    assert notebook.wrong == []
    notebook.hear(event("three", block="0xc"))
    notebook.require({"0xa", "0xb"})
    assert notebook.wrong == ["reader: there never was a block 0xc"]


def test_at_least_once_may_repeat() -> None:
    notebook = Notebook("webhook", may_repeat=True)
    for each in [*RIGHT, *RIGHT[:2]]:
        notebook.hear(each)
    assert (notebook.wrong, notebook.again) == ([], 2)


@pytest.mark.parametrize(
    "stands",
    [
        {},
        {"one": event("one"), "two": event("two")},
        {"one": event("one", block="0xb")},
        {"one": event("one", amount="2")},
    ],
)
def test_what_is_lost_or_otherwise_is_named(stands: dict[str, Told]) -> None:
    notebook = Notebook("reader")
    notebook.hear(event("one", amount="1"))
    assert notebook.differ(stands)
