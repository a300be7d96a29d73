"""A project that raises money, and a reader who has wallets."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.backend.world import Project
from tests.browser.stage import Stage
from tests.browser.wallet.install import install
from tests.browser.wallet.wallet import Wallet

Open = Callable[..., Page]


@pytest.fixture
def project(stage: Stage) -> Project:
    """Open; nobody has contributed, and nobody has approved anything for it."""
    made = stage.world.propose()
    stage.world.start(made)
    stage.catch_up()
    return made


@pytest.fixture
def visit(stage: Stage, open_context: Callable[..., BrowserContext]) -> Open:
    """A page of the website, with these wallets in the browser."""

    def show(path: str, *wallets: Wallet) -> Page:
        context = open_context(stage, locale="en")
        install(context, *wallets)
        page = context.new_page()
        page.goto(path)
        return page

    return show
