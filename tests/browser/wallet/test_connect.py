"""Which wallet, which account: found, chosen, remembered, followed and let go (issue E, 2)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.stage import Stage
from tests.browser.wallet import faults
from tests.browser.wallet.conftest import Open
from tests.browser.wallet.install import find_chain, lock, lose_chain, show_account
from tests.browser.wallet.wallet import Wallet
from tests.browser.watch import Watch


@pytest.fixture
def wallet(stage: Stage) -> Wallet:
    return Wallet(stage.world, stage.world.fan)


def connect(page: Page) -> None:
    page.locator("#wallet-button").click()


def expect_account(page: Page, address: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-wallet", address.lower())
    shown = address.lower()
    expect(page.locator("#wallet-button")).to_have_text(f"{shown[:6]}…{shown[-4:]}")


def test_the_only_wallet_is_asked_at_once(wallet: Wallet, visit: Open) -> None:
    page = visit("/en/about", wallet)
    assert wallet.methods() == [], "nobody is asked before the reader wants it"
    connect(page)
    expect_account(page, wallet.address)
    assert wallet.methods() == ["eth_requestAccounts"]
    expect(page.locator("#wallet-dialog")).not_to_be_visible()
    expect(page.locator("#wallet-button")).to_be_focused()


def test_of_two_wallets_one_is_chosen_by_keyboard(stage: Stage, wallet: Wallet, visit: Open) -> None:
    """EIP-6963: each is listed once, though they announce themselves twice and fight for window.ethereum."""
    second = Wallet(stage.world, stage.world.second_fan, name="Other Wallet", rdns="org.example.other")
    page = visit("/en/about", wallet, second)
    page.locator("#wallet-button").press("Enter")
    choices = page.locator("#wallet-dialog .wallets button")
    expect(choices).to_have_text(["Test Wallet", "Other Wallet"])
    assert not list(violations(page))
    choices.nth(1).press("Enter")
    expect_account(page, second.address)
    assert wallet.methods() == []


def test_a_wallet_that_is_only_injected_is_found(stage: Stage, visit: Open) -> None:
    old = Wallet(stage.world, stage.world.fan, announces=False)
    page = visit("/en/about", old)
    connect(page)
    expect_account(page, old.address)


def test_without_a_wallet_the_reader_can_still_look(visit: Open) -> None:
    page = visit("/en/about")
    connect(page)
    expect(page.locator("#wallet-dialog")).to_contain_text("no wallet yet")
    page.get_by_role("link", name="Only look").click()
    page.wait_for_url("**/en/portfolio")


@pytest.mark.parametrize("announces", [True, False])
def test_the_choice_outlives_a_reload_without_a_question(stage: Stage, visit: Open, announces: bool) -> None:
    wallet = Wallet(stage.world, stage.world.fan, announces=announces)
    page = visit("/en/about", wallet)
    connect(page)
    expect_account(page, wallet.address)
    page.goto("/fr/")
    expect_account(page, wallet.address)
    assert wallet.methods() == ["eth_requestAccounts"]


def test_who_disconnects_stays_so(wallet: Wallet, visit: Open) -> None:
    page = visit("/en/about", wallet)
    connect(page)
    expect_account(page, wallet.address)
    connect(page)
    expect(page.locator("#wallet-dialog")).to_contain_text(wallet.address.lower())
    page.get_by_role("button", name="Disconnect").click()
    expect(page.locator("#wallet-button")).to_have_text("Connect a wallet")
    page.reload()
    expect(page.locator("#wallet-button")).to_have_text("Connect a wallet")
    assert wallet.methods() == ["eth_requestAccounts", "wallet_revokePermissions"]


def test_what_was_typed_outlives_the_wallet(stage: Stage, wallet: Wallet, visit: Open) -> None:
    """The forms are drawn anew for the account; the reader does not begin again."""
    project = stage.world.propose(stage.world.terms(name="Écrit avant"))
    stage.world.start(project)
    stage.catch_up()
    page = visit(f"/en/projects/{project.campaign}", wallet)
    shares = page.locator("form[data-call=contribute] [name=shares]")
    shares.fill("7")
    connect(page)
    expect_account(page, wallet.address)
    expect(page.locator("#actions")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("form[data-call=revoke], form[data-call=contribute]").first).to_be_visible()
    expect(shares).to_have_value("7")


def test_another_account_is_followed(stage: Stage, wallet: Wallet, visit: Open) -> None:
    page = visit("/en/about", wallet)
    connect(page)
    expect_account(page, wallet.address)
    show_account(page, wallet, stage.world.second_fan)
    expect_account(page, stage.world.second_fan)
    lock(page)
    expect(page.locator("#wallet-button")).to_have_text("Connect a wallet")


def test_a_wallet_that_lost_its_chain_is_told_of(wallet: Wallet, visit: Open) -> None:
    page = visit("/en/about", wallet)
    connect(page)
    expect_account(page, wallet.address)
    lose_chain(page)
    expect(page.locator("#wallet-away")).to_contain_text("lost its connection")
    find_chain(page, wallet)
    expect(page.locator("#wallet-away")).to_be_hidden()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (faults.refused(), "You cancelled. Nothing was sent."),
        (faults.pending("wallet_requestPermissions"), "open your wallet and answer it"),
        (faults.unauthorized(), "does not let this site use that account"),
        (faults.unsupported("eth_requestAccounts"), "cannot do this"),
        (faults.Fault(-32603, "Internal JSON-RPC error."), "It said: Internal JSON-RPC error."),
        (faults.Fault(77, "Odd."), "It said: Odd."),
    ],
    ids=lambda each: str(each.answer["code"]) if isinstance(each, faults.Fault) else "",
)
def test_what_goes_wrong_is_a_sentence(fault: faults.Fault, words: str, wallet: Wallet, visit: Open) -> None:
    page = visit("/en/about", wallet)
    wallet.fail(fault, "eth_requestAccounts")
    connect(page)
    expect(page.locator("#wallet-dialog [data-piece=fault]")).to_contain_text(words)
    wallet.accept()
    page.get_by_role("button", name=wallet.name).click()
    expect_account(page, wallet.address)


def test_without_javascript_nothing_is_promised(stage: Stage, open_context: object, watch: Watch) -> None:
    context = open_context(stage, java_script_enabled=False)  # type: ignore[operator]
    page = context.new_page()
    page.goto("/en/")
    expect(page.locator("#wallet-button")).to_be_hidden()
    expect(page.locator("#wallet-dialog")).to_be_hidden()
