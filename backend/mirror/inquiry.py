"""What the contracts themselves answer, at one block, beside what the mirror's rows add up to."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import Block, ChainClient
from backend.mirror import sums
from backend.mirror.books import read_books, read_timed
from backend.mirror.campaigns import of_campaign, of_fan, of_patron, of_tier
from backend.mirror.differences import Difference, compare_values
from backend.mirror.expectation import Expectation, compare_answers, expect
from backend.mirror.parallel import insist
from backend.mirror.pauses import Pauses
from backend.mirror.platform import count_projects, of_platform
from backend.mirror.pledges import stream_pledges
from backend.mirror.replay import Replay
from backend.mirror.tokens import of_choice, of_holder, of_token, of_tranche
from backend.mirror.waterfalls import of_waterfall
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
    found = await compare_answers(
        client, _expect(connection, factory, as_of.time, replay), as_of.hash, compared
    )
    counted = await insist(client, lambda: count_projects(client, factory, as_of.hash))
    compared["answers"] += 1
    number = await connection.scalar(select(func.count()).select_from(projects))
    return found + compare_values("projects", {"factory": factory}, {"number": number}, {"number": counted})


async def _expect(
    connection: AsyncConnection, factory: str, now: int, replay: Replay
) -> AsyncIterator[Expectation]:
    changes = await read_timed(connection, "platform_changes")
    pauses = Pauses(changes)
    for each in of_platform(factory, changes, pauses, now):
        yield each
    async for each in _of_projects(connection, factory, replay, pauses, now):
        yield each
    async for each in _of_people(connection, replay, now):
        yield each


async def _of_projects(
    connection: AsyncConnection, factory: str, replay: Replay, pauses: Pauses, now: int
) -> AsyncIterator[Expectation]:
    owed: Counter[str] = Counter()
    for row in await sums.of_debts(connection):
        project = replay.projects.get(row.campaign)
        if project and row.contract in (row.campaign, project["waterfall"]):
            owed[row.contract] += row.owed
            yield _about_debt(row)
    objectors: defaultdict[str, list[Any]] = defaultdict(list)
    for row in await sums.of_objectors(connection):
        objectors[row.campaign].append(row)
    for campaign, books in (await read_books(connection)).items():
        if project := replay.projects.get(campaign):
            for each in (
                *of_campaign(project, factory, books, owed[campaign], pauses, now),
                *of_waterfall(project, books, owed[project["waterfall"]]),
                *of_token(project, books, objectors[campaign]),
            ):
                yield each


async def _of_people(connection: AsyncConnection, replay: Replay, now: int) -> AsyncIterator[Expectation]:
    async for (campaign, fan), pledge in stream_pledges(connection):
        if campaign in replay.projects:
            for each in of_fan(campaign, fan, pledge, now):
                yield each
    async for row in sums.stream_holders(connection):
        if project := replay.projects.get(row.campaign):
            indexes = replay.index_of(row.campaign), replay.leaver_index_of(row.campaign)
            for each in of_holder(row, project["share_token"], *indexes):
                yield each
    async for row in sums.stream_choices(connection):
        if project := replay.projects.get(row.campaign):
            yield of_choice(row, project["share_token"])
    async for row in sums.stream_patrons(connection):
        if row.campaign in replay.projects:
            yield of_patron(row)
    for row in await sums.of_tiers(connection):
        if row.campaign in replay.projects:
            yield of_tier(row)
    for row in await sums.of_tranches(connection):
        if project := replay.projects.get(row.campaign):
            yield of_tranche(row, project["share_token"])


def _about_debt(row: Any) -> Expectation:
    """A row of sums.of_debts."""
    kind = "Campaign" if row.contract == row.campaign else "Waterfall"
    key = {"campaign": row.campaign, "contract": row.contract, "payee": row.payee}
    return expect("payments", key, {"owed": row.owed}, kind, row.contract, "owedTo", row.payee)
