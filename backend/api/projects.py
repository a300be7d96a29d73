from fastapi import APIRouter

from backend.api.documentation import OF_PROJECT, problems
from backend.api.parameters import AtBlock, Campaign, Connection
from backend.api.schemas.financing import ProjectFinancing
from backend.api.schemas.production import Production
from backend.api.schemas.project import Project
from backend.api.schemas.waterfall import Waterfall
from backend.queries.financing import financing
from backend.queries.production import production
from backend.queries.project import project
from backend.royalties.standing import read_standing

router = APIRouter(tags=["projects"])


@router.get(
    "/v1/projects/{campaign}",
    operation_id="getProject",
    summary="One project: terms, history, financing, waterfall, receipts",
    responses=problems(*OF_PROJECT),
)
async def get_project(campaign: Campaign, connection: Connection, at_block: AtBlock) -> Project:
    return Project.of_project(await project(connection, campaign, at_block))


@router.get(
    "/v1/projects/{campaign}/financing",
    operation_id="getFinancing",
    summary="The artist's consent, financiers' lines, gifts, rewards, reflection",
    responses=problems(*OF_PROJECT),
)
async def get_financing(campaign: Campaign, connection: Connection, at_block: AtBlock) -> ProjectFinancing:
    return ProjectFinancing.of(await financing(connection, campaign, at_block))


@router.get(
    "/v1/projects/{campaign}/production",
    operation_id="getProduction",
    summary="The pot, its milestones, what holders are asked, and a wind-down",
    responses=problems(*OF_PROJECT),
)
async def get_production(campaign: Campaign, connection: Connection, at_block: AtBlock) -> Production:
    return Production.of(await production(connection, campaign, at_block))


@router.get(
    "/v1/projects/{campaign}/waterfall",
    operation_id="getWaterfall",
    summary="Where each position stands, and when the next statement is due",
    responses=problems(*OF_PROJECT),
)
async def get_waterfall(campaign: Campaign, connection: Connection, at_block: AtBlock) -> Waterfall:
    found = await project(connection, campaign, at_block)
    return Waterfall.of(found, await read_standing(connection, campaign, found.supply, found.as_of.number))
