"""What a wallet's page offers to ask for: forms that the page's script hands to the wallet."""

import pytest

from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.web.markup import Attributes, Page
from tests.backend.web.reader import Reader
from tests.backend.world import Project, World


def forms(page: Page) -> list[tuple[str, str]]:
    """Of those for the wallet, the action and the campaign."""
    return [(each["data-call"], each["data-campaign"]) for each in page.all("form") if "data-call" in each]


def stopped(page: Page) -> list[Attributes]:
    return [each for each in page.all("button") if "disabled" in each]


@pytest.fixture
def reader(database_url: str, world: World) -> Reader:
    return Reader(database_url, rpc_url=world.anvil.url)


async def test_royalties_are_claimed_or_sent_elsewhere(
    world: World, project: Project, reader: Reader
) -> None:
    """5.4"""
    page = await reader.open(f"/en/portfolio/{world.second_fan}")
    assert forms(page) == [("claim", project.campaign), ("claim_to", project.campaign)]
    assert [each["name"] for each in page.all("input")] == ["to", "address"]
    assert "264.60 EURC of royalties wait to be claimed." in page.text
    page = await reader.open(f"/fr/portfolio/{world.second_fan}")
    assert "264,60 EURC de droits à retirer." in page.text


async def test_several_projects_are_claimed_together(
    world: World, project: Project, follow: Follow, reader: Reader
) -> None:
    other = world.raise_funds()
    world.deposit(other, 200 * EURO)
    await follow()
    page = await reader.open(f"/en/portfolio/{world.second_fan}")
    assert forms(page)[0] == ("claim_all", "")
    # 40 of 100 shares: of 661.50, and of 133.
    assert "317.80 EURC of royalties wait in several projects." in page.text


async def test_who_has_nothing_is_told_so(world: World, project: Project, reader: Reader) -> None:
    page = await reader.open(f"/en/portfolio/{world.fan}")
    assert forms(page) == []
    assert "Nothing waits for this address at the moment." in page.text


async def test_a_pledge_is_taken_back_until_it_is_firm(world: World, follow: Follow, reader: Reader) -> None:
    """3.2"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 10)
    await follow()
    page = await reader.open(f"/en/portfolio/{world.fan}")
    assert forms(page) == [("revoke", made.campaign)]
    assert "100.00 EURC of pledges can still be taken back, all of them together, until" in page.text
    world.warp(4 * 86_400)
    await follow()
    assert forms(await reader.open(f"/en/portfolio/{world.fan}")) == []


async def test_a_project_that_failed_gives_back(world: World, follow: Follow, reader: Reader) -> None:
    """3.4"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 10)
    world.donate(made, world.patron, 30 * EURO)
    world.finalize(made)
    await follow()
    page = await reader.open(f"/en/portfolio/{world.fan}")
    assert forms(page) == [("refund", made.campaign)]
    assert "100.00 EURC go back for the shares" in page.text
    page = await reader.open(f"/en/portfolio/{world.patron}")
    assert forms(page) == [("refund_gift", made.campaign)]
    assert "30.00 EURC of what was given as a patron go back." in page.text
    world.refund(made, world.fan)
    world.act(world.stranger, "Campaign", made.campaign, "refundGift", world.patron)
    await follow()
    for each in (world.fan, world.patron):
        assert forms(await reader.open(f"/en/portfolio/{each}")) == []


async def test_a_project_that_was_ended_gives_back_its_part(
    world: World, follow: Follow, reader: Reader
) -> None:
    """4.3: 1,000 from fans and 100 from the patron came in, less the fee of 5 %: 1,045 is unspent."""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 60)
    world.contribute(made, world.second_fan, 40)
    world.donate(made, world.patron, 100 * EURO)
    world.finalize(made)
    world.wind_down(made, world.fan)
    await follow()
    page = await reader.open(f"/en/portfolio/{world.fan}")
    assert forms(page) == [("exit", made.campaign)]
    assert {"type": "hidden", "name": "shares", "value": "60"} in page.all("input")
    assert "570.00 EURC are given back for the shares" in page.text
    page = await reader.open(f"/en/portfolio/{world.patron}")
    assert "95.00 EURC of what was given as a patron go back." in page.text
    world.act(world.stranger, "Campaign", made.campaign, "refundGift", world.patron)
    world.exit(made, world.fan, 60)
    await follow()
    for each in (world.fan, world.patron):
        page = await reader.open(f"/en/portfolio/{each}")
        assert forms(page) == []
    assert "95.00 EURC" in page.text


async def test_another_wallet_cannot_ask_for_it(world: World, project: Project, reader: Reader) -> None:
    path = f"/en/portfolio/{world.second_fan}/actions"
    mine = await reader.open(f"{path}?wallet={world.second_fan}")
    assert (len(forms(mine)), stopped(mine)) == (2, [])
    theirs = await reader.open(f"{path}?wallet={world.stranger}")
    assert len(stopped(theirs)) == len(forms(theirs)) == 2
    assert "The wallet that you connected is another one" in theirs.text
    assert f"/en/portfolio/{world.stranger}" in theirs.values("href")
    ids = theirs.values("id")
    for button in stopped(theirs):
        assert set(button["aria-describedby"].split()) <= set(ids)


async def test_the_fee_stands_beside_the_amount(world: World, project: Project, reader: Reader) -> None:
    page = await reader.open(f"/en/portfolio/{world.second_fan}")
    assert "The network’s fee for it would be about 0.000" in page.text
    assert "What one ETH is worth in EURC is not known here" in page.text
    assert "costs more" not in page.text


async def test_a_fee_above_the_amount_is_warned_of(
    world: World, project: Project, follow: Follow, database_url: str
) -> None:
    """By the price that the operator gives, and no other."""
    dear = Reader(database_url, rpc_url=world.anvil.url, coin="POL", coin_price="99999999999.5 EURC, 1 USDC")
    page = await dear.open(f"/en/portfolio/{world.second_fan}")
    assert "Claiming it now costs more than it brings." in page.text
    assert "at 99,999,999,999.5 EURC for one POL, the price that this site’s operator gives" in page.text
    cheap = Reader(database_url, rpc_url=world.anvil.url, coin_price="2450.10 EURC")
    page = await cheap.open(f"/fr/portfolio/{world.second_fan}")
    assert "coûte plus" not in page.text
    assert "2 450,10 EURC pour un ETH" in page.text.replace("\u202f", " ").replace("\u00a0", " ")


async def test_without_a_node_no_fee_is_guessed(world: World, project: Project, database_url: str) -> None:
    page = await Reader(database_url, coin_price="2450.10 EURC").open(f"/en/portfolio/{world.second_fan}")
    assert forms(page)
    assert "is not known at the moment: no node answers." in page.text
    assert "ETH" not in page.text
