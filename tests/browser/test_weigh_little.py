"""A first visit: at most 150 kB on the wire, and only style sheets before the first paint."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import TurnTo
from tests.browser.pages import NAMES
from tests.browser.scene import Scene
from tests.browser.stage import Stage

MOST = 150_000
"""Bytes, headers included, compressed as they are sent."""
ENTRIES = """
performance.getEntries()
  .filter(each => each.transferSize !== undefined)
  .map(({ name, transferSize, renderBlockingStatus }) => ({ name, transferSize, renderBlockingStatus }))
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_first_visit_is_light(
    name: str, turn_to: TurnTo, record_property: Callable[[str, object], None]
) -> None:
    page = turn_to(name, "fr")
    page.wait_for_load_state("networkidle")
    loaded: list[dict[str, Any]] = page.evaluate(ENTRIES)
    weights = {each["name"]: each["transferSize"] for each in loaded}
    assert len(loaded) > 3
    assert min(weights.values()) > 0, weights
    assert sum(weights.values()) <= MOST, weights
    record_property("weight", sum(weights.values()))
    blocking = {each["name"] for each in loaded if each["renderBlockingStatus"] == "blocking"}
    assert all(each.endswith((".css", ".json")) for each in blocking), blocking


def test_a_second_page_brings_only_itself(
    open_context: Callable[..., BrowserContext], site: Stage, scene: Scene
) -> None:
    """Styles, scripts and posters lie at addresses that change with them, and are asked for once."""
    context = open_context(site)
    page = context.new_page()
    page.goto("/en/", wait_until="networkidle")
    page.goto("/en/about", wait_until="networkidle")
    again = [each for each in page.evaluate(ENTRIES) if each["transferSize"] and "/assets/" in each["name"]]
    assert again == []
