"""A page that reloads during a payment loses nothing, and sends nothing twice (issue E, 3)."""

import pytest
from playwright.sync_api import Page, expect

from tests.backend.world import Project
from tests.browser.axe import violations
from tests.browser.stage import Stage
from tests.browser.wallet.conftest import Open
from tests.browser.wallet.delegate import delegate
from tests.browser.wallet.test_pay import SLOW, buy, confirm, expect_sent, expect_steps, shares_of
from tests.browser.wallet.wallet import Wallet

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('coprod:payment:')).length"


@pytest.fixture
def path(project: Project) -> str:
    return f"/en/projects/{project.campaign}/actions"


def expect_notice(page: Page, words: str) -> None:
    expect(page.locator("#wallet-notices p")).to_contain_text(words, timeout=SLOW)


def test_a_reload_before_the_hash_is_known(stage: Stage, project: Project, path: str, visit: Open) -> None:
    """The server finds the transaction by what it did; the reader is led to what became of it."""
    wallet = Wallet(stage.world, stage.world.fan)
    wallet.reload_after("eth_sendTransaction")
    page = visit(path, wallet)
    buy(page)
    confirm(page)
    expect_notice(page, "Your wallet was asked: Buy 10 shares")
    assert not list(violations(page))
    fate = page.locator("#wallet-notices a").get_attribute("href")
    assert fate is not None
    stage.catch_up()
    wait_for(page, stage, fate, "included")
    page.goto("/en/about")
    expect_nothing_kept(page)
    assert wallet.methods().count("eth_sendTransaction") == 1
    assert shares_of(stage, project, wallet.address) == 10


def test_a_reload_between_two_steps_leaves_one(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    wallet = Wallet(stage.world, stage.world.second_fan, permits=False)
    wallet.reload_after("eth_sendTransaction")
    page = visit(path, wallet)
    buy(page, 3)
    confirm(page)
    expect_notice(page, "One step is left: Buy 3 shares")
    assert shares_of(stage, project, wallet.address) == 0
    page.get_by_role("button", name="Go on").click()
    expect_steps(page, "3")
    confirm(page)
    expect_sent(page)
    functions = [each.calls[0].function for each in wallet.asked if each.calls]
    assert functions == ["approve", "contribute"]
    assert shares_of(stage, project, wallet.address) == 3
    expect_nothing_kept(page)


def test_who_leaves_between_two_steps_can_go_on(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    """Nothing is asked of the wallet behind the reader's back."""
    wallet = Wallet(stage.world, stage.world.second_fan, permits=False)
    page = visit(path, wallet)
    stage.world.request("evm_setAutomine", False)
    try:
        buy(page, 3)
        confirm(page)
        progress = page.locator("#wallet-dialog [data-piece=progress]")
        expect(progress).to_contain_text("The first step is sent", timeout=SLOW)
        page.keyboard.press("Escape")
        expect_notice(page, "One step is left: Buy 3 shares")
        stage.world.mine()
    finally:
        stage.world.request("evm_setAutomine", True)
    assert wallet.methods().count("eth_sendTransaction") == 1
    page.get_by_role("button", name="Go on").press("Enter")
    confirm(page)
    expect_sent(page)
    assert shares_of(stage, project, wallet.address) == 3


def test_a_batch_is_asked_after_by_the_next_page(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    """EIP-5792: wallet_getCallsStatus, by the id that the page before was given."""
    wallet = Wallet(stage.world, stage.world.artist, batches="supported")
    delegate(stage.world, wallet.address)
    page = visit(path, wallet)
    stage.world.request("evm_setAutomine", False)
    try:
        buy(page)
        confirm(page)
        expect_sent(page)
        page.reload()
        expect(page.locator("body")).to_have_attribute("data-wallet", wallet.address.lower(), timeout=SLOW)
        assert page.evaluate(KEPT) == 1
        stage.world.mine()
    finally:
        stage.world.request("evm_setAutomine", True)
    expect_nothing_kept(page)
    assert shares_of(stage, project, wallet.address) == 10
    (followed,) = [
        each
        for each in stage.read(f"/v1/wallets/{wallet.address}/transactions")["transactions"]
        if each["campaign"] == project.campaign
    ]
    assert followed["hash"] == wallet.hashes[-1]


def expect_nothing_kept(page: Page) -> None:
    """The server knows all that this browser knew."""
    for _ in range(240):
        if page.evaluate(KEPT) == 0:
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.evaluate("JSON.stringify(localStorage)"))


def wait_for(page: Page, stage: Stage, fate: str, status: str) -> None:
    """Until the server knows that it is so."""
    id = fate.rpartition("/")[2]
    for _ in range(240):
        if stage.read(f"/v1/transactions/{id}")["status"] == status:
            return
        page.wait_for_timeout(500)
    raise AssertionError(stage.read(f"/v1/transactions/{id}"))
