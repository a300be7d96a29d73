"""News is for everybody, in two languages; what is changed stays readable (issue E, 5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.news import NewsIncomplete, read_texts
from tests.backend.web.room.conftest import SITE, Browser, Enter
from tests.backend.world import Project

MARKUP = "<img src=x onerror=y>\0\u202egnp"


def room_of(project: Project) -> str:
    return f"/en/room/{project.campaign}/news"


async def post(browser: Browser, project: Project, **words: str) -> int:
    return (await browser.submit(room_of(project), room_of(project), words)).status_code


async def test_it_is_read_by_everybody_in_the_language_that_there_is(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    assert await post(browser, project, title_fr="Le tournage commence", text_fr="Lundi.\n\nÀ Sète.") == 303
    assert (
        await post(browser, project, title_en="Mixed", text_en="Done.", title_fr="Mixé", text_fr="Fini.")
        == 303
    )
    browser.client.cookies.clear()
    english = await browser.read(f"/en/projects/{project.campaign}")
    assert english.text.index("Mixed") < english.text.index("Le tournage commence")
    assert "Mixé" not in english.text
    assert 'lang="fr">Le tournage commence' in english.html
    assert "<p>Lundi.</p>" in english.html
    assert "changed on" not in english.text
    french = await browser.read(f"/fr/projects/{project.campaign}")
    assert "Mixé" in french.text
    assert "Done." not in french.text


async def test_a_change_is_never_silent(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    await post(browser, project, title_en="Out in May", text_en="Really.")
    piece = next(
        each
        for each in (await browser.read(room_of(project))).values("href")
        if each.startswith(room_of(project) + "/")
    )
    page = await browser.read(piece)
    assert 'value="Out in May"' in page.html
    for title in ("Out in June", "Out in July"):
        answer = await browser.submit(piece, piece, {"title_en": title, "text_en": "Sorry."})
        assert answer.status_code == 303
    public = await browser.read(f"/en/projects/{project.campaign}")
    assert "changed on" in public.text
    places = [
        public.text.index(each)
        for each in ("Out in July", "What it said before", "Out in June", "Out in May")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({}, "write a title and a text, in French, in English, or in both"),
        ({"title_en": "Only a title"}, "English: write both a title and a text"),
        ({"text_fr": "Seulement"}, "Français: write both a title and a text"),
        ({"title_en": "x" * 201, "text_en": "y"}, "200 characters at most"),
        ({"title_en": " ", "text_en": "\n"}, "write a title and a text"),
    ],
)
async def test_what_is_incomplete_is_not_posted_and_not_lost(
    project: Project, enter: Enter, words: dict[str, str], told: str
) -> None:
    browser = await enter("producer")
    answer = await browser.submit(room_of(project), room_of(project), words)
    assert answer.status_code == 422
    assert told in answer.text
    for typed in filter(str.strip, words.values()):
        assert typed in answer.text
    assert "no news yet" in (await browser.read(f"/en/projects/{project.campaign}")).text


async def test_markup_is_text(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    await post(
        browser, project, title_en="<script>alert(1)</script>", text_en="<img src=x onerror=y>\0\u202egnp"
    )
    public = await browser.read(f"/en/projects/{project.campaign}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in public.html
    assert "<img src=x" not in public.html
    assert "\u202e" not in public.html


async def test_news_of_another_project_cannot_be_changed(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    for number in ("999", "0", "x", str(2**70)):
        await browser.read(f"{room_of(project)}/{number}", 404)


WORDS = st.dictionaries(st.sampled_from(("fr", "en")), st.text(max_size=40))


@given(WORDS, WORDS)
def test_what_is_read_says_something(titles: dict[str, str], texts: dict[str, str]) -> None:
    try:
        said = read_texts(titles, texts)  # type: ignore[arg-type]
    except NewsIncomplete:
        return
    assert said
    for each in said.values():
        assert each.title.strip() == each.title
        assert "\0" not in each.title + each.text


def news_of(project: Project) -> str:
    return f"/v1/projects/{project.campaign}/news"


async def test_a_program_posts_and_reads_it_by_json(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    words = {"title_fr": "Le phare est allumé", "text_fr": "Depuis lundi."}
    posted = await browser.client.post(news_of(project), json=words, headers={"Origin": SITE})
    assert posted.status_code == 201, posted.text
    browser.client.cookies.clear()
    told = (await browser.client.get(news_of(project))).json()
    assert told["news"][0] | words == told["news"][0]
    assert told["news"][0]["id"] == posted.json()["id"]
    assert told["news"][0]["title_en"] is None
    assert "Le phare est allumé" in (await browser.read(posted.json()["url"].partition("#")[0])).text


async def test_nobody_else_posts_it_by_json(project: Project, enter: Enter) -> None:
    words = {"title_en": "Out", "text_en": "Now."}
    stranger = await enter("stranger")
    answer = await stranger.client.post(news_of(project), json=words, headers={"Origin": SITE})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "room-closed")
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert (await stranger.client.post(news_of(project), json=words, headers=elsewhere)).status_code == 403
    stranger.client.cookies.clear()
    answer = await stranger.client.post(news_of(project), json=words, headers={"Origin": SITE})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (401, "not-signed-in")
    assert (await stranger.client.get(news_of(project))).json()["news"] == []


async def test_half_a_piece_is_told_by_json(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    headers = {"Origin": SITE, "Accept-Language": "fr"}
    answer = await browser.client.post(news_of(project), json={"title_en": "Out"}, headers=headers)
    assert answer.status_code == 422
    assert "un titre et un texte" in answer.json()["detail"]
