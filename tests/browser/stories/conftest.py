"""People with browsers and wallets, on one stage: each story has a project of its own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.stage import Stage
from tests.browser.stories.reader import Reader
from tests.browser.wallet.install import install
from tests.browser.wallet.wallet import Wallet

Seat = Callable[..., Reader]


@pytest.fixture
def seat(stage: Stage, open_context: Callable[..., BrowserContext]) -> Seat:
    """A reader before a browser with these wallets; options as Playwright's new_context has them."""

    def sit_down(*wallets: Wallet, locale: str = "en", **options: object) -> Reader:
        context = open_context(stage, locale=locale, **options)
        install(context, *wallets)
        return Reader(context.new_page(), stage)

    return sit_down


@pytest.fixture
def fan(stage: Stage, seat: Seat) -> Reader:
    """With a wallet like MetaMask."""
    return seat(Wallet(stage.world, stage.world.fan))
