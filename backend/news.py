"""What a producer writes to the fans of a project: texts are added and never changed. Commits nothing."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.languages import LANGUAGES, Language
from backend.tables import news, news_revisions

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000


class NewsIncomplete(CoprodError):
    """A title without a text, a text without a title, neither in any language, or more than is read.

    `problem`: "nothing", "half" or "long"; `language`: in which.
    """

    status = 422
    type = "news-incomplete"
    title = "This cannot be posted"

    def __init__(self, problem: str, language: Language, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem
        self.language = language


class NewsUnknown(CoprodError):
    """The project has no such news."""

    status = 404
    type = "news-unknown"
    title = "There is no such news"


@dataclass(frozen=True, slots=True)
class Said:
    """In one language. Raises NewsIncomplete."""

    title: str
    text: str


def read_texts(titles: Mapping[Language, str], texts: Mapping[Language, str]) -> dict[Language, Said]:
    """What was typed, by language, without those left empty. Raises NewsIncomplete."""
    said: dict[Language, Said] = {}
    languages: tuple[Language, ...] = ("fr", "en")
    for language in languages:
        # The database keeps no zero bytes, and readers need none.
        title, text = (each.get(language, "").replace("\0", "").strip() for each in (titles, texts))
        if not title and not text:
            continue
        name = LANGUAGES[language]
        if not title or not text:
            raise NewsIncomplete("half", language, f"{name}: write both a title and a text, or neither.")
        if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
            raise NewsIncomplete(
                "long",
                language,
                f"{name}: a title has {LONGEST_TITLE} characters at most, and a text {LONGEST_TEXT:,}.",
            )
        said[language] = Said(title, text)
    if not said:
        raise NewsIncomplete("nothing", "en", "Write a title and a text, in French, in English, or in both.")
    return said


async def post_news(
    connection: AsyncConnection, campaign: str, author: str, said: Mapping[Language, Said]
) -> int:
    """The number of the new piece of news."""
    made = insert(news).values(campaign=campaign).returning(news.c.id)
    number: int = (await connection.execute(made)).scalar_one()
    await _write(connection, number, 1, author, said)
    return number


async def edit_news(
    connection: AsyncConnection, campaign: str, number: int, author: str, said: Mapping[Language, Said]
) -> int:
    """The number of the new revision; what was said before stays readable. Raises NewsUnknown."""
    mine = select(news.c.id).where(news.c.id == number, news.c.campaign == campaign)
    # Locked, so that two who edit at once write one after the other.
    if (await connection.execute(mine.with_for_update())).one_or_none() is None:
        raise NewsUnknown(f"The project has no news {number}: see the list.")
    newest = select(func.max(news_revisions.c.revision)).where(news_revisions.c.news_id == number)
    revision: int = (await connection.execute(newest)).scalar_one() + 1
    await _write(connection, number, revision, author, said)
    return revision


async def _write(
    connection: AsyncConnection, number: int, revision: int, author: str, said: Mapping[Language, Said]
) -> None:
    row = {"news_id": number, "revision": revision, "author": author, "written_at": int(time.time())}
    for language in LANGUAGES:
        words = said.get("fr" if language == "fr" else "en")
        row[f"title_{language}"] = words.title if words else None
        row[f"text_{language}"] = words.text if words else None
    await connection.execute(insert(news_revisions).values(row))
