"""Every page is whole without JavaScript: what it says and what it links to does not wait for a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import TurnTo
from tests.browser.pages import NAMES
from tests.browser.scene import Scene
from tests.browser.stage import Stage

READ = """
() => {
  const beside = '[data-actions], form[data-call], [data-signin], noscript, [hx-trigger=load]'
  document.querySelectorAll(beside).forEach(each => each.remove())
  return document.querySelector('main').innerText.split(/\\s+/)
}
"""
"""All words but those of forms for a wallet, which is a program, and what a link leads to as well."""


@pytest.mark.parametrize("name", NAMES)
def test_the_same_is_read(name: str, turn_to: TurnTo) -> None:
    with_scripts, bare = turn_to(name), turn_to(name, java_script_enabled=False)
    for part in bare.locator("[hx-trigger=load]").all():
        expect(part.get_by_role("link").first).to_be_visible()
    expect(bare.locator("h1")).to_have_count(1)
    assert bare.evaluate(READ) == with_scripts.evaluate(READ)


def test_the_catalogue_is_filtered_by_links(
    open_context: Callable[..., BrowserContext], site: Stage, scene: Scene
) -> None:
    page = open_context(site, java_script_enabled=False).new_page()
    page.goto("/en/")
    page.get_by_role("link", name="Ended without success").click()
    expect(page.get_by_role("heading", name="Presque")).to_be_visible()
    expect(page.get_by_role("heading", name="Nuit blanche")).to_have_count(0)


def test_a_portfolio_is_found_by_its_form(
    open_context: Callable[..., BrowserContext], site: Stage, scene: Scene
) -> None:
    page = open_context(site, java_script_enabled=False).new_page()
    page.goto("/en/portfolio")
    page.locator("main input[name=address]").fill(site.world.fan)
    page.locator("main button[type=submit]").click()
    expect(page).to_have_url(f"{site.url}/en/portfolio/{site.world.fan}")
    expect(page.get_by_text("Nuit blanche").first).to_be_visible()
