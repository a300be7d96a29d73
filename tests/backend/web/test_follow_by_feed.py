"""Feeds of a wallet and of a project, as a feed reader takes them (RFC 4287)."""

from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.news import Said, edit_news, post_news
from backend.web.feeds import Entry, Feed, name_for_good, write_feed
from tests.backend.conftest import Follow
from tests.backend.terms import DAY, EURO
from tests.backend.web.conftest import Read
from tests.backend.world import Project, World

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def text_of(element: Element, name: str) -> str:
    """Of the one child of this name, which must be there once."""
    (found,) = element.findall(f"a:{name}", ATOM)
    assert found.text
    return found.text


def entries_of(feed: Element) -> list[Element]:
    return feed.findall("a:entry", ATOM)


def titles_of(feed: Element) -> list[str]:
    return [text_of(each, "title") for each in entries_of(feed)]


def check(feed: Element) -> None:
    """What RFC 4287 asks of every feed (4.1.1, 4.1.2, 3.3), and ids that are told apart."""
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.findall("a:author/a:name", ATOM)
    links = {each.get("rel"): each for each in feed.findall("a:link", ATOM)}
    assert set(links) == {"self", "alternate"}
    ids = [text_of(each, "id") for each in (feed, *entries_of(feed))]
    assert len(ids) == len(set(ids))
    assert all(each.startswith("urn:uuid:") for each in ids)
    for each in (feed, *entries_of(feed)):
        assert text_of(each, "title")
        assert datetime.strptime(text_of(each, "updated"), "%Y-%m-%dT%H:%M:%SZ")
        for link in each.findall("a:link", ATOM):
            assert httpx.URL(link.attrib["href"]).is_absolute_url
    times = [text_of(each, "updated") for each in entries_of(feed)]
    assert times == sorted(times, reverse=True)
    if times:
        assert text_of(feed, "updated") == times[0]


async def read_feed(browser: httpx.AsyncClient, path: str) -> Element:
    response = await browser.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(response.content)
    check(feed)
    assert feed.get(LANG) == path[1:3] == response.headers["content-language"]
    return feed


async def test_a_wallet_follows_its_projects_and_payments(
    world: World, project: Project, browser: httpx.AsyncClient
) -> None:
    feed = await read_feed(browser, f"/en/portfolio/{world.fan}/feed.atom")
    assert titles_of(feed)[:3] == [
        "Premier album: 396.90\u00a0EURC paid to this address (Royalty)",
        "Premier album: 1,000.00\u00a0EURC came in, with a statement (DistroKid)",
        "Premier album: Goal met: the number of shares is fixed, the money is released by milestones",
    ]
    other = titles_of(await read_feed(browser, f"/en/portfolio/{world.second_fan}/feed.atom"))
    assert other == titles_of(feed)[1:]
    french = await read_feed(browser, f"/fr/portfolio/{world.fan}/feed.atom")
    assert titles_of(french)[0] == "Premier album\u00a0: 396,90\u00a0EURC payés à cette adresse (Droits)"


async def test_every_link_can_be_opened(world: World, project: Project, browser: httpx.AsyncClient) -> None:
    feed = await read_feed(browser, f"/en/portfolio/{world.fan}/feed.atom")
    links = {each.attrib["href"] for each in feed.iterfind(".//a:link", ATOM)}
    assert len(links) > 3
    for link in links:
        assert (await browser.get(link)).status_code == 200, link


async def test_a_project_tells_all_that_becomes_of_it(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    """4.1 to 4.3: announced, objected, refused; announced again, released; ended by its holders."""
    made = world.raise_funds()
    world.announce(made, 0)
    world.object(made, world.fan)
    world.read(made)
    world.read(made)
    world.announce(made, 0, 2)
    world.read(made)
    world.wind_down(made, world.fan, milestone=1)
    await follow()
    feed = await read_feed(browser, f"/en/projects/{made.campaign}/feed.atom")
    titles = [each.removeprefix("Premier album: ") for each in titles_of(feed)]
    assert titles == [
        "Ended by its holders: what is unspent goes back",
        "enough holders wanted to end the project",
        "enough holders want to end the project; they are counted again a day later",
        "a holder asks all others to end the project",
        "380.00\u00a0EURC released for “recording”",
        "the producer announces the release of 380.00\u00a0EURC for “recording”; holders may object",
        "the holders refused the release for “recording”",
        "enough holders object to the release for “recording”; they are counted again a day later",
        "the producer announces the release of 380.00\u00a0EURC for “recording”; holders may object",
        "Goal met: the number of shares is fixed, the money is released by milestones",
        "Opening confirmed",
        "Listing approved by the platform",
        "Proposed by the producer",
    ]
    await read_feed(browser, f"/fr/projects/{made.campaign}/feed.atom")


async def test_an_entry_keeps_its_id_through_a_reorg(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    """K18: the same transaction in another block is the same news."""
    made = world.raise_funds()
    world.allow(made, made.waterfall, world.producer)
    receipt = world.deposit(made, 100 * EURO)
    await follow()
    path = f"/en/projects/{made.campaign}/feed.atom"
    before = await read_feed(browser, path)
    world.reorg(1, [(world.signed(receipt), 0)])
    world.mine()
    await follow()
    after = await read_feed(browser, path)
    assert [text_of(each, "id") for each in entries_of(before)] == [
        text_of(each, "id") for each in entries_of(after)
    ]
    assert text_of(before, "id") == text_of(after, "id")
    world.deposit(made, 100 * EURO, 2)
    await follow()
    assert len(entries_of(await read_feed(browser, path))) == len(entries_of(before)) + 1


async def test_who_has_it_is_not_sent_it_again(
    world: World, project: Project, follow: Follow, browser: httpx.AsyncClient
) -> None:
    path = f"/en/portfolio/{world.fan}/feed.atom"
    tag = (await browser.get(path)).headers["etag"]
    again = await browser.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    world.claim(project, world.second_fan)
    world.deposit(project, EURO, 2)
    await follow()
    assert (await browser.get(path, headers={"If-None-Match": tag})).status_code == 200


async def test_a_wallet_without_projects_has_a_feed_without_entries(
    world: World, project: Project, browser: httpx.AsyncClient
) -> None:
    assert titles_of(await read_feed(browser, f"/fr/portfolio/{world.stranger}/feed.atom")) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("portfolio/0x12/feed.atom", 422), ("projects/0x" + 40 * "1" + "/feed.atom", 404)],
)
async def test_what_is_not_there_is_told(
    project: Project, browser: httpx.AsyncClient, path: str, status: int
) -> None:
    assert (await browser.get(f"/fr/{path}")).status_code == status


