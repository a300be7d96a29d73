"""What the website says of consent, lines, milestones, objections and a wind-down."""

from tests.backend.conftest import Follow
from tests.backend.terms import DAY, EURO, HOLDERS, position
from tests.backend.web.conftest import Read
from tests.backend.world import World


async def test_a_promise_is_shown_as_a_promise(world: World, follow: Follow, read: Read) -> None:
    """2.4"""
    made = world.propose()
    await follow()
    path = f"/en/projects/{made.campaign}"
    text = (await read(path)).text
    assert "Label Nothing signed, nothing paid" in text
    assert "not given yet: without it nothing opens" in text
    world.consent(made, world.now() + DAY)
    world.sign_line(made, 0, paid_elsewhere=False, deadline=world.now() + 600)
    await follow()
    text = (await read(path)).text
    assert "Label Signed promise, no money yet; until" in text
    assert "signed for these very terms, for an opening until" in text
    world.warp(700)
    await follow()
    assert "Label Promise that has expired:" in (await read(path)).text
    world.escrow(made, 0)
    await follow()
    assert "Label Brought to the contract" in (await read(path)).text


async def test_milestones_are_told_from_announcement_to_release(
    world: World, follow: Follow, read: Read
) -> None:
    """4.1, 4.2"""
    made = world.raise_funds()
    world.announce(made, 0, evidence=3)
    world.object(made, world.second_fan)
    world.transfer(made, world.second_fan, world.stranger, 11)
    await follow()
    path = f"/en/projects/{made.campaign}"
    page = await read(path)
    assert "To be released in all 950.00 EURC" in page.text
    assert "Announced: holders may object 29 shares object so far, 30 stop it; until" in page.text
    assert "https://example.org/3.pdf" in page.values("href")
    assert "have refunds and royalties sent to those they belong to; have the objections" in page.text
    world.read(made)
    await follow()
    text = (await read(path)).text
    assert "Released to the producer 380.00 EURC" in text
    assert "Still in the contract 570.00 EURC" in text
    french = (await read(f"/fr/projects/{made.campaign}")).text
    assert "Versé au producteur 380,00 EURC" in french


async def test_a_wind_down_is_told_on_page_and_portfolio(world: World, follow: Follow, read: Read) -> None:
    """4.3"""
    made = world.raise_funds()
    world.wind_down(made, world.fan)
    world.exit(made, world.fan, 60)
    await follow()
    text = (await read(f"/en/projects/{made.campaign}")).text
    assert "Ended by its holders" in text
    assert "have refunds and royalties sent to those they belong to. " in text
    assert "Given back 570.00 EURC Waiting for those who brought it 380.00 EURC" in text
    assert "9.50 EURC for each share" in text
    assert text.count("Never released") == 2
    assert "asked for it on" in text
    assert (
        "because of “recording”, which was late past its grace. 60 of 100 shares were for it; 30 were" in text
    )
    assert "Of which 950.00 EURC goes back: 9.50 EURC for each of 100 shares 1,000.00 EURC" in text
    assert "give up their shares for 9.50 EURC each, without a deadline" in text
    for words in (
        "announce a release",
        "object to a release",
        "cancel the campaign before",
        "Shares not sold",
    ):
        assert words not in text, words
    french = (await read(f"/fr/projects/{made.campaign}")).html
    assert "à cause de «\u00a0recording\u00a0»," in french
    text = (await read("/en/")).text
    assert "570.00 EURC of 950.00 EURC has gone back to fans and patrons" in text
    text = (await read(f"/en/portfolio/{world.second_fan}")).text
    assert "The holders ended this project: 380.00 EURC is waiting for these shares" in text


