"""Every page in both languages, light and dark, at a desk and on a phone: axe, and a picture."""

import pytest

from tests.browser.axe import COLOURS, TAGS, violations
from tests.browser.conftest import TurnTo
from tests.browser.pages import FORMS, LANGUAGES, NAMES, PHONE
from tests.browser.scene import Scene
from tests.browser.sheet import Sheet


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_in_every_form(name: str, language: str, turn_to: TurnTo, sheet: Sheet) -> None:
    """No violation in any of four forms; each is kept for the contact sheet."""
    page = turn_to(name, language, reduced_motion="reduce")
    assert page.locator("html").get_attribute("lang") == language
    found = []
    for form, (viewport, scheme) in FORMS.items():
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        found += [f"{form}: {each}" for each in violations(page, of=TAGS if scheme == "light" else COLOURS)]
        sheet.keep(page, name, language, form)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_s_exact_bytes_opened(language: str, turn_to: TurnTo, scene: Scene) -> None:
    """5.1: what was hashed is read on the page too, by the keyboard; it breaks where a phone ends."""
    page = turn_to("statement", language, viewport=PHONE)
    page.locator("details:has(pre.bytes) summary").press("Enter")
    assert page.locator("pre.bytes").text_content() == scene.document.decode()
    assert not list(violations(page))
    assert page.locator("pre.bytes").evaluate("each => each.scrollWidth <= each.clientWidth")
