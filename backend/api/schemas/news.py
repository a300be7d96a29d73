"""What a producer tells the fans of a project."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN, EXAMPLE_WALLET, AsOf
from backend.queries.news import News, Wording
from backend.queries.times import format_time


class NewsToPost(BaseModel):
    """In French, in English, or in both: a title and a text each."""

    model_config = ConfigDict(extra="forbid")

    title_fr: str = Field("", examples=["Premier jour de tournage"])
    text_fr: str = Field("", examples=["Le phare est allumé."])
    title_en: str = Field("", examples=["First day of shooting"])
    text_en: str = Field("", examples=["The lighthouse is lit."])


class Posted(BaseModel):
    """as_of: the block at which who posted it was the producer."""

    as_of: AsOf
    id: int = Field(examples=[3])
    url: str = Field(description="Where fans read it.", examples=[f"/en/projects/{EXAMPLE_CAMPAIGN}#news"])


class Piece(BaseModel):
    """One piece as it reads now; null in a language in which it was not written. Times are the server's."""

    id: int = Field(examples=[3])
    author: str = Field(description="Who wrote it last.", examples=[EXAMPLE_WALLET])
    posted_at: str = Field(examples=["2026-05-04T10:00:00Z"])
    edited_at: str | None = Field(examples=[None])
    title_fr: str | None = Field(examples=["Premier jour de tournage"])
    text_fr: str | None = Field(examples=["Le phare est allumé."])
    title_en: str | None = Field(examples=[None])
    text_en: str | None = Field(examples=[None])

    @classmethod
    def of(cls, news: News) -> Self:
        french, english = news.now.french, news.now.english
        return cls(
            id=news.id,
            author=news.now.author,
            posted_at=format_time(news.posted_at),
            edited_at=None if news.edited_at is None else format_time(news.edited_at),
            title_fr=_title(french),
            text_fr=_text(french),
            title_en=_title(english),
            text_en=_text(english),
        )


class ProjectNews(BaseModel):
    """The newest first. as_of: the block at which the project is there; news themselves are on no chain."""

    as_of: AsOf
    news: list[Piece]


def _title(wording: Wording | None) -> str | None:
    return wording.title if wording else None


def _text(wording: Wording | None) -> str | None:
    return wording.text if wording else None