async def test_an_ended_budget_counts_what_came(world: World, follow: Follow, read: Read) -> None:
    """2.4, 4.3: 1,000 of shares, no more than that once over; and 9,000 of the label, brought."""
    made = world.propose(world.terms(waterfall={"holdersCapPerShare": 50 * EURO}))
    world.escrow(made, 0)
    world.start(made)
    world.contribute(made, world.fan, 60)
    await follow()
    path = f"/en/projects/{made.campaign}"
    text = (await read(path)).text
    assert "Shares not sold yet 9,400.00 EURC" in text
    assert "Together 19,000.00 EURC" in text
    assert "cancel the campaign before its closing; after it, or once it was reopened, only as long" in text
    world.contribute(made, world.second_fan, 40)
    world.finalize(made)
    await follow()
    text = (await read(path)).text
    assert "Together 10,000.00 EURC 100%" in text
    assert "9,950.00 EURC, with the financiers’ escrow, is released" in text
    assert "rely on their next request after they refused a release" in text
    world.wind_down(made, world.fan)
    world.exit(made, world.fan, 1)
    await follow()
    text = (await read(path)).text
    assert "One share can earn 40.05 EURC at most" in text
    assert "Lowered by the wind-down from 50.00 EURC" in text
    text = (await read(f"/en/portfolio/{world.financier}")).text
    assert "This address is here: a financier." in text
    assert "Brought as a financier 9,000.00 EURC" in text
    assert "Label: 9,000.00 EURC · Brought to the contract" in text


async def test_a_promise_that_was_not_kept_is_no_money(world: World, follow: Follow, read: Read) -> None:
    """2.4"""
    made = world.propose()
    world.sign_line(made, 0, paid_elsewhere=False)
    world.start(made)
    world.contribute(made, world.fan, 100)
    world.finalize(made)
    await follow()
    text = (await read(f"/en/projects/{made.campaign}")).text
    assert "9,000.00 EURC was planned" in text
    assert "Together 1,000.00 EURC 10%" in text
    assert "50.00 EURC went to the platform as its fee; 950.00 EURC is released by milestones." in text


async def test_a_pledge_says_until_when_it_can_be_taken_back(
    world: World, follow: Follow, read: Read
) -> None:
    """3.2, 3.3, 3.6"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 10, tier=1)
    world.donate(made, world.patron, 5 * EURO)
    world.act(world.producer, "Campaign", made.campaign, "recordGiftInKind", "MTV", "un clip / a video")
    await follow()
    text = (await read(f"/en/projects/{made.campaign}")).text
    assert "For 4 days after each pledge you may take it back" in text
    assert "0 shares are firm; 10 can still be taken back" in text
    assert "Patrons, given" in text
    assert "MTV: a video the producer’s words; not counted" in text
    assert "signed record 10 100.00 EURC 1 of 2" in text
    text = (await read(f"/en/portfolio/{world.fan}")).text
    assert "10 shares pledged for 100.00 EURC" in text
    assert "can be taken back until" in text
    world.cancel(made)
    world.act(world.stranger, "Campaign", made.campaign, "refundGift", world.patron)
    await follow()
    text = (await read(f"/en/portfolio/{world.patron}")).text
    assert "Given as a patron 5.00 EURC Gifts given back 5.00 EURC" in text
    assert "Paid for shares 0.00 EURC Given as a patron 5.00 EURC" in text
    assert "This address is here: a patron." in text


async def test_what_is_recouped_is_told(world: World, follow: Follow, read: Read) -> None:
    """5.2, 5.6: the label gets its 9,000 back with 10 %; a share earns 50 at most."""
    positions = [
        position("Recoup", world.financier, 1_000, "label", 9_000 * EURO),
        position("Percentage", HOLDERS, 10_000, "fans"),
    ]
    made = world.raise_funds(waterfall={"positions": positions, "holdersCapPerShare": 50 * EURO})
    world.deposit(made, 900 * EURO)
    await follow()
    path = f"/en/projects/{made.campaign}"
    text = (await read(path)).text
    assert "gets back what it paid, 9,000.00 EURC at most, before anyone below, with a premium of 10%" in text
    assert "Proved to have paid: 9,000.00 EURC · got back: 900.00 EURC · still due: 9,000.00 EURC" in text
    assert "One share can earn 50.00 EURC at most" in text
    assert "Lowered by the wind-down" not in text
    assert "Room left for all holders together: 5,000.00 EURC" in text
    assert "The next statement is due on" in text
    world.warp(400 * DAY)
    await follow()
    assert "The next statement is overdue." in (await read(path)).text