async def test_the_pages_name_their_feeds(world: World, project: Project, read: Read) -> None:
    for place in (f"/fr/portfolio/{world.fan}", f"/fr/projects/{project.campaign}"):
        page = await read(place)
        alternates = {
            each.get("type"): each["href"] for each in page.all("link") if each["rel"] == "alternate"
        }
        assert alternates["application/atom+xml"] == f"{place}/feed.atom"
        assert alternates["text/calendar"] == f"{place}/calendar.ics"


async def test_what_strangers_wrote_breaks_no_feed(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    name = "<b>&amp; ]]> \uffff\x01 \u202e\u00e9\U0001f3b5"
    made = world.propose(world.terms(name=name))
    world.start(made)
    await follow()
    feed = await read_feed(browser, f"/en/projects/{made.campaign}/feed.atom")
    assert titles_of(feed)[0].startswith("<b>&amp; ]]> \ufffd\ufffd \ufffd\u00e9\U0001f3b5: ")


def test_an_id_is_the_same_for_good() -> None:
    """Whoever follows a feed is not told everything again after an update of this program."""
    assert name_for_good("feed", 1, "fr", "/x") == "urn:uuid:cdaa8c03-c6c9-5730-b1dd-3daee0ac8fab"


def test_the_newest_entry_dates_the_feed() -> None:
    entries = [Entry(f"urn:uuid:{at}", "t", "c", "https://a/", at, at) for at in (2 * DAY, DAY)]
    feed = write_feed(Feed("urn:uuid:f", "en", "F", "https://a/", "https://a/feed", 9 * DAY, entries))
    assert text_of(ElementTree.fromstring(feed), "updated") == "1970-01-03T00:00:00Z"
    empty = write_feed(Feed("urn:uuid:f", "en", "F", "https://a/", "https://a/feed", 9 * DAY, []))
    assert text_of(ElementTree.fromstring(empty), "updated") == "1970-01-10T00:00:00Z"


async def test_news_comes_with_what_the_chain_says(
    world: World, project: Project, engine: AsyncEngine, browser: httpx.AsyncClient
) -> None:
    """In the feed's language, or else marked as being in the other; changed news is the same entry."""
    async with engine.begin() as connection:
        both = {"fr": Said("Le <mix> est fini", "Un.\n\nDeux."), "en": Said("The <mix> is done", "One.")}
        number = await post_news(connection, project.campaign, world.producer, both)
        await post_news(connection, project.campaign, world.producer, {"fr": Said("Merci", "À vous.")})
    for path in (f"projects/{project.campaign}", f"portfolio/{world.fan}"):
        feed = await read_feed(browser, f"/en/{path}/feed.atom")
        entries = {text_of(each, "title"): each for each in entries_of(feed)}
        assert text_of(entries["Premier album: The <mix> is done"], "content") == "One."
        assert entries["Premier album: Merci"].get(LANG) == "fr"
        assert entries["Premier album: The <mix> is done"].get(LANG) is None
        french = titles_of(await read_feed(browser, f"/fr/{path}/feed.atom"))
        assert {"Premier album\u00a0: Le <mix> est fini", "Premier album\u00a0: Merci"} <= set(french)
    before = text_of(entries["Premier album: The <mix> is done"], "id")
    async with engine.begin() as connection:
        await edit_news(
            connection, project.campaign, number, world.producer, {"en": Said("Done", "At last.")}
        )
    feed = await read_feed(browser, f"/en/portfolio/{world.fan}/feed.atom")
    assert before in [text_of(each, "id") for each in entries_of(feed) if "Done" in text_of(each, "title")]
