"""Who signs what is read without a script; forms are for whom they concern (2.4)."""

import pytest

from tests.backend.conftest import Follow
from tests.backend.web.conftest import Read
from tests.backend.web.markup import Page
from tests.backend.world import Project, World


@pytest.fixture
async def proposed(world: World, follow: Follow) -> Project:
    """One line of a financier; nobody has signed."""
    made = world.propose()
    await follow()
    return made


def forms(page: Page) -> list[tuple[str, str]]:
    """What each form of the page signs or sends, and for which account."""
    return [
        (each.get("data-paper") or each["data-call"], each["data-wallet"])
        for each in page.all("form")
        if "data-wallet" in each
    ]


async def test_everybody_reads_who_has_to_sign(world: World, proposed: Project, read: Read) -> None:
    page = await read(f"/en/projects/{proposed.campaign}/sign")
    assert forms(page) == [
        ("consent", world.artist),
        ("line", world.financier),
        ("escrow_line", world.financier),
    ]
    assert "The platform has not approved this financier yet" in page.html
    assert "I promise to bring 9,000.00\u00a0EURC" in page.html
    project = await read(f"/en/projects/{proposed.campaign}")
    assert f"/en/projects/{proposed.campaign}/sign" in project.html


async def test_an_account_sees_what_is_for_it(world: World, proposed: Project, read: Read) -> None:
    address = f"/en/projects/{proposed.campaign}/sign"
    assert forms(await read(f"{address}?wallet={world.artist}")) == [("consent", world.artist)]
    stranger = await read(f"{address}?wallet={world.stranger}")
    assert forms(stranger) == []
    assert "This account has nothing to sign here" in stranger.html


async def test_what_is_signed_is_said_and_not_asked_again(
    world: World, proposed: Project, follow: Follow, read: Read
) -> None:
    world.consent(proposed, proposed.terms["campaign"]["opensAt"])
    world.sign_line(proposed, 0, paid_elsewhere=False, deadline=2**40)
    await follow()
    page = await read(f"/en/projects/{proposed.campaign}/sign")
    assert forms(page) == [
        ("revoke_consent", world.artist),
        ("line", world.financier),
        ("escrow_line", world.financier),
    ]
    # A promise that would end before the one that is recorded adds nothing.
    assert "I promise to bring" not in page.html
    assert "The platform has not approved" not in page.html
    world.sign_line(proposed, 0, paid_elsewhere=True)
    world.approve(proposed)
    world.open(proposed)
    await follow()
    page = await read(f"/fr/projects/{proposed.campaign}/sign")
    assert forms(page) == []
    assert "Il n’y a plus rien à signer." in page.html
    assert f"{proposed.campaign}/sign" not in (await read(f"/en/projects/{proposed.campaign}")).html


async def test_a_consent_that_was_taken_back_is_not_asked_for_again(
    world: World, proposed: Project, follow: Follow, read: Read
) -> None:
    world.act(world.artist, "ProjectFactory", world.factory, "revokeConsent", proposed.campaign)
    await follow()
    page = await read(f"/en/projects/{proposed.campaign}/sign")
    assert "taken back, for good" in page.html
    assert ("consent", world.artist) not in forms(page)


async def test_money_in_the_contract_can_be_taken_back(
    world: World, proposed: Project, follow: Follow, read: Read
) -> None:
    world.escrow(proposed, 0)
    await follow()
    page = await read(f"/en/projects/{proposed.campaign}/sign?wallet={world.financier}")
    assert forms(page) == [("withdraw_line", world.financier)]
