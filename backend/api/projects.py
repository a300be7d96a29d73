from fastapi import APIRouter

from backend.api.documentation import MIRRORED, OF_PROJECT, problems
from backend.api.parameters import AtBlock, Campaign, Connection
from backend.api.schemas.project import Project
from backend.api.schemas.projects import ProjectList
from backend.queries.catalogue import projects
from backend.queries.project import project

router = APIRouter(tags=["projects"])


@router.get(
    "/v1/projects", operation_id="listProjects", summary="All projects", responses=problems(*MIRRORED)
)
async def list_projects(connection: Connection, at_block: AtBlock = None) -> ProjectList:
    return ProjectList.of(await projects(connection, at_block))


@router.get(
    "/v1/projects/{campaign}",
    operation_id="getProject",
    summary="One project: terms, history, financing, waterfall, receipts",
    responses=problems(*OF_PROJECT),
)
async def get_project(campaign: Campaign, connection: Connection, at_block: AtBlock = None) -> Project:
    return Project.of_project(await project(connection, campaign, at_block))
