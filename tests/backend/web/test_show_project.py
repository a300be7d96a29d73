"""One project: every amount beside what it must be by hand (see the fixture `project`)."""

import json
import re
from urllib.parse import quote

import httpx
from eth_utils.crypto import keccak

from tests.backend.conftest import Follow
from tests.backend.terms import EURO, position
from tests.backend.web.conftest import Read
from tests.backend.world import Project, World


async def test_royalties_are_shown_to_the_cent(project: Project, read: Read) -> None:
    """5.1, 5.2"""
    text = (await read(f"/en/projects/{project.campaign}")).text
    for words in (
        "Gross receipts reported 1,100.00 EURC",
        "Deductions 100.00 EURC",
        "Net, deposited 1,000.00 EURC",
        "For the fans 661.50 EURC",
        "Paid to them 396.90 EURC",
        "Waiting for them in the contract 264.60 EURC",
        "Commission -100.00 EURC",
        "collection agent 55.00 EURC",
        "producer 283.50 EURC",
        "fans 661.50 EURC",
    ):
        assert words in text, words


async def test_french_writes_amounts_and_dates_its_own_way(project: Project, read: Read) -> None:
    text = (await read(f"/fr/projects/{project.campaign}")).text
    assert "Recettes brutes déclarées 1 100,00 EURC" in text
    assert "661,50 EURC" in text
    assert "DistroKid, du 1er janv. 2026 au 31 janv. 2026" in text
    assert "EURC" in text
    assert "1,100.00" not in text


async def test_the_holders_add_up_to_the_supply(world: World, project: Project, read: Read) -> None:
    """5.5, 6.1"""
    page = await read(f"/en/projects/{project.campaign}")
    assert "60 60% 396.90 EURC 396.90 EURC 0.00 EURC" in page.text
    assert "40 40% 264.60 EURC 0.00 EURC 264.60 EURC" in page.text
    assert "Together 100 661.50 EURC 396.90 EURC 264.60 EURC" in page.text
    assert "The list adds up to the 100 shares that exist." in page.text
    assert f"/en/portfolio/{world.fan}" in page.values("href")


async def test_success_shows_where_the_money_went(project: Project, read: Read) -> None:
    """2.2, 3.4"""
    text = (await read(f"/en/projects/{project.campaign}")).text
    assert "Of 1,000.00 EURC raised, 50.00 EURC went to the platform as its fee; 950.00 EURC" in text
    assert "is released by milestones" in text


async def test_professionals_are_shown_by_what_they_signed(
    world: World, project: Project, read: Read
) -> None:
    """2.4"""
    page = await read(f"/en/projects/{project.campaign}")
    signed = "Label The financier signed that it has paid the producer"
    line = f"{signed} · {world.financier[:6]}…{world.financier[-4:]} 9,000.00 EURC 90%"
    assert line in page.text
    assert "A promise is a signature and no money." in page.text


async def test_the_plan_of_the_budget_adds_up(world: World, follow: Follow, read: Read) -> None:
    """Of 1,000 shares at 10, 100 are sold; the goal of 1,000 and the label's 9,000 make the budget."""
    project = world.propose()
    world.start(project)
    world.contribute(project, world.fan, 100)
    await follow()
    english = (await read(f"/en/projects/{project.campaign}")).text
    assert "Fans, contributed Money received by the contract 1,000.00 EURC" in english
    assert "Shares not sold yet 9,000.00 EURC 90%" in english
    assert "Together 19,000.00 EURC 190%" in english
    assert (
        "The goal, 1,000.00 EURC, and the professionals’ lines reach the budget, with 10,000.00 EURC"
        in english
    )
    assert "shares sold beyond the goal come on top" in english
    french = (await read(f"/fr/projects/{project.campaign}")).text
    assert "les parts vendues au-delà de l’objectif viennent en plus" in french


async def test_a_plan_that_is_the_budget_has_nothing_on_top(world: World, follow: Follow, read: Read) -> None:
    made = world.propose(world.terms(campaign={"capShares": 100, "maxSharesPerFan": 100}))
    await follow()
    text = (await read(f"/en/projects/{made.campaign}")).text
    assert "Together 10,000.00 EURC 100%" in text
    assert "come on top" not in text


