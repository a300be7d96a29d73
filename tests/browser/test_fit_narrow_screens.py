"""WCAG 1.4.10, 1.4.4: at 320 CSS pixels, and with text twice as large, nobody scrolls sideways."""

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import TurnTo
from tests.browser.pages import LANGUAGES, NAMES, PHONE

NARROW = ViewportSize(width=320, height=640)
"""What is left of 1280 pixels at 400 %."""
ENLARGED = ViewportSize(width=640, height=450)
"""1280 × 900 at 200 %."""
TOO_WIDE = """
() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  return [...document.body.querySelectorAll('*')]
    .filter(each => each.getBoundingClientRect().right > width + 1 && !each.closest('.scroll, pre'))
    .map(each => each.outerHTML.slice(0, 160))
}
"""
"""Elements that make the page wider than the screen; tables may scroll in a region of their own."""
CLIPPED = """
() => [...document.querySelectorAll('main *')]
  .filter(each => getComputedStyle(each).overflowX === 'hidden' && each.clientWidth > 1)
  .flatMap(box => [...box.querySelectorAll('*')].filter(each =>
    [...each.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim()) &&
    each.checkVisibility() && each.getBoundingClientRect().right > box.getBoundingClientRect().right + 1))
  .map(each => each.outerHTML.slice(0, 160))
"""
"""Text that is cut off where its box ends."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_wider_than_its_screen(name: str, language: str, turn_to: TurnTo) -> None:
    page = turn_to(name, language, viewport=NARROW)
    assert _measure(page) == []
    page.set_viewport_size(ENLARGED)
    assert _measure(page) == []
    # Text alone twice as large, as a reader's own setting makes it.
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.set_viewport_size(ViewportSize(width=1280, height=900))
    assert _measure(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_chart_crosses_its_amounts(language: str, turn_to: TurnTo) -> None:
    """On a phone, where letters take more of the chart."""
    page = turn_to("project-financed", language, viewport=PHONE)
    line = page.locator(".chart .line").bounding_box()
    amounts = [each.bounding_box() for each in page.locator(".chart .amount").all()]
    assert line
    assert len(amounts) > 1
    for each in amounts:
        assert each
        assert page.locator(".chart").bounding_box()["x"] <= each["x"]  # type: ignore[index]
        assert each["x"] + each["width"] <= line["x"]


def _measure(page: Page) -> list[str]:
    return [*page.evaluate(TOO_WIDE), *page.evaluate(CLIPPED)]
