"""News of a project by JSON: read by anybody, posted by its producer who has signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from backend.accounts.refusals import NotApprovedYet, RoomClosed
from backend.api.callers import OPENED_BY, Caller, caller_with, refusals
from backend.api.documentation import OF_PROJECT, problems
from backend.api.idempotency import PROBLEMS as IDEMPOTENCY
from backend.api.idempotency import Idempotent
from backend.api.parameters import Campaign, PrimaryConnection
from backend.api.problems import RequestInvalid
from backend.api.schemas.amounts import EXAMPLE_WALLET, AsOf
from backend.api.schemas.news import NewsToPost, Piece, Posted, ProjectNews
from backend.languages import Language, choose_language
from backend.news import NewsIncomplete, post_news, read_texts
from backend.queries.news import news
from backend.queries.project import project
from backend.queries.rooms import keys
from backend.queries.snapshot import open_snapshot

router = APIRouter(tags=["session"])

MayPost = Annotated[Caller, Depends(caller_with("news:write"))]


def _choose(request: Request) -> Language:
    return choose_language(request.headers.get("Accept-Language", ""))


@router.get(
    "/v1/projects/{campaign}/news",
    operation_id="listNews",
    summary="What the producer told the fans",
    responses=problems(*OF_PROJECT),
)
async def list_news(campaign: Campaign, connection: PrimaryConnection) -> ProjectNews:
    """The newest first, as they read now. News are this site's, not the chain's."""
    found = await project(connection, campaign)
    return ProjectNews(
        as_of=AsOf.of(found.as_of), news=[Piece.of(each) for each in await news(connection, campaign)]
    )


@router.post(
    "/v1/projects/{campaign}/news",
    operation_id="postNews",
    summary="Tell the fans something, as the producer",
    status_code=201,
    responses=problems(
        *OF_PROJECT,
        RequestInvalid("body: Field required"),
        *refusals("news:write"),
        RoomClosed(EXAMPLE_WALLET),
        NotApprovedYet(),
        *IDEMPOTENCY,
        NewsIncomplete("half", "fr", "Français: write both a title and a text, or neither."),
    ),
    openapi_extra=OPENED_BY,
)
async def post(
    campaign: Campaign,
    body: NewsToPost,
    request: Request,
    caller: MayPost,
    language: Annotated[Language, Depends(_choose)],
    idempotent: Idempotent,
) -> Posted:
    """By the session's cookie (`/v1/session/sign-in`), from this site's own origin, or by a key with the
    scope `news:write`. It can be revised in the producer's room, never removed."""
    engine = request.app.state.engine
    async with open_snapshot(engine) as connection:
        await project(connection, campaign)
        at, found = await keys(connection, caller.address)
    key = found.get(campaign)
    if key is None or not key.is_producer:
        raise RoomClosed(caller.address)
    if not key.was_approved:
        raise NotApprovedYet()
    said = read_texts({"fr": body.title_fr, "en": body.title_en}, {"fr": body.text_fr, "en": body.text_en})

    async def make() -> str:
        return str(await post_news(connection, campaign, caller.address, said))

    async with engine.begin() as connection:
        number = await idempotent.write_once(connection, caller.address, make)
    return Posted(as_of=AsOf.of(at), id=int(number), url=f"/{language}/projects/{campaign}#news")