async def test_a_row_can_be_read_without_its_head(world: World, project: Project, read: Read) -> None:
    """On a narrow screen rows are stacked: each cell that is not its row's heading names its column."""
    for path in (f"/projects/{project.campaign}", f"/portfolio/{world.fan}"):
        page = await read("/en" + path)
        tables = page.html.split('<table class="stacked">')[1:]
        assert tables
        for table in tables:
            head, body = table.split("</table>")[0].split("</thead>")
            columns = [each.split("<")[0] for each in re.split(r"<th scope=\"col\"[^>]*>", head)[1:]]
            for row in body.split("<tr>")[1:]:
                cells = re.findall(r"<td(?: data-label=\"([^\"]*)\")?[^>]*>([^<]?)", row)
                assert len(cells) == len(columns) - 1
                for column, (label, first) in zip(columns[1:], cells, strict=True):
                    assert label == column or (row.count("<td></td>") == 1 and not label and not first)


async def test_the_community_ceiling_is_drawn(world: World, follow: Follow, read: Read) -> None:
    """2.4: 5 % of a budget of 2,700,000 are 135,000, at a twentieth of the bar."""
    campaign = {"totalBudget": 2_700_000 * EURO, "communityBps": 500, "goal": 10_000 * EURO}
    line = {"financier": world.financier, "label": "Télévision / Television", "amount": 2_690_000 * EURO}
    made = world.propose(world.terms(campaign=campaign, financiers=[line]))
    await follow()
    english = await read(f"/en/projects/{made.campaign}")
    french = await read(f"/fr/projects/{made.campaign}")
    assert "fans bring at most 5% of the budget, 135,000.00 EURC" in english.text
    ceilings = [line for line in english.all("line") if line["class"] == "ceiling"]
    assert [(each["x1"], each["x2"]) for each in ceilings] == [("50", "50")]
    assert "Television Nothing signed" in english.text
    assert "Télévision Rien de signé" in french.text


async def test_positions_are_told_in_their_order(world: World, project: Project, read: Read) -> None:
    """5.2"""
    text = (await read(f"/en/projects/{project.campaign}")).text
    places = [
        text.index(words)
        for words in (
            "5% of the gross receipts, before anyone else",
            "30% of what is left",
            "the holders of shares, in proportion to their shares 70% of what is left",
        )
    ]
    assert places == sorted(places)


async def test_the_chart_has_words_and_a_table(project: Project, read: Read) -> None:
    page = await read(f"/en/projects/{project.campaign}")
    assert "1 deposit, 661.50 EURC in all. The table below has the figures." in page.text
    chart = next(each for each in page.all("svg") if each.get("role") == "img")
    assert set(chart["aria-labelledby"].split()) <= set(page.values("id"))
    assert len([each for each in page.all("circle") if each["class"] == "dot"]) == 1


async def test_royalties_that_enter_step_by_step_are_not_called_earned(
    world: World, follow: Follow, read: Read
) -> None:
    """5.3: of 945 x 70 % = 661.50 a fifth has entered after a day."""
    made = world.raise_funds(waterfall={"royaltySteps": 5})
    world.deposit(made, 1_000 * EURO)
    world.warp(86_400)
    world.release(made, 1)
    await follow()
    text = (await read(f"/en/projects/{made.campaign}")).text
    # 1,000 gross: 50 off the top, 950 left, 665 for the holders in five steps of 133.
    index = text.index("Waiting for them in the contract 665.00 EURC")
    entered = 665 - int(text[index:].split("of which ")[1].split(".")[0])
    assert entered in (133, 266)
    assert f"{entered}.00 EURC of 665.00 EURC" in text


async def test_a_refund_is_shown_honestly(world: World, follow: Follow, read: Read) -> None:
    """3.4"""
    made = world.propose()
    world.start(made)
    for fan, shares in ((world.fan, 7), (world.second_fan, 5)):
        world.contribute(made, fan, shares)
    world.finalize(made)
    world.refund(made, world.fan)
    await follow()
    path = f"/en/projects/{made.campaign}"
    text = (await read(path)).text
    assert "Of 120.00 EURC contributed, 70.00 EURC has been refunded. The rest waits in the contract" in text
    world.refund(made, world.second_fan)
    await follow()
    text = (await read(path)).text
    assert "120.00 EURC has been refunded. Everything has gone back." in text
    assert "No share exists any more" in text


