"""A holder's year: shares at both ends, payments, and what of each is from which statement (5.3 to 5.5)."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.years import YearAhead
from tests.backend.conftest import Follow
from tests.backend.papers.conftest import read_year
from tests.backend.terms import EURO
from tests.backend.world import Project, World

CENT = EURO // 100


async def test_each_payment_is_divided_among_its_statements(
    project: Project, world: World, engine: AsyncEngine
) -> None:
    """See the fixture's arithmetic."""
    (mine,) = (await read_year(engine, world.fan)).projects
    assert [each.amount for each in mine.payments] == [19_845 * CENT, 15_890 * CENT]
    assert [each.parts for each in mine.payments] == [{1: 19_845 * CENT}, {1: 13_230 * CENT, 2: 2_660 * CENT}]
    assert mine.received == 35_735 * CENT
    whole = [(each.deposit.gross, each.deposit.net) for each in mine.sources if each.deposit]
    assert whole == [(1_100 * EURO, 1_000 * EURO), (200 * EURO, 200 * EURO)]
    assert [(each.received, each.claimable) for each in mine.sources] == [
        (33_075 * CENT, 0),
        (2_660 * CENT, 0),
    ]


async def test_shares_are_those_of_the_years_ends(
    project: Project, world: World, engine: AsyncEngine
) -> None:
    years = [(await read_year(engine, world.fan, year)).projects[0] for year in (2030, 2031)]
    assert [(each.shares_before, each.shares_after) for each in years] == [(0, 40), (40, 40)]
    (bought,) = (await read_year(engine, world.stranger)).projects
    assert (bought.shares_after, bought.supply, bought.received) == (20, 100, 0)
    assert bought.claimable == (6_615 + 1_330) * CENT


async def test_what_is_owed_at_the_end_is_told_by_statement(
    project: Project, world: World, engine: AsyncEngine
) -> None:
    (mine,) = (await read_year(engine, world.fan, 2031)).projects
    assert (mine.received, mine.payments) == (0, ())
    assert [(each.number, each.claimable) for each in mine.sources] == [(2, 2_660 * CENT)]


async def test_who_was_never_there_has_an_empty_year(
    project: Project, world: World, engine: AsyncEngine
) -> None:
    assert (await read_year(engine, world.patron)).projects == ()
    assert (await read_year(engine, world.fan, 2029)).projects == ()
    with pytest.raises(YearAhead, match="2031-01-01"):
        await read_year(engine, world.fan, 2032)


async def test_what_came_without_a_statement_and_other_payments_are_told_apart(
    project: Project, world: World, engine: AsyncEngine, follow: Follow
) -> None:
    world.give(project, project.share_token, 100 * EURO)
    world.sweep(project, project.share_token)
    world.payout(project, world.fan)
    await follow()
    (mine,) = (await read_year(engine, world.fan, 2031)).projects
    assert [each.parts for each in mine.payments] == [{0: 40 * EURO, 2: 2_660 * CENT}]
    assert mine.sources[0].deposit is None
    (producer,) = (await read_year(engine, world.producer, 2030)).projects
    assert producer.payments == ()
    assert {each.purpose for each in producer.others} == {"position"}
    assert sum(each.amount for each in producer.others) == (28_350 + 5_700) * CENT
