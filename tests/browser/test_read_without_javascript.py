"""Every page is whole without JavaScript: what it says and what it links to does not wait for a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.pages import NAMES, REFUSED, locate, show
from tests.browser.scene import Scene
from tests.browser.stage import Stage
from tests.browser.watch import Watch

READ = """
() => {
  document.querySelectorAll('[data-actions], form[data-call], noscript').forEach(each => each.remove())
  return document.querySelector('main').innerText.split(/\\s+/)
}
"""
"""All words but those around the buttons of a wallet, which is a program."""


@pytest.mark.parametrize("name", NAMES)
def test_the_same_is_read(
    name: str, open_context: Callable[..., BrowserContext], site: Stage, scene: Scene, watch: Watch
) -> None:
    if name in REFUSED:
        watch.allow_status(REFUSED[name])
    path = f"/en{locate(name, site, scene)}"
    with_scripts = show(open_context(site), path)
    bare = open_context(site, java_script_enabled=False).new_page()
    bare.goto(path)
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