async def test_everything_can_be_checked_elsewhere(world: World, project: Project, read: Read) -> None:
    text = (await read(f"/en/projects/{project.campaign}")).text
    for address in (project.campaign, project.waterfall, project.share_token, world.currency, world.producer):
        assert address in text
    assert "0x" + 31 * "00" + "01" in text, "the hash of the statement's document"


async def test_the_story_is_in_the_readers_language(world: World, follow: Follow, read: Read) -> None:
    story = {"description": "Eleven songs.", "description_fr": "Onze chansons."}
    made = world.propose(world.terms(contractURI="data:application/json," + json.dumps(story)))
    await follow()
    assert "Eleven songs." in (await read(f"/en/projects/{made.campaign}")).text
    assert "Onze chansons." in (await read(f"/fr/projects/{made.campaign}")).text


async def test_a_prospectus_in_the_terms_is_compared_with_its_hash(
    world: World, follow: Follow, read: Read
) -> None:
    content = b"# Risks\n\nYou can lose\neverything."
    right = world.propose(
        world.terms(
            documentURI="data:text/plain," + quote(content), documentHash="0x" + keccak(content).hex()
        )
    )
    wrong = world.propose(world.terms(documentURI="data:text/plain,Nothing can go wrong."))
    await follow()
    page = await read(f"/en/projects/{right.campaign}/prospectus")
    assert "You can lose everything." in page.text
    assert ("h2", {}) in page.elements
    assert "its fingerprint (keccak256) is the one in them" in page.text
    page = await read(f"/en/projects/{wrong.campaign}/prospectus")
    assert "Careful: the fingerprint of this text is not the one that the terms name." in page.text


async def test_the_gauge_alone_is_sent_to_a_page_that_is_open(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    made = world.propose()
    world.start(made)
    await follow()
    path = f"/en/projects/{made.campaign}"
    before = (await browser.get(path, headers={"HX-Request": "true"})).text
    assert before.strip().startswith('<div id="gauge"')
    assert "0.00" in before
    world.contribute(made, world.fan, 12)
    await follow()
    assert "120.00" in (await browser.get(path, headers={"HX-Request": "true"})).text


async def test_an_address_in_small_letters_leads_to_the_page(
    project: Project, browser: httpx.AsyncClient
) -> None:
    response = await browser.get(f"/fr/projects/{project.campaign.lower()}")
    assert (response.status_code, response.headers["location"]) == (308, f"/fr/projects/{project.campaign}")


async def test_a_label_of_one_language_is_shown_in_both(world: World, follow: Follow, read: Read) -> None:
    shares = [position("Percentage", "0x" + 40 * "0", 10_000, "Les fans")]
    made = world.propose(world.terms(waterfall={"positions": shares}))
    await follow()
    for language in ("fr", "en"):
        assert "Les fans" in (await read(f"/{language}/projects/{made.campaign}")).text


async def test_half_a_character_in_the_metadata_breaks_no_page(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    """JSON can write it, and no answer can."""
    for field in ("name", "description", "image", "external_link"):
        for start in ("", "https://example.org/", "data:image/png,"):
            page = json.dumps({field: start + "\ud800"})
            made = world.propose(world.terms(contractURI="data:application/json," + quote(page)))
            await follow()
            for path in (f"/en/projects/{made.campaign}", f"/covers/{made.campaign}"):
                assert (await browser.get(path)).status_code == 200, page
            assert (await browser.get(f"/v1/projects/{made.campaign}")).status_code == 200, page


async def test_a_link_shows_every_character_it_has(world: World, follow: Follow, read: Read) -> None:
    made = world.propose(world.terms(documentURI="https://example.org/\u202egpj"))
    await follow()
    page = await read(f"/en/projects/{made.campaign}")
    assert "https://example.org/\ufffdgpj" in page.text
    assert "\u202e" not in page.text
