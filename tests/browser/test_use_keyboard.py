"""Without a mouse: everything that can be clicked can be reached, is seen when it is reached, and works."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import TurnTo
from tests.browser.pages import NAMES
from tests.browser.scene import Scene
from tests.browser.stage import Stage

MOST_STOPS = 400
REACHABLE = """
() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(each => each.checkVisibility({ visibilityProperty: true }))
  .filter(each => !each.disabled && each.type !== 'hidden')
  .filter(each => !(each.type === 'radio' && !each.checked))
  .length
"""
FOCUSED = """
() => {
  const each = document.activeElement
  if (each === document.body) return null
  each.dataset.stop = each.dataset.stop || Math.random()
  const style = getComputedStyle(each)
  const label = each.labels?.[0] ? getComputedStyle(each.labels[0]) : style
  const box = each.getBoundingClientRect()
  const seen = [style, label].some(one => one.outlineStyle !== 'none' || one.boxShadow !== 'none')
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  return { stop: each.dataset.stop, html: each.outerHTML.slice(0, 120), seen, inside }
}
"""


@pytest.mark.parametrize("name", NAMES)
def test_tab_leads_everywhere(name: str, turn_to: TurnTo) -> None:
    """WCAG 2.1.1, 2.1.2, 2.4.7, 2.4.11."""
    page = turn_to(name, reduced_motion="reduce")
    stops = _walk(page)
    # A field of a date is several stops, of which the browser draws the last.
    seen = {each["stop"] for each in stops if each["seen"]}
    assert [each["html"] for each in stops if each["stop"] not in seen] == []
    assert [each["html"] for each in stops if not each["inside"]] == []
    assert len({each["stop"] for each in stops}) == page.evaluate(REACHABLE)


def test_the_first_stop_skips_to_the_content(turn_to: TurnTo) -> None:
    """2.4.1: Enter on it, and the next stop lies in the content."""
    page = turn_to("catalogue")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_fan_reads_a_project_by_keyboard_alone(turn_to: TurnTo, site: Stage, scene: Scene) -> None:
    page = turn_to("catalogue")
    _tab_to(page, "Les Heures claires")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/en/projects/{scene.raising.campaign}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Les Heures claires")


def _walk(page: Page) -> list[dict[str, str | bool]]:
    """Every stop of the Tab key, until it leaves the page."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (stops and stop["stop"] == stops[0]["stop"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"Tab is caught: {stops[-1]}")


def _tab_to(page: Page, words: str) -> None:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText"):
            return
    raise AssertionError(f"Tab never comes to {words}")
