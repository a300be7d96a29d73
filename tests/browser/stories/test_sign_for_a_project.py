"""The artist and a financier sign on the project's page; what they signed is checked on the chain (2.4)."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.backend.world import Project, World
from tests.browser.stage import Stage
from tests.browser.stories.conftest import Seat
from tests.browser.stories.reader import SOON, Reader
from tests.browser.stories.test_pay_by_keyboard import press_tab_until
from tests.browser.wallet.install import show_account
from tests.browser.wallet.wallet import Wallet

CONSENT = "#sign-consent"
LINE = "#sign-line-0"


@pytest.fixture
def proposed(stage: Stage) -> Project:
    """Nobody has signed anything."""
    return stage.world.propose(stage.world.terms(name="À signer"))


def open_page(reader: Reader, project: Project, language: str = "en") -> None:
    reader.open(f"/{language}/projects/{project.campaign}/sign")


def has_consent(world: World, project: Project) -> bool:
    consented: bool = world.call("ProjectFactory", world.factory, "hasConsent", project.campaign)[0]
    return consented


def press(reader: Reader, form: str, what: str) -> None:
    """One of the two buttons of a form, then yes to what the dialog says is signed."""
    reader.page.locator(f"{form} [value={what}]").click()
    expect(reader.confirm).to_be_visible(timeout=SOON)


def expect_fault(reader: Reader, words: str) -> None:
    expect(reader.dialog.locator("[data-piece=fault]")).to_contain_text(words, timeout=SOON)


def signed_of(wallet: Wallet) -> list[dict[str, object]]:
    return [json.loads(each.params[1]) for each in wallet.asked if each.method == "eth_signTypedData_v4"]


def test_the_artist_signs_and_records_it(stage: Stage, proposed: Project, seat: Seat) -> None:
    """What the wallet shows is the contract's own message; it is sent in the usual dialog, and followed."""
    world = stage.world
    wallet = Wallet(world, world.artist)
    artist = seat(wallet)
    artist.open_project(proposed)
    artist.page.get_by_role("link", name="Who signs what, and sign it here").click()
    artist.see("not signed yet")
    press(artist, CONSENT, "send")
    expect(artist.dialog).to_contain_text("I am the artist of À signer")
    artist.confirm.click()
    expect(artist.confirm).to_be_visible(timeout=SOON)
    expect(artist.dialog).to_contain_text("Record the artist’s consent to À signer")
    artist.confirm.click()
    artist.see_fate("Done")
    (signed,) = signed_of(wallet)
    assert signed["domain"] == {
        "name": "Coprod",
        "version": "1",
        "chainId": world.anvil.chain_id,
        "verifyingContract": world.factory,
    }
    assert has_consent(world, proposed)
    artist.close()
    artist.see("signed, for an opening until")
    artist.do("revoke_consent")
    assert not has_consent(world, proposed)
    artist.see_again("taken back, for good")


def test_a_financier_keeps_a_file_that_somebody_else_brings(
    stage: Stage, proposed: Project, seat: Seat, tmp_path: Path
) -> None:
    """Nothing is sent; the file is what the terminal brings, and the chain takes its signature."""
    world = stage.world
    # Other stories of this chain may have had it approved.
    world.approve_financier(world.financier, approved=False)
    stage.catch_up()
    wallet = Wallet(world, world.financier)
    financier = seat(wallet)
    open_page(financier, proposed)
    financier.see("The platform has not approved this financier yet")
    financier.page.locator(f"{LINE} [value=true]").check()
    press(financier, LINE, "keep")
    expect(financier.dialog).to_contain_text("I have paid 9,000.00\u00a0EURC")
    financier.confirm.click()
    paper = financier.dialog.locator("[data-piece=paper]")
    expect(paper).to_be_visible(timeout=SOON)
    with financier.page.expect_download() as download:
        financier.dialog.get_by_role("button", name="Save the file").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == f"coprod-line-1-paid-{proposed.campaign[:8].lower()}.json"
    assert saved.read_text() == paper.input_value()
    file = json.loads(saved.read_text())
    assert (file["campaign"], file["signer"]) == (proposed.campaign, world.financier)
    assert wallet.hashes == []
    message = file["typed_data"]["message"]
    world.approve_financier(world.financier)
    call = (0, True, int(message["deadline"]), bytes.fromhex(file["signature"][2:]))
    world.act(world.stranger, "Campaign", proposed.campaign, "signLine", *call)
    assert world.call("Campaign", proposed.campaign, "lineOf", 0) == (3, int(message["deadline"]))
    financier.close()
    open_page(financier, proposed)
    financier.see("The financier signed that it has paid the producer")


