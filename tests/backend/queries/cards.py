"""A project as the catalogue shows it."""

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.catalogue import ProjectCard, projects
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.world import Project


async def read_card(engine: AsyncEngine, follow: Follow, project: Project) -> ProjectCard:
    await follow()
    async with open_snapshot(engine) as connection:
        found = await projects(connection)
    return next(card for card in found.projects if card.campaign == project.campaign)
