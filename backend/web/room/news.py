"""Writing to the fans: news of a project, in French, in English, or in both."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend.languages import Language as Code
from backend.news import NewsIncomplete, NewsUnknown, edit_news, post_news, read_texts
from backend.queries.news import News, news
from backend.queries.project import project
from backend.queries.snapshot import open_snapshot
from backend.web.problems import PageNotFound
from backend.web.room.entry import Visitor, enter, read_own_form, require_approval, show
from backend.web.room.forms import Form
from backend.web.routes import Language

router = APIRouter()
Number = Annotated[int, Path(ge=1, lt=2**63)]
CODES: tuple[Code, ...] = ("fr", "en")


@router.get("/{language}/room/{campaign}/news")
async def show_news(request: Request, language: Language, campaign: str) -> HTMLResponse:
    return await _show(request, await enter(request))


@router.post("/{language}/room/{campaign}/news")
async def post(request: Request, language: Language, campaign: str) -> Response:
    return await _write(request, language, None)


@router.get("/{language}/room/{campaign}/news/{number}")
async def show_piece(request: Request, language: Language, campaign: str, number: Number) -> HTMLResponse:
    """To be edited: with its present words, and all that it said before."""
    return await _show(request, await enter(request), number)


@router.post("/{language}/room/{campaign}/news/{number}")
async def edit(request: Request, language: Language, campaign: str, number: Number) -> Response:
    return await _write(request, language, number)


async def _write(request: Request, language: str, number: int | None) -> Response:
    visitor = await enter(request)
    require_approval(visitor)
    form = await read_own_form(request, visitor.session)
    try:
        said = read_texts(
            *({code: form.get(f"{name}_{code}") for code in CODES} for name in ("title", "text"))
        )
    except NewsIncomplete as problem:
        return await _show(request, visitor, number, form, problem)
    try:
        async with request.app.state.engine.begin() as connection:
            if number is None:
                await post_news(connection, visitor.campaign, visitor.wallet, said)
            else:
                await edit_news(connection, visitor.campaign, number, visitor.wallet, said)
    except NewsUnknown:
        raise PageNotFound() from None
    return RedirectResponse(f"/{language}/room/{visitor.campaign}/news", 303)


async def _show(
    request: Request,
    visitor: Visitor,
    number: int | None = None,
    form: Form | None = None,
    problem: NewsIncomplete | None = None,
) -> HTMLResponse:
    """What was typed stays in the form when it could not be posted."""
    async with open_snapshot(request.app.state.engine) as connection:
        found = await project(connection, visitor.campaign)
        pieces = await news(connection, visitor.campaign)
    piece = next((each for each in pieces if each.id == number), None)
    if number is not None and piece is None:
        raise PageNotFound()
    return show(
        request,
        "news.html",
        visitor.session,
        status=problem.status if problem else 200,
        as_of=found.as_of,
        visitor=visitor,
        card=found.card,
        news=pieces,
        piece=piece,
        typed=_typed(form, piece),
        problem=problem,
    )


def _typed(form: Form | None, piece: News | None) -> dict[str, str]:
    if form is not None:
        return {f"{name}_{code}": form.get(f"{name}_{code}") for code in CODES for name in ("title", "text")}
    french, english = (piece.now.french, piece.now.english) if piece else (None, None)
    return {
        "title_fr": french.title if french else "",
        "text_fr": french.text if french else "",
        "title_en": english.title if english else "",
        "text_en": english.text if english else "",
    }
