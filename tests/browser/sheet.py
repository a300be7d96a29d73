"""The contact sheet: every page that was looked at, in every form, on one picture for human eyes."""

import base64
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page

from backend.local.paths import TOOLS
from tests.browser.pages import FORMS

FOLDER = TOOLS / "screens"
MOST_HEIGHT = 8_000
"""CSS pixels of a page that are kept: beyond, long lists only go on."""
STYLE = """
body { margin: 16px; font: 14px sans-serif; background: #777; color: #fff; width: 1900px }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 16px }
h2 { font-size: 16px; margin: 0 } section div { display: flex; gap: 8px }
img { width: 100%; height: 420px; object-fit: cover; object-position: top }
figure { margin: 0; width: 330px } figure[class^=phone] { width: 115px }
"""


class Sheet:
    """Pictures in FOLDER: each form of a page, and at the end `sheet.png` with the top of each."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], dict[str, Path]] = {}
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob("*.*"):
            old.unlink()

    def keep(self, page: Page, name: str, language: str, form: str) -> None:
        """Take the page as it is now, from its top."""
        path = FOLDER / f"{name}-{language}-{form}.jpeg"
        width = page.evaluate("document.documentElement.clientWidth")
        height = page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, MOST_HEIGHT)}
        page.screenshot(path=path, clip=clip, full_page=True, type="jpeg", quality=60)
        self._kept.setdefault((name, language), {})[form] = path

    def compose(self, browser: Browser) -> Path:
        """All that were kept, a row for each page and language."""
        rows = []
        for (name, language), forms in sorted(self._kept.items()):
            figures = [_draw(form, forms[form]) for form in FORMS if form in forms]
            rows.append(f"<section><h2>{escape(name)} · {language}</h2><div>{''.join(figures)}</div></section>")
        page = browser.new_page(viewport={"width": 1932, "height": 900})
        page.set_content(f"<style>{STYLE}</style><main>{''.join(rows)}</main>")
        path = FOLDER / "sheet.png"
        page.screenshot(path=path, full_page=True, scale="css")
        page.close()
        return path


def _draw(form: str, path: Path) -> str:
    content = base64.b64encode(path.read_bytes()).decode()
    return f'<figure class="{form}"><img src="data:image/jpeg;base64,{content}" alt=""></figure>'
