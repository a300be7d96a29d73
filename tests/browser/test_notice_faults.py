"""What the other tests rest upon: a page at fault is noticed, whatever the fault is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.axe import violations
from tests.browser.stage import Stage
from tests.browser.watch import Watch

FAULTS = {
    "a script in the page": "document.body.appendChild(document.createElement('script')).text = '1'",
    "a style in the page": "document.body.setAttribute('style', 'color: red')",
    "a picture of somebody else": "new Image().src = 'http://example.invalid/spy.png'",
    "a question to somebody else": "fetch('http://example.invalid/').catch(() => null)",
    "a missing file": "fetch('/assets/nothing')",
    "a broken script": "setTimeout(() => { throw new Error('broken') })",
    "a message": "console.error('broken')",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed(fault: str, browser: Browser, site: Stage) -> None:
    watch = Watch()
    context = browser.new_context()
    watch.follow(context, site.url)
    page = context.new_page()
    page.goto(f"{site.url}/en/about")
    watch.check()
    page.evaluate(FAULTS[fault] + "; null")
    # The message of a blocked or failed load comes a moment later.
    page.wait_for_load_state("networkidle")
    with pytest.raises(AssertionError):
        watch.check()
    context.close()


def test_axe_finds_what_a_page_lacks(open_context: Callable[..., BrowserContext], site: Stage) -> None:
    page = open_context(site).new_page()
    page.goto("/en/about")
    assert not list(violations(page))
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    (found,) = violations(page)
    assert found.startswith("label")
