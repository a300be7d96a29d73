"""A contribution through each kind of wallet: one confirmation where it can, in words before (issue E, 2)."""

import pytest
from playwright.sync_api import Page, expect

from tests.backend.world import Project
from tests.browser.axe import violations
from tests.browser.stage import PATIENCE, Stage
from tests.browser.wallet import faults
from tests.browser.wallet.conftest import Open
from tests.browser.wallet.delegate import delegate
from tests.browser.wallet.install import show_account, show_chain
from tests.browser.wallet.wallet import Atomic, Wallet

SLOW = PATIENCE * 1_000
POOR = "0x00000000000000000000000000000000000c0FFE"
"""Has neither currency nor coins."""


def buy(page: Page, shares: int = 10) -> None:
    """Fill in the form and send it."""
    page.locator("#contribute-shares").fill(str(shares))
    page.locator("form[data-call=contribute] [type=submit]").click()


def confirm(page: Page) -> None:
    page.locator("#wallet-dialog [data-piece=confirm]").click()


def expect_steps(page: Page, *parts: str) -> None:
    """What the dialog says that the wallet will ask."""
    steps = page.locator("#wallet-dialog [data-piece=steps] li")
    expect(steps).to_have_count(len(parts))
    for number, part in enumerate(parts):
        expect(steps.nth(number)).to_contain_text(part)


def expect_sent(page: Page) -> None:
    """Sent, or done already."""
    said = page.locator("#wallet-dialog [data-piece=progress]")
    expect(said).to_contain_text("You may close this", timeout=SLOW)


def expect_fault(page: Page, words: str) -> None:
    expect(page.locator("#wallet-dialog [data-piece=fault]")).to_contain_text(words, timeout=SLOW)


def shares_of(stage: Stage, project: Project, fan: str) -> int:
    held: int = stage.world.call("ShareToken", project.share_token, "balanceOf", fan)[0]
    return held


def allowance(stage: Stage, project: Project, fan: str) -> int:
    left: int = stage.world.call("IERC20Metadata", stage.world.currency, "allowance", fan, project.campaign)[
        0
    ]
    return left


def price(project: Project) -> int:
    value: int = project.terms["campaign"]["pricePerShare"]
    return value


@pytest.fixture
def path(project: Project) -> str:
    return f"/en/projects/{project.campaign}/actions"


def test_a_permit_and_one_transaction(stage: Stage, project: Project, path: str, visit: Open) -> None:
    """Nothing is approved but what this call takes: PROTOCOL 3.1."""
    wallet = Wallet(stage.world, stage.world.fan)
    page = visit(path, wallet)
    buy(page)
    expect_steps(page, "exactly", "10")
    assert not list(violations(page))
    assert wallet.methods() == ["eth_requestAccounts"], "the wallet is asked only after the words were read"
    confirm(page)
    expect_sent(page)
    assert wallet.methods()[1:] == ["eth_signTypedData_v4", "eth_sendTransaction"]
    (call,) = wallet.asked[-1].calls
    assert (call.to, call.function) == (project.campaign, "contributeWithPermit")
    assert shares_of(stage, project, wallet.address) == 10
    assert allowance(stage, project, wallet.address) == 0
    expect(page.locator("#wallet-dialog .fate")).to_contain_text("Done", timeout=SLOW)
    expect(page.locator("#actions")).to_contain_text("holds 10 shares", timeout=SLOW)
    page.keyboard.press("Escape")
    expect(page.locator("form[data-call=contribute] [type=submit]")).to_be_focused()


@pytest.mark.parametrize("atomic", ["supported", "ready"])
def test_a_smart_wallet_does_both_in_one(
    stage: Stage, project: Project, path: str, visit: Open, atomic: Atomic
) -> None:
    """EIP-5792: one confirmation, all or nothing."""
    wallet = Wallet(stage.world, stage.world.artist, batches=atomic)
    delegate(stage.world, wallet.address)
    page = visit(path, wallet)
    buy(page)
    expect_steps(page, "All in one confirmation")
    confirm(page)
    expect_sent(page)
    assert wallet.methods()[1:] == ["wallet_sendCalls"]
    approve, contribute = wallet.asked[-1].calls
    assert (approve.to, approve.function) == (stage.world.currency, "approve")
    assert approve.arguments["value"] == 10 * price(project)
    assert (contribute.to, contribute.function) == (project.campaign, "contribute")
    assert shares_of(stage, project, wallet.address) == 10
    assert allowance(stage, project, wallet.address) == 0


