"""A person before a browser: reads pages, fills in forms, says yes, and sees what became of it."""

from playwright.sync_api import Locator, Page, expect

from tests.backend.world import Project
from tests.browser.stage import PATIENCE, Stage

SOON = PATIENCE * 1_000
"""Milliseconds: the worker has to read the chain first, on a machine that others use too."""


class Reader:
    """Looks for what people look for: links, buttons and headings by their words."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page, self.stage = page, stage
        self.dialog = page.locator("#wallet-dialog")
        self.is_connected = False
        """Once it acted, the wallet is remembered by every later page."""

    def open(self, path: str) -> None:
        """The page as of the chain's newest block."""
        self.stage.catch_up()
        self.page.goto(path)

    def open_project(self, project: Project, language: str = "en") -> None:
        self.open(f"/{language}/projects/{project.campaign}")

    def ask_for(self, action: str, **fields: object) -> None:
        """Fill in the form of an action and send it; the dialog then says what it would do."""
        # A page that knows the wallet draws its forms anew: a click that falls between the two goes nowhere.
        if self.is_connected:
            expect(self.page.locator("body[data-wallet]")).to_be_attached(timeout=SOON)
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0, timeout=SOON)
        form = self.page.locator(f"form[data-call={action}]").first
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                field.fill(str(value))
        form.locator("[type=submit]").click()
        try:
            expect(self.confirm).to_be_visible(timeout=SOON)
        except AssertionError:
            # The report of Playwright leaves out what lies at the end of a page.
            raise AssertionError(f"the dialog says: {self.dialog.inner_text()!r}") from None
        self.is_connected = True

    @property
    def confirm(self) -> Locator:
        return self.dialog.locator("[data-piece=confirm]")

    def do(self, action: str, **fields: object) -> None:
        """The whole way of an action, until it is done."""
        self.ask_for(action, **fields)
        self.confirm.click()
        self.see_fate("Done")
        expect(self.dialog.locator("[data-piece=progress]")).to_have_text("You may close this.")
        self.close()

    def see_fate(self, words: str) -> None:
        """The dialog's, which the server tells."""
        expect(self.dialog.locator(".fate")).to_contain_text(words, timeout=SOON)

    def open_fate(self) -> None:
        """The page of what the dialog tells, where it can be followed on any device."""
        self.dialog.locator(".fate a[href*='/transactions/']").click()

    def close(self) -> None:
        self.page.keyboard.press("Escape")
        expect(self.dialog).to_be_hidden()

    def see(self, words: str) -> None:
        """Somewhere in the content."""
        expect(self.page.locator("main")).to_contain_text(words, timeout=SOON)

    def see_again(self, words: str) -> None:
        """After asking the page anew: for what happened without it."""
        self.stage.catch_up()
        self.page.reload()
        self.see(words)
