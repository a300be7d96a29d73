"""The contact sheet: every page that was looked at, in every form, on one picture for human eyes."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import FloatRect, Page

from backend.local.paths import TOOLS
from tests.browser.pages import FORMS, LANGUAGES, NAMES

FOLDER = TOOLS / "screens"
MOST_HEIGHT = 8_000
"""CSS pixels of a page that are kept: beyond, long lists only go on."""
SCALE = 4
"""Pixels of a page to one of the sheet."""
TALLEST = 420
"""Pixels of the sheet: of longer pages it shows the top."""
GAP = 12


class Sheet:
    """Pictures in FOLDER: each form of a page, and at the end `sheet.png` with the top of each."""

    def __init__(self) -> None:
        self._thumbnails: dict[tuple[str, str], dict[str, Image.Image]] = {}
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob("*.*"):
            old.unlink()

    def keep(self, page: Page, name: str, language: str, form: str) -> None:
        """Take the page as it is now, from its top."""
        path = FOLDER / f"{name}-{language}-{form}.jpeg"
        width = page.evaluate("document.documentElement.clientWidth")
        height = page.evaluate("document.documentElement.scrollHeight")
        clip = FloatRect(x=0, y=0, width=width, height=min(height, MOST_HEIGHT))
        # Hiding the caret would leave style attributes behind, which our policy forbids htmx to copy.
        page.screenshot(path=path, clip=clip, full_page=True, type="jpeg", quality=60, caret="initial")
        with Image.open(path) as picture:
            # The decoder itself leaves pixels out, so that large pictures cost little.
            picture.draft("RGB", (picture.width // SCALE, picture.height // SCALE))
            size = (width // SCALE, picture.height * (width // SCALE) // picture.width)
            thumbnail = picture.resize(size).crop((0, 0, size[0], min(size[1], TALLEST)))
        self._thumbnails.setdefault((name, language), {})[form] = thumbnail

    def compose(self) -> Path:
        """All that were kept: a row for each page, and the languages beside each other."""
        column = sum(viewport["width"] // SCALE + GAP for viewport, _ in FORMS.values()) + GAP
        names = [
            each for each in NAMES if any((each, language) in self._thumbnails for language in LANGUAGES)
        ]
        row = TALLEST + 3 * GAP
        sheet = Image.new("RGB", (column * len(LANGUAGES), row * len(names)), "#777")
        drawing, font = ImageDraw.Draw(sheet), ImageFont.load_default(GAP + 2)
        for top, name in zip(range(0, sheet.height, row), names, strict=True):
            for start, language in zip(range(0, sheet.width, column), LANGUAGES, strict=True):
                drawing.text((start + GAP, top), f"{name} · {language}", fill="white", font=font)
                left = start + GAP
                for form, (viewport, _) in FORMS.items():
                    if form in self._thumbnails.get((name, language), {}):
                        sheet.paste(self._thumbnails[name, language][form], (left, top + 2 * GAP))
                    left += viewport["width"] // SCALE + GAP
        path = FOLDER / "sheet.png"
        sheet.save(path)
        return path
