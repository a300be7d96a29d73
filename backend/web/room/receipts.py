"""Receipts of a project: a distributor's file is stored whole or not at all (rule 7.2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import AmountUnreadable, parse_decimal
from backend.errors import CoprodError
from backend.queries.imports import Import, imports
from backend.queries.project import project
from backend.queries.snapshot import open_snapshot
from backend.royalties.importers import Mapping, Problem, parse_mapping
from backend.royalties.statements.choices import Answer, Rest, TitlesUndecided, key_of
from backend.royalties.statements.exchange import ExchangeRate
from backend.royalties.statements.project import find_project
from backend.royalties.statements.receipts import Imported, Repeated, import_file
from backend.web.room.entry import Visitor, enter_receipts, read_own_form, require_approval, show
from backend.web.room.forms import Form
from backend.web.routes import Language

router = APIRouter()

TYPED = ("currency", "rate", "rate_source", "rate_date", "rest", "repeated")


class FieldMissing(CoprodError):
    """Something of the form is not filled in; `field` is its name."""

    status = 422
    type = "field-missing"
    title = "Something is missing"

    def __init__(self, field: str) -> None:
        super().__init__(f"Nothing was stored: fill in “{field}”.")
        self.field = field


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form asks for, understood."""

    content: bytes
    name: str
    mapping: Mapping | None
    rate: ExchangeRate
    answer: Answer
    repeated: Repeated


def read_wish(form: Form, quote: str) -> Wish:
    """quote: the project's currency. Raises FieldMissing, RateUnusable, AmountUnreadable, MappingUnusable."""
    file = form.files.get("file")
    if file is None:
        raise FieldMissing("file")
    # The database keeps no zero bytes.
    typed = {name: form.get(name).replace("\0", "").strip() for name in TYPED}
    for name in ("currency", "rate", "rate_source", "rate_date"):
        if not typed[name]:
            raise FieldMissing(name)
    try:
        on = date.fromisoformat(typed["rate_date"])
    except ValueError:
        raise FieldMissing("rate_date") from None
    # A French keyboard writes decimals after a comma; whoever groups thousands in a rate is asked again.
    rate = parse_decimal(typed["rate"], mark="," if "," in typed["rate"] else ".")
    mapping = form.files.get("mapping")
    return Wish(
        content=file.content,
        name=file.name,
        mapping=parse_mapping(mapping.content) if mapping else None,
        rate=ExchangeRate(typed["currency"].upper(), quote, rate, typed["rate_source"], on),
        answer=Answer(rest=_choose(typed["rest"], Rest), decided=_read_decisions(form)),
        repeated=_choose(typed["repeated"], Repeated),
    )


@router.get("/{language}/room/{campaign}/receipts")
async def show_receipts(request: Request, language: Language, campaign: str) -> HTMLResponse:
    return await _show(request, await enter_receipts(request))


@router.post("/{language}/room/{campaign}/receipts")
async def import_receipts(request: Request, language: Language, campaign: str) -> Response:
    """Every problem of the file by line and column, and then nothing is stored; else the statement's page."""
    visitor = await enter_receipts(request)
    require_approval(visitor)
    form = await read_own_form(request, visitor.session)
    settings = request.app.state.settings
    try:
        async with request.app.state.engine.begin() as connection:
            found = await find_project(connection, visitor.campaign)
            wish = read_wish(form, found.currency_symbol)
            imported = await _import(connection, visitor, wish, settings.published_at)
    except (CoprodError, AmountUnreadable) as problem:
        if problem.status >= 500:
            raise
        return await _show(request, visitor, form, problem)
    if imported.left_out or imported.repeated or imported.warnings or imported.known:
        return await _show(request, visitor, imported=imported)
    return RedirectResponse(f"/{language}/room/{visitor.campaign}/receipts/{imported.id}", 303)


async def _import(connection: AsyncConnection, visitor: Visitor, wish: Wish, published_at: str) -> Imported:
    return await import_file(
        connection,
        visitor.campaign,
        wish.content,
        wish.name,
        reporter=visitor.wallet,
        rate=wish.rate,
        mapping=wish.mapping,
        answer=wish.answer,
        repeated=wish.repeated,
        published_at=published_at,
    )


async def _show(
    request: Request,
    visitor: Visitor,
    form: Form | None = None,
    problem: CoprodError | None = None,
    imported: Imported | None = None,
) -> HTMLResponse:
    """What was typed stays in the form; the browser forgets the file, which is chosen again."""
    async with open_snapshot(request.app.state.engine) as connection:
        found = await project(connection, visitor.campaign)
        stored = await list_imports(connection, visitor.campaign, found.as_of.chain_id)
    asked = problem.titles if isinstance(problem, TitlesUndecided) else ()
    return show(
        request,
        "receipts.html",
        visitor.session,
        status=problem.status if problem else 200,
        as_of=found.as_of,
        visitor=visitor,
        card=found.card,
        currency=found.card.currency,
        imports=stored,
        typed={name: form.get(name) if form else "" for name in TYPED},
        undecided=[(key_of(each), each) for each in asked],
        decided=_keep_decisions(form),
        findings=list_findings(problem),
        problem=problem,
        imported=imported,
    )


async def list_imports(
    connection: AsyncConnection, campaign: str, chain_id: int, number: int | None = None
) -> tuple[Import, ...]:
    """Statements of a project, or the one of this number."""
    return await imports(connection, campaign, f"deposit:{chain_id}:", number)


def list_findings(problem: CoprodError | None) -> Sequence[Problem]:
    """What is wrong with a file, line by line, if that is the problem."""
    found: Sequence[Problem] = getattr(problem, "problems", ())
    return found


def _read_decisions(form: Form) -> dict[str, bool]:
    """Title by title, as the page asked: a field `title:0x…` with “ours” or “others”."""
    return {
        name.removeprefix("title:"): values[-1] == "ours"
        for name, values in form.fields.items()
        if re.fullmatch("title:0x[0-9a-f]{64}", name) and values[-1] in ("ours", "others")
    }


def _keep_decisions(form: Form | None) -> dict[str, bool]:
    return _read_decisions(form) if form else {}


def _choose(typed: str, choices: Any) -> Any:
    """One of a Literal's words, its first for anything else."""
    words = get_args(choices)
    return typed if typed in words else words[0]
