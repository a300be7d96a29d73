"""Rule 7.1: the mirror says what the chain says."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.mirror.sync import Mirror
from backend.tables import cursor, deposits, holdings, payments, projects, status_changes
from tests.backend.terms import EURO
from tests.backend.world import World


async def test_a_whole_life_is_mirrored(world: World, mirror: Mirror, engine: AsyncEngine) -> None:
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    world.payout(project, world.fan, world.second_fan)
    step = await mirror.catch_up()
    assert step.block == world.head()
    async with engine.connect() as connection:
        row = (await connection.execute(select(projects))).one()
        assert (row.campaign, row.name, row.currency_symbol) == (project.campaign, "Premier album", "EURC")
        said = (await connection.execute(select(status_changes.c.status))).scalars().all()
        assert said == ["proposed", "approved", "raising", "succeeded"]
        kinds = (
            (
                await connection.execute(
                    select(payments.c.kind).order_by(payments.c.block_number, payments.c.log_index)
                )
            )
            .scalars()
            .all()
        )
        assert kinds == ["fee", "proceeds", "position", "position", "royalty", "royalty"]