def test_a_contract_signs_with_its_owner_s_key(stage: Stage, seat: Seat) -> None:
    """ERC-1271, by the contract's own check on the chain."""
    world = stage.world
    account = world.create("SmartWallet")
    campaign = world.terms()["campaign"] | {"artist": account}
    project = world.propose(world.terms(name="Un contrat", campaign=campaign))
    artist = seat(Wallet(world, account, owner=world.platform))
    open_page(artist, project)
    press(artist, CONSENT, "send")
    artist.confirm.click()
    expect(artist.dialog).to_contain_text("Record the artist’s consent", timeout=SOON)
    artist.confirm.click()
    artist.see_fate("Done")
    assert has_consent(world, project)


def test_a_signature_of_another_key_is_refused_before_it_is_kept(
    stage: Stage, proposed: Project, seat: Seat
) -> None:
    """A wallet that signs with a key that is not the account's: the contract says so, and no file is made."""
    world = stage.world
    artist = seat(Wallet(world, world.artist, owner=world.stranger))
    open_page(artist, proposed)
    press(artist, CONSENT, "keep")
    artist.confirm.click()
    expect_fault(artist, f"The signature is not that of the artist, {world.artist}")
    expect(artist.dialog.locator("[data-piece=paper]")).to_be_hidden()


def test_who_says_no_has_signed_nothing(stage: Stage, proposed: Project, seat: Seat) -> None:
    world = stage.world
    wallet = Wallet(world, world.artist)
    wallet.refuse("eth_signTypedData_v4")
    artist = seat(wallet)
    open_page(artist, proposed)
    press(artist, CONSENT, "send")
    artist.confirm.click()
    expect_fault(artist, "You cancelled. Nothing was sent.")
    assert wallet.hashes == []
    assert not has_consent(world, proposed)


def test_the_wrong_account_is_told(stage: Stage, proposed: Project, seat: Seat) -> None:
    world = stage.world
    wallet = Wallet(world, world.stranger)
    somebody = seat(wallet)
    open_page(somebody, proposed)
    somebody.page.locator(f"{CONSENT} [value=send]").click()
    expect_fault(somebody, "This is for the account")
    somebody.close()
    somebody.see("This account has nothing to sign here")
    assert signed_of(wallet) == []
    show_account(somebody.page, wallet, world.artist)
    expect(somebody.page.locator(CONSENT)).to_be_visible(timeout=SOON)
    expect(somebody.page.locator(LINE)).to_have_count(0)


def test_the_artist_signs_in_french_with_the_keys_alone(stage: Stage, proposed: Project, seat: Seat) -> None:
    """WCAG 2.1.1, 2.4.3."""
    world = stage.world
    artist = seat(Wallet(world, world.artist))
    open_page(artist, proposed, "fr")
    press_tab_until(artist, f"{CONSENT} [value=send]")
    artist.page.keyboard.press("Enter")
    expect(artist.confirm).to_be_visible(timeout=SOON)
    expect(artist.dialog).to_contain_text("Je suis l’artiste de")
    for _ in ("sign", "send"):
        expect(artist.confirm).to_be_visible(timeout=SOON)
        press_tab_until(artist, "[data-piece=confirm]")
        artist.page.keyboard.press("Enter")
        expect(artist.confirm).to_be_hidden(timeout=SOON)
    artist.see_fate("C’est fait")
    assert artist.dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    artist.page.keyboard.press("Escape")
    artist.see("signé, pour une ouverture jusqu’au")
    assert has_consent(world, proposed)
