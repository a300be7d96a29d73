"""What the contracts themselves answer, at one block, beside what the mirror's rows add up to."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import Block, ChainClient
from backend.mirror import sums
from backend.mirror.books import read_books, read_timed
from backend.mirror.campaigns import of_campaign, of_fan, of_patron, of_tier
from backend.mirror.differences import Difference
from backend.mirror.expectation import Expectation, compare_answers, expect
from backend.mirror.pauses import Pauses
from backend.mirror.platform import of_platform
from backend.mirror.pledges import read_pledges
from backend.mirror.replay import Replay
from backend.mirror.tokens import of_choice, of_holder, of_token, of_tranche
from backend.mirror.waterfalls import of_waterfall


async def inquire(
    client: ChainClient,
    connection: AsyncConnection,
    factory: str,
    as_of: Block,
    replay: Replay,
    compared: Counter[str],
) -> list[Difference]:
    """Ask about everything in the mirror that is about the platform or a project that the chain knows.

    Raises NodeUnreachable, RpcRefused.
    """
    changes = await read_timed(connection, "platform_changes")
    pauses = Pauses(changes)
    expectations = of_platform(factory, changes, pauses, as_of.time)
    expectations += await _of_projects(connection, factory, replay, pauses, as_of.time)
    expectations += await _of_people(connection, replay, as_of.time)
    compared["answers"] += len(expectations)
    return await compare_answers(client, expectations, as_of.hash)


async def _of_projects(
    connection: AsyncConnection, factory: str, replay: Replay, pauses: Pauses, now: int
) -> list[Expectation]:
    found: list[Expectation] = []
    owed: Counter[str] = Counter()
    for row in await sums.of_debts(connection):
        project = replay.projects.get(row.campaign)
        if project and row.contract in (row.campaign, project["waterfall"]):
            owed[row.contract] += row.owed
            found.append(_about_debt(row))
    objectors: defaultdict[str, list[Any]] = defaultdict(list)
    for row in await sums.of_objectors(connection):
        objectors[row.campaign].append(row)
    for campaign, books in (await read_books(connection)).items():
        if project := replay.projects.get(campaign):
            found += of_campaign(project, factory, books, owed[campaign], pauses, now)
            found += of_waterfall(project, books, owed[project["waterfall"]])
            found += of_token(project, books, objectors[campaign])
    return found


async def _of_people(connection: AsyncConnection, replay: Replay, now: int) -> list[Expectation]:
    found: list[Expectation] = []
    for (campaign, fan), pledge in (await read_pledges(connection)).items():
        if campaign in replay.projects:
            found += of_fan(campaign, fan, pledge, now)
    found += [of_patron(row) for row in await sums.of_patrons(connection) if row.campaign in replay.projects]
    found += [of_tier(row) for row in await sums.of_tiers(connection) if row.campaign in replay.projects]
    for row in await sums.of_holders(connection):
        if project := replay.projects.get(row.campaign):
            indexes = replay.index_of(row.campaign), replay.leaver_index_of(row.campaign)
            found += of_holder(row, project["share_token"], *indexes)
    for rows, about in (
        (await sums.of_tranches(connection), of_tranche),
        (await sums.of_choices(connection), of_choice),
    ):
        for row in rows:
            if project := replay.projects.get(row.campaign):
                found.append(about(row, project["share_token"]))
    return found


def _about_debt(row: Any) -> Expectation:
    """A row of sums.of_debts."""
    kind = "Campaign" if row.contract == row.campaign else "Waterfall"
    key = {"contract": row.contract, "payee": row.payee}
    return expect("payments", key, {"owed": row.owed}, kind, row.contract, "owedTo", row.payee)
