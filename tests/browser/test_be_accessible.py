"""Every page in both languages, light and dark, at a desk and on a phone: axe, and a picture."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.axe import COLOURS, TAGS, violations
from tests.browser.pages import FORMS, LANGUAGES, NAMES, REFUSED, locate, show
from tests.browser.scene import Scene
from tests.browser.sheet import Sheet
from tests.browser.stage import Stage
from tests.browser.watch import Watch


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_in_every_form(
    name: str,
    language: str,
    open_context: Callable[..., BrowserContext],
    site: Stage,
    scene: Scene,
    watch: Watch,
    sheet: Sheet,
) -> None:
    """No violation in any of four forms; each is kept for the contact sheet."""
    if name in REFUSED:
        watch.allow_status(REFUSED[name])
    context = open_context(site, locale=language, reduced_motion="reduce")
    page = show(context, f"/{language}{locate(name, site, scene)}")
    assert page.locator("html").get_attribute("lang") == language
    found = []
    for form, (viewport, scheme) in FORMS.items():
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        found += [f"{form}: {each}" for each in violations(page, of=TAGS if scheme == "light" else COLOURS)]
        sheet.keep(page, name, language, form)
    assert not found, "\n".join(found)
