"""The project that receipts are for. Apart from receipts, which load what signs approvals: the API has no use
for that."""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.tables import projects


class ProjectUnknown(CoprodError):
    """The mirror has no such project."""

    status = 404
    type = "project-unknown"
    title = "There is no such project"


async def find_project(connection: AsyncConnection, campaign: str) -> Row[Any]:
    """The project, as the mirror has it. Raises ProjectUnknown."""
    found = await connection.execute(select(projects).where(projects.c.campaign == campaign))
    row = found.one_or_none()
    if row is None:
        raise ProjectUnknown(
            f"The mirror knows no project {campaign}: is it of this chain, and is the worker running?"
        )
    return row
