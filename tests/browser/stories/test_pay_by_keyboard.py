"""A contribution without a mouse: Tab reaches every step, Enter does it, and the focus is never lost."""

from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.stories.purse import shares_of
from tests.browser.stories.reader import SOON, Reader

MOST_STOPS = 120


def test_a_fan_pays_with_the_keys_alone(stage: Stage, fan: Reader) -> None:
    """WCAG 2.1.1, 2.4.3."""
    world = stage.world
    project = world.propose(world.terms(name="Au clavier"))
    world.start(project)
    fan.open_project(project)
    press_tab_until(fan, "#contribute-shares")
    fan.page.keyboard.press("Control+A")
    fan.page.keyboard.type("15")
    press_tab_until(fan, "form[data-call=contribute] [type=submit]")
    fan.page.keyboard.press("Enter")
    expect(fan.confirm).to_be_visible(timeout=SOON)
    press_tab_until(fan, "[data-piece=confirm]")
    fan.page.keyboard.press("Enter")
    fan.see_fate("Done")
    assert fan.dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    fan.page.keyboard.press("Escape")
    expect(fan.dialog).to_be_hidden()
    fan.see("holds 15 shares of this project")
    expect(fan.page.locator(":focus")).to_have_count(1)
    assert shares_of(stage, project, world.fan) == 15


def press_tab_until(fan: Reader, selector: str) -> None:
    for _ in range(MOST_STOPS):
        if fan.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        fan.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")
