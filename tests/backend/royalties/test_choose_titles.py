"""7.2: titles that nobody has decided about are asked about; the answers are kept for the next file."""

import json

import pytest

from backend.royalties.statements.choices import (
    Answer,
    TitleContradictory,
    TitlesUndecided,
    describe_title,
    key_of,
)
from backend.royalties.statements.titles import TitleUnknown
from backend.tables import statements, title_choices
from tests.backend.royalties.office import FILM, RECORD, Office, sample
from tests.backend.royalties.receipts import DISTROKID, distrokid, file_of
from tests.backend.world import Project, World

ALL = {"Ligne de crête", "Les heures claires", "Nord", "Été, après", "Sous la verrière", "L'autre rive"}
ASK = Answer()


def quarter(month: str, *titles: str) -> bytes:
    """One sale of each title in that month; the ISRC follows from the title."""
    rows = [distrokid(title=each, isrc=f"FR-{each}", month=month) for each in titles]
    return file_of(DISTROKID, rows)


async def reported(office: Office, number: int) -> set[str]:
    """The titles in a statement's document."""
    row = await office.row(statements, number)
    return {each["title"] for each in json.loads(row.document)["titles"]}


async def ask(office: Office, project: Project, content: bytes, answer: Answer = ASK) -> set[str]:
    imported = await office.bring(project, content, answer=answer)
    return await reported(office, imported.id)


async def test_unknown_titles_are_asked_about_and_nothing_is_stored(office: Office, world: World) -> None:
    project = world.raise_funds()
    with pytest.raises(TitlesUndecided) as asked:
        await office.bring(project, sample(RECORD), answer=Answer(ours=["Nord"], others=["Été, après"]))
    assert {each.title for each in asked.value.titles} == ALL - {"Nord", "Été, après"}
    assert "“Ligne de crête” of “Vallée des Ombres” (FRX762600011, 3616840123456): " in str(asked.value)
    assert "398.993565600000 USD" in str(asked.value)
    assert await office.rows(statements) == []
    assert await office.rows(title_choices) == []


async def test_what_was_answered_is_not_asked_again(office: Office, world: World) -> None:
    project, other = world.raise_funds(), world.raise_funds()
    first = await ask(office, project, quarter("2026-04", "Nord", "Sud"), Answer(["Nord"], ["Sud"]))
    assert first == {"Nord"}
    assert await ask(office, project, quarter("2026-05", "Nord", "Sud")) == {"Nord"}
    with pytest.raises(TitlesUndecided) as asked:
        await ask(office, project, quarter("2026-06", "Nord", "Sud", "Ouest"))
    assert [each.title for each in asked.value.titles] == ["Ouest"]
    with pytest.raises(TitlesUndecided):
        await ask(office, other, quarter("2026-05", "Nord", "Sud"))


async def test_a_later_answer_takes_the_place_of_an_earlier_one(office: Office, world: World) -> None:
    project = world.raise_funds()
    await ask(office, project, quarter("2026-04", "Nord", "Sud"), Answer(["Nord"], ["Sud"]))
    assert await ask(office, project, quarter("2026-05", "Nord", "Sud"), Answer(["Sud"])) == {"Nord", "Sud"}
    assert await ask(office, project, quarter("2026-06", "Nord", "Sud")) == {"Nord", "Sud"}


async def test_a_recording_is_known_by_its_isrc_whoever_sells_it(office: Office, world: World) -> None:
    project = world.raise_funds()
    album = file_of(DISTROKID, [distrokid(month="2026-04")])
    await ask(office, project, album, Answer(rest="ours"))
    renamed = file_of(DISTROKID, [distrokid(title="Nord (remaster)", upc="1", artist="V. des Ombres")])
    assert await ask(office, project, renamed) == {"Nord (remaster)"}
    without = file_of(DISTROKID, [distrokid(isrc="", month="2026-06")])
    with pytest.raises(TitlesUndecided):
        await ask(office, project, without)


async def test_titles_can_be_decided_one_by_one(office: Office, world: World) -> None:
    """As a terminal asks them, where two artists have a title of one name."""
    project = world.raise_funds()
    content = file_of(DISTROKID, [distrokid(isrc=""), distrokid("9.00", isrc="", artist="Autre")])
    with pytest.raises(TitlesUndecided) as asked:
        await ask(office, project, content)
    mine, theirs = asked.value.titles
    decided = {key_of(mine): True, key_of(theirs): False}
    imported = await office.bring(project, content, answer=Answer(decided=decided))
    assert [describe_title(each) for each in imported.left_out] == [
        "“Nord” of “Autre” (3616840123456): 1 lines, 9.00 USD"
    ]


async def test_a_film_s_lines_are_its_own(office: Office, world: World) -> None:
    """They have no titles: whoever drew them up meant the film."""
    project = world.raise_funds()
    imported = await office.bring(project, sample(FILM), FILM, answer=ASK)
    assert (await office.row(statements, imported.id)).net == 783_741_560_000
    assert await office.rows(title_choices) == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(["Nord"], ["FRX762600013"]), TitleContradictory),
        (Answer(["Nord"], ["Sud"]), TitleUnknown),
        (Answer(["Sud"]), TitleUnknown),
    ],
)
async def test_an_answer_that_cannot_be_meant_is_refused(
    office: Office, world: World, answer: Answer, error: type[Exception]
) -> None:
    project = world.raise_funds()
    with pytest.raises(error):
        await office.bring(project, sample(RECORD), answer=answer)


async def test_lines_without_a_title_among_titles_are_asked_about_each_time(
    office: Office, world: World
) -> None:
    """A distributor's catalogue has fees and bonuses that name no title: nobody knows whose they are."""
    project = world.raise_funds()

    def month_of(month: str) -> bytes:
        rows = [distrokid(month=month), distrokid("70.00", title="", artist="", isrc="", upc="", month=month)]
        return file_of(DISTROKID, rows)

    with pytest.raises(TitlesUndecided) as asked:
        await ask(office, project, month_of("2026-04"), Answer(["Nord"]))
    assert [str(each.gross) for each in asked.value.titles] == ["70.00"]
    decided = {key_of(asked.value.titles[0]): True}
    imported = await office.bring(project, month_of("2026-04"), answer=Answer(["Nord"], decided=decided))
    assert len(json.loads((await office.row(statements, imported.id)).document)["titles"]) == 2
    with pytest.raises(TitlesUndecided):
        await ask(office, project, month_of("2026-05"))
