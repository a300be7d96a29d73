"""What the contracts themselves answer, at one block, beside what the mirror's rows add up to."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import Block, ChainClient
from backend.mirror.proof import sums
from backend.mirror.proof.books import read_books, read_timed
from backend.mirror.proof.campaigns import of_campaign, of_fan, of_patron, of_tier
from backend.mirror.proof.differences import Difference, compare_values
from backend.mirror.proof.expectation import Expectation, Interview, expect
from backend.mirror.proof.parallel import insist
from backend.mirror.proof.pauses import Pauses
from backend.mirror.proof.platform import count_projects, of_platform
from backend.mirror.proof.pledges import add_up, stream_rows
from backend.mirror.proof.replay import Replay
from backend.mirror.proof.tokens import of_choice, of_holder, of_token, of_tranche
from backend.mirror.proof.waterfalls import of_waterfall
from backend.tables import projects


async def inquire(
    client: ChainClient,
    connection: AsyncConnection,
    factory: str,
    as_of: Block,
    replay: Replay,
    compared: Counter[str],
) -> list[Difference]:
    """Ask about everything in the mirror that is about the platform or a project that the chain knows.

    Raises NodeUnreachable, WrongChain, RpcRefused.
    """
    changes = await read_timed(connection, "platform_changes")
    pauses = Pauses(changes)
    async with Interview(client, as_of.hash, compared) as interview:
        await interview.ask(*of_platform(factory, changes, pauses, as_of.time))
        await _ask_projects(interview, connection, factory, replay, pauses, as_of.time)
        await _ask_fans(interview, connection, replay, as_of.time)
        await _ask_holders(interview, connection, replay)
    counted = await insist(client, lambda: count_projects(client, factory, as_of.hash))
    compared["answers"] += 1
    number = await connection.scalar(select(func.count()).select_from(projects))
    return interview.differences + compare_values(
        "projects", {"factory": factory}, {"number": number}, {"number": counted}
    )


async def _ask_projects(
    interview: Interview,
    connection: AsyncConnection,
    factory: str,
    replay: Replay,
    pauses: Pauses,
    now: int,
) -> None:
    owed: Counter[str] = Counter()
    for row in await sums.of_debts(connection):
        project = replay.projects.get(row.campaign)
        if project and row.contract in (row.campaign, project["waterfall"]):
            owed[row.contract] += row.owed
            await interview.ask(_about_debt(row))
    objectors: defaultdict[str, list[Any]] = defaultdict(list)
    for row in await sums.of_objectors(connection):
        objectors[row.campaign].append(row)
    for campaign, books in (await read_books(connection)).items():
        if project := replay.projects.get(campaign):
            await interview.ask(
                *of_campaign(project, factory, books, owed[campaign], pauses, now),
                *of_waterfall(project, books, owed[project["waterfall"]]),
                *of_token(project, books, objectors[campaign]),
            )


async def _ask_fans(interview: Interview, connection: AsyncConnection, replay: Replay, now: int) -> None:
    async with stream_rows(connection) as rows:
        async for (campaign, fan), pledge in add_up(rows):
            if campaign in replay.projects:
                await interview.ask(*of_fan(campaign, fan, pledge, now))
    async with sums.stream_patrons(connection) as rows:
        async for row in rows:
            if row.campaign in replay.projects:
                await interview.ask(of_patron(row))
    for row in await sums.of_tiers(connection):
        if row.campaign in replay.projects:
            await interview.ask(of_tier(row))


async def _ask_holders(interview: Interview, connection: AsyncConnection, replay: Replay) -> None:
    async with sums.stream_holders(connection) as rows:
        async for row in rows:
            if project := replay.projects.get(row.campaign):
                indexes = replay.index_of(row.campaign), replay.leaver_index_of(row.campaign)
                await interview.ask(*of_holder(row, project["share_token"], *indexes))
    async with sums.stream_choices(connection) as rows:
        async for row in rows:
            if project := replay.projects.get(row.campaign):
                await interview.ask(of_choice(row, project["share_token"]))
    for row in await sums.of_tranches(connection):
        if project := replay.projects.get(row.campaign):
            await interview.ask(of_tranche(row, project["share_token"]))


def _about_debt(row: Any) -> Expectation:
    """A row of sums.of_debts."""
    kind = "Campaign" if row.contract == row.campaign else "Waterfall"
    key = {"campaign": row.campaign, "contract": row.contract, "payee": row.payee}
    return expect("payments", key, {"owed": row.owed}, kind, row.contract, "owedTo", row.payee)