def test_who_keeps_a_plain_wallet_is_asked_the_other_way(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    """EIP-5792, 5750: the reader did not want a smart account."""
    wallet = Wallet(stage.world, stage.world.fan, batches="ready")
    wallet.fail(faults.Fault(5750, "The user rejected the upgrade."), "wallet_sendCalls")
    page = visit(path, wallet)
    buy(page)
    confirm(page)
    expect_sent(page)
    assert wallet.methods()[1:] == ["wallet_sendCalls", "eth_signTypedData_v4", "eth_sendTransaction"]
    assert shares_of(stage, project, wallet.address) == 10


@pytest.mark.parametrize("permits", [False, True])
def test_a_wallet_that_cannot_sign_permits_takes_two_steps(
    stage: Stage, project: Project, path: str, visit: Open, permits: bool
) -> None:
    """Chosen by itself, shown before it is asked, and never more than one dialog."""
    wallet = Wallet(stage.world, stage.world.second_fan, permits=permits)
    if permits:
        wallet.fail(faults.Fault(-32603, "Not supported on this device."), "eth_signTypedData_v4")
    page = visit(path, wallet)
    buy(page, 3)
    confirm(page)
    expect_sent(page)
    assert wallet.methods()[1:] == ["eth_signTypedData_v4", "eth_sendTransaction", "eth_sendTransaction"]
    approve, contribute = (each.calls[0] for each in wallet.asked[-2:])
    assert (approve.function, approve.arguments["value"]) == ("approve", 3 * price(project))
    assert (contribute.function, contribute.arguments["shares"]) == ("contribute", 3)
    assert shares_of(stage, project, wallet.address) == 3
    assert page.locator("dialog[open]").count() == 1


def test_a_contract_pays_in_two_steps(stage: Stage, project: Project, path: str, visit: Open) -> None:
    """ERC-1271: no permit is offered that the currency would refuse; somebody else's key sends for it."""
    contract = stage.world.create("SmartWallet")
    stage.world.tell(stage.world.currency, "mint(address,uint256)", contract, 30 * price(project))
    wallet = Wallet(stage.world, contract, owner=stage.world.platform)
    page = visit(path, wallet)
    buy(page, 3)
    expect_steps(page, "exactly", "3")
    confirm(page)
    expect_sent(page)
    assert wallet.methods()[1:] == ["eth_sendTransaction", "eth_sendTransaction"]
    assert shares_of(stage, project, contract) == 3
    expect(page.locator("#wallet-dialog .fate")).to_contain_text("Done", timeout=SLOW)


def test_on_the_wrong_chain_it_switches_adds_and_goes_on(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    wallet = Wallet(stage.world, stage.world.fan, chain_id=1)
    page = visit(path, wallet)
    buy(page)
    expect_steps(page, "Change to the network", "exactly", "10")
    confirm(page)
    expect_sent(page)
    assert wallet.methods()[1:] == [
        "wallet_switchEthereumChain",
        "wallet_addEthereumChain",
        "wallet_switchEthereumChain",
        "eth_signTypedData_v4",
        "eth_sendTransaction",
    ]
    assert shares_of(stage, project, wallet.address) == 10


def test_a_wallet_that_switches_by_hand_is_waited_for(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    wallet = Wallet(stage.world, stage.world.fan, chain_id=1)
    wallet.fail(faults.unsupported("wallet_switchEthereumChain"), "wallet_switchEthereumChain")
    page = visit(path, wallet)
    buy(page)
    confirm(page)
    expect(page.locator("#wallet-dialog [data-piece=progress]")).to_contain_text("Choose the network")
    show_chain(page, wallet, stage.world.anvil.chain_id)
    expect_sent(page)
    assert shares_of(stage, project, wallet.address) == 10


@pytest.mark.parametrize(
    "refused", ["wallet_switchEthereumChain", "eth_signTypedData_v4", "eth_sendTransaction"]
)
def test_who_says_no_has_cancelled_and_may_try_again(
    stage: Stage, project: Project, path: str, visit: Open, refused: str
) -> None:
    """4001 is no error."""
    wallet = Wallet(stage.world, stage.world.fan, chain_id=1)
    wallet.refuse(refused)
    page = visit(path, wallet)
    buy(page)
    confirm(page)
    expect_fault(page, "You cancelled. Nothing was sent.")
    assert shares_of(stage, project, wallet.address) == 0
    wallet.accept()
    page.get_by_role("button", name="Try again").click()
    expect_sent(page)
    assert shares_of(stage, project, wallet.address) == 10


def test_what_the_chain_would_refuse_is_told_before_signing(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    wallet = Wallet(stage.world, POOR)
    page = visit(path, wallet)
    buy(page)
    expect(page.locator("#wallet-dialog [data-piece=reason]")).to_contain_text("You lack", timeout=SLOW)
    expect(page.locator("#wallet-dialog [data-piece=confirm]")).to_be_hidden()
    assert wallet.methods() == ["eth_requestAccounts"]


def test_another_account_is_asked_anew_before_anything_is_sent(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    wallet = Wallet(stage.world, POOR)
    page = visit(path, wallet)
    buy(page)
    expect(page.locator("#wallet-dialog [data-piece=reason]")).to_contain_text("You lack", timeout=SLOW)
    show_account(page, wallet, stage.world.fan)
    expect(page.locator("#wallet-dialog [data-piece=reason]")).to_be_hidden()
    confirm(page)
    expect_sent(page)
    assert shares_of(stage, project, stage.world.fan) == 10


def test_closing_the_dialog_asks_nothing_and_gives_the_focus_back(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    wallet = Wallet(stage.world, stage.world.fan)
    page = visit(path, wallet)
    buy(page)
    expect(page.locator("#wallet-dialog [data-piece=confirm]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("form[data-call=contribute] [type=submit]")).to_be_focused()
    assert wallet.methods() == ["eth_requestAccounts"]


def test_the_shares_can_be_shown_in_the_wallet(
    stage: Stage, project: Project, path: str, visit: Open
) -> None:
    """EIP-747: 0 decimals, as an equity share."""
    wallet = Wallet(stage.world, stage.world.fan)
    page = visit(path, wallet)
    buy(page)
    confirm(page)
    expect_sent(page)
    page.get_by_role("button", name="Show the shares in my wallet").click()
    expect(page.locator("#wallet-dialog")).to_be_visible()
    asked = wallet.asked[-1]
    assert asked.method == "wallet_watchAsset"
    assert asked.params["options"]["address"] == project.share_token
    assert asked.params["options"]["decimals"] == 0
