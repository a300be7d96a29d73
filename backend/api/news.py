"""News of a project by JSON: read by anybody, posted by its producer who has signed in."""

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from backend.accounts.cookies import read_token
from backend.accounts.refusals import NotApprovedYet, RoomClosed, SiteUnnamed
from backend.accounts.sessions import find_session
from backend.api.documentation import OF_PROJECT, problems
from backend.api.idempotency import PROBLEMS as IDEMPOTENCY
from backend.api.idempotency import Idempotent
from backend.api.parameters import Campaign, Connection
from backend.api.problems import RequestInvalid
from backend.api.schemas.amounts import EXAMPLE_WALLET, AsOf
from backend.api.schemas.news import NewsToPost, Piece, Posted, ProjectNews
from backend.api.session import NotSignedIn
from backend.languages import Language, choose_language
from backend.news import NewsIncomplete, post_news, read_texts
from backend.queries.news import news
from backend.queries.project import project
from backend.queries.rooms import keys
from backend.queries.snapshot import open_snapshot

router = APIRouter(tags=["session"])

_SIGN_IN = "Sign in with the producer's wallet first: see /v1/session/challenge."


def _choose(request: Request) -> Language:
    return choose_language(request.headers.get("Accept-Language", ""))


@router.get(
    "/v1/projects/{campaign}/news",
    operation_id="listNews",
    summary="What the producer told the fans",
    responses=problems(*OF_PROJECT),
)
async def list_news(campaign: Campaign, connection: Connection) -> ProjectNews:
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
        NotSignedIn(_SIGN_IN),
        RoomClosed(EXAMPLE_WALLET),
        NotApprovedYet(),
        SiteUnnamed(),
        *IDEMPOTENCY,
        NewsIncomplete("half", "fr", "Français: write both a title and a text, or neither."),
    ),
)
async def post(
    campaign: Campaign,
    body: NewsToPost,
    request: Request,
    language: Annotated[Language, Depends(_choose)],
    idempotent: Idempotent,
) -> Posted:
    """By the session's cookie (`/v1/session/sign-in`), from this site's own origin. It can be revised in the
    producer's room, never removed."""
    token, engine = read_token(request), request.app.state.engine
    async with open_snapshot(engine) as connection:
        await project(connection, campaign)
        session = await find_session(connection, token, int(time.time())) if token else None
        if session is None:
            raise NotSignedIn(_SIGN_IN)
        at, found = await keys(connection, session.address)
    key = found.get(campaign)
    if key is None or not key.is_producer:
        raise RoomClosed(session.address)
    if not key.was_approved:
        raise NotApprovedYet()
    said = read_texts({"fr": body.title_fr, "en": body.title_en}, {"fr": body.text_fr, "en": body.text_en})

    async def make() -> str:
        return str(await post_news(connection, campaign, session.address, said))

    async with engine.begin() as connection:
        number = await idempotent.write_once(connection, session.address, make)
    return Posted(as_of=AsOf.of(at), id=int(number), url=f"/{language}/projects/{campaign}#news")
