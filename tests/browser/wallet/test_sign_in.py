"""Into the producer's room with the wallet of this browser (EIP-4361; issue E, 5)."""

from playwright.sync_api import Page, expect

from tests.backend.world import Project
from tests.browser.stage import Stage
from tests.browser.wallet.conftest import Open
from tests.browser.wallet.test_pay import SLOW, expect_fault
from tests.browser.wallet.wallet import Wallet


def sign_in(page: Page) -> None:
    page.locator("form[data-signin] [type=submit]").click()


def test_the_producer_signs_and_is_in(stage: Stage, project: Project, visit: Open) -> None:
    wallet = Wallet(stage.world, stage.world.producer)
    page = visit("/en/room", wallet)
    sign_in(page)
    expect(page.locator("main a[href*='/room/']").first).to_be_visible(timeout=SLOW)
    (asked,) = (each for each in wallet.asked if each.method == "personal_sign")
    message = bytes.fromhex(asked.params[0][2:]).decode()
    assert message.startswith(f"{stage.url.removeprefix('http://')} wants you to sign in")
    assert wallet.address in message
    (cookie,) = page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert page.evaluate("document.cookie") == ""


def test_who_says_no_stays_outside(stage: Stage, project: Project, visit: Open) -> None:
    wallet = Wallet(stage.world, stage.world.producer)
    wallet.refuse("personal_sign")
    page = visit("/en/room", wallet)
    sign_in(page)
    expect_fault(page, "You cancelled.")
    assert page.context.cookies() == []
