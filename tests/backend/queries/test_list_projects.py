"""Every project at a glance; its status and its money as the chain tells them."""

from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.catalogue import projects
from backend.queries.portfolio import portfolio
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.queries.cards import read_card
from tests.backend.terms import EURO
from tests.backend.world import Project, World

STATUSES = ["proposed", "raising", "succeeded", "failed", "cancelled", "wound_down", "lapsed"]
"""In the order of ICampaignState.Status."""


def status_on_chain(world: World, project: Project) -> str:
    return STATUSES[world.call("Campaign", project.campaign, "status")[0]]


async def test_terms_are_told(world: World, follow: Follow, engine: AsyncEngine) -> None:
    card = await read_card(engine, follow, world.propose())
    assert (card.name, card.symbol, card.model) == ("Premier album", "ALBUM", "community")
    assert (card.currency.address, card.currency.symbol, card.currency.decimals) == (
        world.currency,
        "EURC",
        6,
    )
    assert (card.goal, card.cap) == (1_000 * EURO, 10_000 * EURO)
    assert card.financing.total_budget == card.financing.community == 10_000 * EURO
    assert card.financing.community_bps == 10_000
    assert [(line.financier, line.label, line.amount) for line in card.financing.lines] == [
        (world.financier, "Label", 9_000 * EURO)
    ]


async def test_newest_first(world: World, follow: Follow, engine: AsyncEngine) -> None:
    first, second = world.propose(), world.propose()
    await follow()
    async with open_snapshot(engine) as connection:
        found = await projects(connection)
    assert [card.campaign for card in found.projects] == [second.campaign, first.campaign]


async def test_status_follows_the_chain_to_success(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """2.4, 3.4"""
    project = world.propose()
    assert (await read_card(engine, follow, project)).status == "proposed"
    world.approve(project)
    assert (await read_card(engine, follow, project)).status == "approved"
    world.open(project)
    assert (await read_card(engine, follow, project)).status == "raising"
    world.warp_to(project.terms["campaign"]["opensAt"])
    world.contribute(project, world.fan, 100)
    world.warp_to(project.terms["campaign"]["closesAt"])
    assert (await read_card(engine, follow, project)).status == "closed"
    assert status_on_chain(world, project) == "raising"
    world.finalize(project)
    assert (await read_card(engine, follow, project)).status == "succeeded"


@pytest.mark.parametrize("approved", [False, True])
async def test_a_project_that_was_not_opened_in_time_has_lapsed(
    world: World, follow: Follow, engine: AsyncEngine, approved: bool
) -> None:
    """2.4"""
    project = world.propose()
    if approved:
        world.approve(project)
    world.warp_to(project.terms["campaign"]["opensAt"])
    assert (await read_card(engine, follow, project)).status == status_on_chain(world, project) == "lapsed"


async def test_raised_counts_what_every_fan_paid(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.1"""
    project = world.propose()
    world.start(project)
    world.contribute(project, world.fan, 30)
    world.contribute(project, world.fan, 3)
    world.contribute(project, world.second_fan, 6)
    card = await read_card(engine, follow, project)
    assert (card.raised,) == world.call("Campaign", project.campaign, "raised")
    assert card.raised == 390 * EURO
    assert (card.refunded, card.percent, card.backers) == (0, 39, 2)


@pytest.mark.parametrize("end", ["failed", "cancelled"])
async def test_what_was_raised_stays_told_after_refunds(
    world: World, follow: Follow, engine: AsyncEngine, end: str
) -> None:
    """3.4"""
    project = world.propose()
    world.start(project)
    world.contribute(project, world.fan, 30)
    world.contribute(project, world.second_fan, 6)
    world.finalize(project) if end == "failed" else world.cancel(project)
    world.refund(project, world.fan)
    card = await read_card(engine, follow, project)
    assert card.status == status_on_chain(world, project) == end
    assert (card.raised, card.refunded, card.backers) == (360 * EURO, 300 * EURO, 2)
    assert (card.raised - card.refunded,) == world.call("Campaign", project.campaign, "raised")


async def test_royalties_count_statements_and_gifts(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """3.5, 5.1"""
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    world.give(project, project.share_token, 7)
    world.sweep(project, project.share_token)
    card = await read_card(engine, follow, project)
    assert card.royalties == world.call("ShareToken", project.share_token, "totals")[0]
    assert card.royalties == 665 * EURO + 7


async def test_what_was_never_approved_can_be_left_out(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """2.4"""
    approved, proposed, cancelled = world.propose(), world.propose(), world.propose()
    world.approve(approved)
    world.cancel(cancelled)
    before = world.head()
    world.approve(proposed)
    await follow()
    async with open_snapshot(engine) as connection:
        everything = await projects(connection, before)
        listed = await projects(connection, before, approved_only=True)
        now = await projects(connection, approved_only=True)
    assert {card.campaign: card.approved for card in everything.projects} == {
        cancelled.campaign: False,
        proposed.campaign: False,
        approved.campaign: True,
    }
    assert [card.campaign for card in listed.projects] == [approved.campaign]
    assert [card.campaign for card in now.projects] == [proposed.campaign, approved.campaign]


async def test_a_list_reads_no_more_of_the_terms_than_it_tells(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """Terms hold links and documents of any stranger: of all projects at once, they would fill the memory."""
    world.raise_funds()
    await follow()
    async with engine.begin() as connection:
        await connection.execute(
            text("update projects set terms = jsonb_build_object("
                 "'campaign', terms -> 'campaign', 'financiers', terms -> 'financiers')")
        )  # fmt: skip
    columns: set[str] = set()

    def note(*arguments: Any) -> None:
        columns.update(arguments[-1].keys())

    event.listen(engine.sync_engine, "after_execute", note)
    async with open_snapshot(engine) as connection:
        assert len((await projects(connection)).projects) == 1
        assert len((await portfolio(connection, world.fan)).holdings) == 1
    assert "campaign_terms" in columns
    assert "terms" not in columns


async def test_names_and_labels_hide_no_character(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """One name must not pass for another."""
    line = {"financier": world.financier, "label": "La\u2066bel\n2", "amount": 9_000 * EURO}
    made = world.propose(
        world.terms(name="\u202egnp.exe", symbol="A\u200fB", model="\x1bcommunity", financiers=[line])
    )
    card = await read_card(engine, follow, made)
    assert (card.name, card.symbol, card.model) == ("\ufffdgnp.exe", "A\ufffdB", "\ufffdcommunity")
    assert [each.label for each in card.financing.lines] == ["La\ufffdbel 2"]


async def test_a_late_statement_is_told_as_the_contract_tells_it(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """5.6"""
    made = world.raise_funds()

    async def compare() -> bool:
        told = (await read_card(engine, follow, made)).is_overdue
        assert (told,) == world.call("Waterfall", made.waterfall, "isOverdue")
        return told

    assert not await compare()
    (due_at,) = world.call("Waterfall", made.waterfall, "reportDueAt")
    world.warp_to(due_at)
    assert not await compare()
    world.warp_to(due_at + 1)
    assert await compare()
    period = {"periodStart": due_at - 200 * 86_400, "periodEnd": due_at}
    world.deposit(made, 10 * EURO, **period)
    assert not await compare()
