"""What producers wrote to their fans, with all that they had written before."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.languages import Language
from backend.tables import news as news_table
from backend.tables import news_revisions


@dataclass(frozen=True, slots=True)
class Wording:
    """In one language; `language` is the one it is in."""

    language: Language
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What a piece of news said from `written_at` on; times are this server's, in seconds since 1970."""

    revision: int
    author: str
    written_at: int
    french: Wording | None
    english: Wording | None

    def read(self, language: str) -> Wording:
        """In this language, or in the one that there is."""
        found = self.french or self.english if language == "fr" else self.english or self.french
        assert found is not None, "the table has no row without words"
        return found


@dataclass(frozen=True, slots=True)
class News:
    """revisions: the newest first; more than one when it was edited."""

    id: int
    revisions: tuple[Revision, ...]

    @property
    def now(self) -> Revision:
        return self.revisions[0]

    @property
    def posted_at(self) -> int:
        return self.revisions[-1].written_at

    @property
    def edited_at(self) -> int | None:
        """None for what was never edited."""
        return self.now.written_at if len(self.revisions) > 1 else None


async def news(connection: AsyncConnection, campaign: str) -> tuple[News, ...]:
    """All of a project, the newest first."""
    found = await connection.execute(
        select(news_revisions)
        .join(news_table, news_table.c.id == news_revisions.c.news_id)
        .where(news_table.c.campaign == campaign)
        .order_by(news_revisions.c.news_id.desc(), news_revisions.c.revision.desc())
    )
    pieces: dict[int, list[Revision]] = {}
    for row in found:
        pieces.setdefault(row.news_id, []).append(_revision(row))
    return tuple(News(number, tuple(revisions)) for number, revisions in pieces.items())


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        row.revision,
        row.author,
        row.written_at,
        Wording("fr", row.title_fr, row.text_fr) if row.title_fr is not None else None,
        Wording("en", row.title_en, row.text_en) if row.title_en is not None else None,
    )
