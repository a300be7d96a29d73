"""Royalties asked for on a wallet's own page: all together, for somebody else, and not by another wallet."""

import re

import pytest
from playwright.sync_api import expect

from tests.backend.terms import EURO
from tests.backend.world import Project
from tests.browser.axe import violations
from tests.browser.stage import Stage
from tests.browser.stories.conftest import Seat
from tests.browser.stories.purse import money_of
from tests.browser.wallet.delegate import delegate
from tests.browser.wallet.wallet import Wallet


@pytest.fixture
def holders(stage: Stage) -> tuple[str, str]:
    """Two who have nothing to do with other stories."""
    return stage.world.fans[-1], stage.world.fans[-2]


@pytest.fixture
def projects(stage: Stage, holders: tuple[str, str]) -> list[Project]:
    """Two that succeeded; of each deposit the holders get 66.50 of 100."""
    made = []
    for name in ("Un", "Deux"):
        project = stage.world.raise_funds(dict(zip(holders, (60, 40), strict=True)), name=name)
        stage.world.deposit(project, 100 * EURO)
        made.append(project)
    return made


@pytest.mark.parametrize("batches", [None, "supported"])
def test_all_projects_at_once(
    stage: Stage, seat: Seat, holders: tuple[str, str], projects: list[Project], batches: str | None
) -> None:
    """5.4: 60 % of 66.50, twice; a smart wallet in one confirmation, any other in one for each."""
    holder = holders[0]
    if batches:
        delegate(stage.world, holder)
    reader = seat(Wallet(stage.world, holder, batches=batches))
    had = money_of(stage, holder)
    reader.open(f"/en/portfolio/{holder}")
    reader.see("79.80 EURC of royalties wait in several projects.")
    reader.ask_for("claim_all")
    expect(reader.dialog).to_contain_text("79.80")
    reader.confirm.click()
    reader.see_fate("Done")
    reader.close()
    assert money_of(stage, holder) - had == 79_800_000
    reader.see("Nothing waits for this address at the moment.")
    waiting = reader.page.locator("#totals dt", has_text="Of which waiting").locator("+ dd")
    expect(waiting).to_contain_text("0.00 EURC")
    expect(waiting).not_to_contain_text("79.80")
    # Without a reload, the list of what was sent is drawn anew.
    expect(reader.page.locator("#transactions .fate").first).to_be_visible()
    # So are each project's figures and the foot of the page.
    paid = (
        reader.page.locator("#holdings dt", has_text="Paid").filter(has_not_text="for them").locator("+ dd")
    )
    for newest in (0, 1):
        expect(paid.nth(newest)).to_have_text("39.90\u00a0EURC")
    stamp = reader.page.locator("#totals .stamp").inner_text()
    block = re.search(r"block ([\d,]+)", stamp)
    assert block
    expect(reader.page.locator("#as-of")).to_contain_text(f"as of block {block[1]},")


def test_for_another_address(
    stage: Stage, seat: Seat, holders: tuple[str, str], projects: list[Project]
) -> None:
    """5.4: claimTo; what is no address does not leave the form."""
    holder, receiver = holders[1], stage.world.fans[-3]
    reader = seat(Wallet(stage.world, holder))
    had = money_of(stage, receiver)
    reader.open(f"/en/portfolio/{holder}")
    reader.page.get_by_text("Send it to another address").first.click()
    form = reader.page.locator("form[data-call=claim_to]").first
    form.get_by_label("Address that is paid").fill("0x12")
    form.locator("[type=submit]").click()
    expect(reader.dialog).to_be_hidden()
    reader.do("claim_to", to=receiver)
    assert money_of(stage, receiver) - had == 26_600_000


def test_not_by_another_wallet(
    stage: Stage, seat: Seat, holders: tuple[str, str], projects: list[Project]
) -> None:
    """The page says whose it is, and where the other's is."""
    reader = seat(Wallet(stage.world, holders[1]))
    reader.open(f"/en/portfolio/{holders[0]}")
    reader.page.locator("#wallet-button").click()
    reader.see("The wallet that you connected is another one")
    for button in reader.page.locator("#actions [type=submit]").all():
        expect(button).to_be_disabled()
    assert not list(violations(reader.page))
    reader.page.get_by_role("link", name="The page of your wallet").click()
    reader.page.wait_for_url(f"**/en/portfolio/{holders[1]}")
