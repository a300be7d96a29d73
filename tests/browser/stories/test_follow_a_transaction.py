"""What becomes of a payment: sped up, cancelled, undone by a reorg, or answered while the page was gone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.backend.world import Project, World
from tests.browser.stage import Stage
from tests.browser.stories.conftest import Seat
from tests.browser.stories.purse import shares_of
from tests.browser.stories.reader import SOON, Reader
from tests.browser.wallet.wallet import Wallet


@contextmanager
def no_blocks(world: World) -> Iterator[None]:
    """Transactions wait for a block, until one is mined or the end."""
    world.request("evm_setAutomine", False)
    try:
        yield
    finally:
        world.request("evm_setAutomine", True)
        world.mine()


@pytest.fixture
def wallet(stage: Stage) -> Wallet:
    return Wallet(stage.world, stage.world.fan)


@pytest.fixture
def fan(wallet: Wallet, seat: Seat) -> Reader:
    return seat(wallet)


@pytest.fixture
def project(stage: Stage) -> Project:
    made = stage.world.propose(stage.world.terms(name="Suivi"))
    stage.world.start(made)
    return made


def pay(fan: Reader, project: Project) -> None:
    fan.open_project(project)
    fan.ask_for("contribute", shares=10)
    fan.confirm.click()


def test_a_transaction_that_is_sped_up_is_followed_on(
    stage: Stage, project: Project, wallet: Wallet, fan: Reader
) -> None:
    with no_blocks(stage.world):
        pay(fan, project)
        fan.see_fate("Sent, waiting")
        wallet.speed_up(wallet.hashes[-1])
        stage.world.mine()
        fan.see_fate("Done")
    fan.see_fate("It replaced an earlier transaction")
    assert shares_of(stage, project, wallet.address) == 10


def test_a_transaction_that_is_cancelled_in_the_wallet_was_not_done(
    stage: Stage, project: Project, wallet: Wallet, fan: Reader
) -> None:
    with no_blocks(stage.world):
        pay(fan, project)
        fan.see_fate("Sent, waiting")
        wallet.cancel(wallet.hashes[-1])
        stage.world.mine()
        fan.see_fate("Cancelled by the wallet")
    assert shares_of(stage, project, wallet.address) == 0


def test_a_reorg_undoes_a_contribution_and_it_comes_back(
    stage: Stage, project: Project, wallet: Wallet, fan: Reader
) -> None:
    """7.1"""
    world = stage.world
    # So that it does not take back the opening too.
    world.mine(2)
    pay(fan, project)
    fan.see_fate("Done")
    sent = world.request("eth_getRawTransactionByHash", wallet.hashes[-1])
    fan.open_fate()
    fan.see("It is done")
    world.reorg(2)
    assert shares_of(stage, project, wallet.address) == 0
    fan.see("Undone by the chain")
    fate = fan.page.url
    fan.open_project(project)
    fan.see("0 backers")
    fan.page.goto(fate)
    world.request("eth_sendRawTransaction", sent)
    fan.see("It is done")
    assert shares_of(stage, project, wallet.address) == 10


def test_what_is_old_enough_is_final(stage: Stage, project: Project, fan: Reader) -> None:
    pay(fan, project)
    fan.see_fate("Done")
    stage.world.mine(20)
    fan.see_fate("Done, final")


def test_a_payment_is_found_again_when_the_page_reloads_before_the_hash(
    stage: Stage, project: Project, wallet: Wallet, fan: Reader, seat: Seat
) -> None:
    """The server knew of it before the wallet did; another device sees the same."""
    wallet.reload_after("eth_sendTransaction")
    pay(fan, project)
    fan.page.get_by_role("link", name="See what became of it").click()
    fan.see("It is done")
    assert shares_of(stage, project, wallet.address) == 10
    elsewhere = seat()
    elsewhere.open(f"/en/portfolio/{wallet.address}/transactions")
    elsewhere.see("Done")


def test_who_says_no_in_the_wallet_has_cancelled(
    stage: Stage, project: Project, wallet: Wallet, fan: Reader
) -> None:
    """4001 is an answer, and no fault."""
    wallet.refuse("eth_sendTransaction")
    pay(fan, project)
    expect(fan.dialog.locator("[data-piece=fault]")).to_contain_text("You cancelled", timeout=SOON)
    assert shares_of(stage, project, wallet.address) == 0
