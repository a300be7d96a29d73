"""Which titles of a file are the project's: asked once, and remembered. Nothing is dropped without a word."""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import format_decimal
from backend.errors import CoprodError
from backend.royalties.importers.table import fold
from backend.royalties.statements.titles import TitleSum, find_titles
from backend.sentences import quote
from backend.tables import title_choices

Rest = Literal["ask", "ours", "others"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says about a file's titles.

    Those named by `ours` are the project's, those named by `others` are not (each by ISRC, UPC, artist or
    title, as people write it). `decided` says the same title by title, by its key_of. `rest` says it of all
    that nobody ever decided about, or has them asked about.
    """

    ours: Sequence[str] = ()
    others: Sequence[str] = ()
    rest: Rest = "ask"
    decided: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selection:
    """Places in a file's titles: the project's own, and all others."""

    ours: tuple[int, ...]
    others: tuple[int, ...]


class TitlesUndecided(CoprodError):
    """The file has titles of which nobody has said yet whether they are the project's: `titles`."""

    status = 409
    type = "titles-undecided"
    title = "Are these titles the project's?"

    def __init__(self, undecided: Sequence[TitleSum]) -> None:
        self.titles = tuple(undecided)
        super().__init__("\n".join([
            "Nothing was stored. Say of each of these titles whether it is the project's (--title) or "
            "somebody else's (--other-title), or of all of them together (--rest ours, --rest others):",
            *(f"  {describe_title(each)}" for each in undecided),
        ]))  # fmt: skip


class TitleContradictory(CoprodError):
    """The same title was named as the project's and as somebody else's."""

    status = 422
    type = "title-contradictory"
    title = "A title is the project's or it is not"


def describe_title(each: TitleSum) -> str:
    """One line: artist, title, its codes, its lines and what it brought."""
    codes = ", ".join(filter(None, (each.isrc, each.upc)))
    shown = f"{quote(each.title)} of {quote(each.artist)}" if each.artist else quote(each.title)
    amount = f"{format_decimal(each.net)} {each.currency}"
    return f"{shown}{f' ({codes})' if codes else ''}: {each.lines} lines, {amount}"


async def choose_titles(
    connection: AsyncConnection, campaign: str, sums: Sequence[TitleSum], answer: Answer
) -> Selection:
    """Part a file's titles by the answer, then by what was answered before; remembers all of it.

    Lines without a title are the project's where no line has one: its accountant wrote them. Beside titles
    they are asked about, each time. Raises TitlesUndecided, TitleContradictory, and the errors of
    titles.find_titles.
    """
    ours, others = (find_titles(sums, names) for names in (answer.ours, answer.others))
    both = ours & others
    if both:
        raise TitleContradictory(
            f"{quote(sums[min(both)].title)} is named as the project's and as another's."
        )
    known = await _recall(connection, campaign) | dict(answer.decided)
    undecided, has_titles = [], any(each.is_named for each in sums)
    for place, each in enumerate(sums):
        if place in ours or place in others:
            continue
        decided = known.get(key_of(each)) if has_titles else True
        if decided is None and answer.rest == "ask":
            undecided.append(each)
            continue
        is_ours = answer.rest == "ours" if decided is None else decided
        (ours if is_ours else others).add(place)
    if undecided:
        raise TitlesUndecided(undecided)
    await _remember(connection, campaign, sums, ours)
    return Selection(tuple(sorted(ours)), tuple(sorted(others)))


async def _recall(connection: AsyncConnection, campaign: str) -> dict[str, bool]:
    of_project = title_choices.c.campaign == campaign
    rows = await connection.execute(select(title_choices.c.key, title_choices.c.is_ours).where(of_project))
    return {row.key: row.is_ours for row in rows}


async def _remember(
    connection: AsyncConnection, campaign: str, sums: Iterable[TitleSum], ours: set[int]
) -> None:
    rows = {
        key_of(each): {
            "campaign": campaign,
            "key": key_of(each),
            "is_ours": place in ours,
            "artist": each.artist,
            "title": each.title,
            "chosen_at": int(time.time()),
        }
        for place, each in enumerate(sums)
        if each.is_named
    }
    if rows:
        add = insert(title_choices)
        change = {name: add.excluded[name] for name in ("is_ours", "artist", "title", "chosen_at")}
        chosen = add.on_conflict_do_update(index_elements=["campaign", "key"], set_=change)
        await connection.execute(chosen, list(rows.values()))


def key_of(each: TitleSum) -> str:
    """What tells a title from others (0x-string): an ISRC is of one recording, whoever sells it."""
    names = ["isrc", fold(each.isrc)] if each.isrc else [each.upc, fold(each.artist), fold(each.title)]
    return "0x" + hashlib.sha256(json.dumps(names).encode()).hexdigest()
