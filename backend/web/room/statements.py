"""One statement: what it would bring, who approves it, how it is deposited, what became of it (5.1, 7.2)."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accounts.refusals import NotLetIn, SignInRefused
from backend.chain.typed_data import TypedData
from backend.errors import CoprodError
from backend.queries.imports import read_contents
from backend.queries.project import project
from backend.queries.snapshot import open_snapshot
from backend.queries.terms import Currency
from backend.royalties.batches import Pushing
from backend.royalties.estimate import Estimate, estimate_payouts
from backend.royalties.preview import Preview, preview_statement
from backend.royalties.statements.approvals import (
    Rule,
    count_missing,
    describe_approval,
    find_chain,
    find_rule,
)
from backend.royalties.statements.calls import PreparedCall, prepare_deposit
from backend.royalties.statements.project import find_project
from backend.royalties.statements.receipts import StatementUnknown, approve, discard
from backend.tables import approvals, statements
from backend.web.problems import PageNotFound
from backend.web.room.causes import say_cause, say_refusal
from backend.web.room.entry import PRIVATE, Visitor, enter_receipts, read_own_form, show
from backend.web.room.receipts import list_imports
from backend.web.routes import Language

router = APIRouter()
Number = Annotated[int, Path(ge=1, lt=2**63)]
MOST_HOLDERS = 200
"""On the page of a preview; the terminal shows them all."""


class NotTheirs(NotLetIn):
    """The statement is another reporter's."""

    type = "not-theirs"
    title = "This is another reporter's statement"

    def __init__(self) -> None:
        super().__init__(
            "Nothing was done: another account reports these receipts, and it or the producer decides.",
            "Rien n’a été fait\u00a0: un autre compte déclare ces recettes, et c’est lui ou le producteur "
            "qui décide.",
        )


@dataclass(frozen=True, slots=True)
class Approval:
    """Who may approve and has; typed: what they sign. missing: None when a contract's word cannot be had."""

    rule: Rule | None
    people: tuple[str, ...]
    missing: int | None
    needed: int
    typed: TypedData


@dataclass(frozen=True, slots=True)
class Deposit:
    """What the reporter's wallet sends now; or why it sends nothing now, and that in words if it has any."""

    calls: tuple[PreparedCall, ...]
    problem: CoprodError | None = None
    words: str | None = None


@router.get("/{language}/room/{campaign}/receipts/{number}")
async def show_statement(request: Request, language: Language, campaign: str, number: Number) -> HTMLResponse:
    return await _show(request, await enter_receipts(request), language, number)


@router.get("/{language}/room/{campaign}/receipts/{number}/approval.json")
async def send_approval(request: Request, language: Language, campaign: str, number: Number) -> Response:
    """What somebody signs who approves it: for eth_signTypedData_v4."""
    visitor = await enter_receipts(request)
    async with request.app.state.engine.connect() as connection:
        row = await _find(connection, visitor.campaign, number)
        typed = describe_approval(await find_chain(connection), row)
    return JSONResponse(typed, headers=PRIVATE)


@router.post("/{language}/room/{campaign}/receipts/{number}/approve")
async def approve_statement(request: Request, language: Language, campaign: str, number: Number) -> Response:
    """By who is signed in where the project has no rule; else by a signature of one of its people."""
    visitor = await enter_receipts(request)
    form = await read_own_form(request, visitor.session)
    try:
        signature = _read_signature(form.get("signature"))
        async with request.app.state.engine.begin() as connection:
            row = await _find(connection, visitor.campaign, number)
            if await find_rule(connection, visitor.campaign) is None:
                _require_own(visitor, row)
            await approve(connection, number, signature, request.app.state.node)
    except CoprodError as problem:
        return await _explain(request, visitor, language, number, problem)
    return RedirectResponse(f"/{language}/room/{visitor.campaign}/receipts/{number}", 303)


@router.post("/{language}/room/{campaign}/receipts/{number}/discard")
async def discard_statement(request: Request, language: Language, campaign: str, number: Number) -> Response:
    visitor = await enter_receipts(request)
    await read_own_form(request, visitor.session)
    try:
        async with request.app.state.engine.begin() as connection:
            _require_own(visitor, await _find(connection, visitor.campaign, number))
            await discard(connection, number)
    except CoprodError as problem:
        return await _explain(request, visitor, language, number, problem)
    return RedirectResponse(f"/{language}/room/{visitor.campaign}/receipts", 303)


def _is_own(visitor: Visitor, reporter: str) -> bool:
    return visitor.key.is_producer or reporter == visitor.wallet


def _require_own(visitor: Visitor, row: Row[Any]) -> None:
    """One reporter does not decide about another's statement, which is deposited from that one's account; the
    producer may about all. Raises NotTheirs."""
    if not _is_own(visitor, row.reporter):
        raise NotTheirs()


async def _explain(
    request: Request, visitor: Visitor, language: Language, number: int, problem: CoprodError
) -> HTMLResponse:
    if isinstance(problem, StatementUnknown):
        raise PageNotFound() from None
    if problem.status >= 500:
        raise problem
    return await _show(request, visitor, language, number, problem)


async def _show(
    request: Request,
    visitor: Visitor,
    language: Language,
    number: int,
    problem: CoprodError | None = None,
) -> HTMLResponse:
    state = request.app.state
    async with open_snapshot(state.engine) as connection:
        found = await project(connection, visitor.campaign)
        (stored,) = await list_imports(connection, visitor.campaign, found.as_of.chain_id, number) or (None,)
        if stored is None:
            raise PageNotFound()
        row = await _find(connection, visitor.campaign, number)
        preview = await preview_statement(connection, row) if stored.deposit_block is None else None
        approval = await _read_approval(connection, row, state.node)
    currency = found.card.currency
    async with state.engine.begin() as connection:
        deposit = await _prepare(connection, state.node, row, currency, language) if preview else None
        estimate = await _estimate(connection, state, row, preview) if preview else None
    return show(
        request,
        "statement.html",
        visitor.session,
        status=problem.status if problem else 200,
        as_of=found.as_of,
        visitor=visitor,
        card=found.card,
        currency=currency,
        stored=stored,
        cause=say_cause(stored, currency, language),
        is_own=_is_own(visitor, stored.reporter),
        contents=read_contents(bytes(row.document)),
        preview=preview,
        most=MOST_HOLDERS,
        approval=approval,
        typed=json.dumps(approval.typed, indent=1),
        deposit=deposit,
        estimate=estimate,
        minimum=state.settings.payout_minimum,
        problem=problem,
    )


async def _find(connection: AsyncConnection, campaign: str, number: int) -> Row[Any]:
    """The row, of this project. Raises PageNotFound."""
    mine = (statements.c.id == number) & (statements.c.campaign == campaign)
    row = (await connection.execute(select(statements).where(mine))).one_or_none()
    if row is None:
        raise PageNotFound()
    return row


async def _read_approval(connection: AsyncConnection, row: Row[Any], node: Any) -> Approval:
    rule = await find_rule(connection, row.campaign)
    signed = await connection.execute(select(approvals.c.person).where(approvals.c.statement_id == row.id))
    try:
        missing: int | None = await count_missing(connection, row, node)
    except CoprodError:
        missing = None
    return Approval(
        rule=rule,
        people=tuple(sorted({*signed.scalars()} & {*(rule.people if rule else ())})),
        missing=missing,
        needed=rule.count_needed(row.net) if rule else 1,
        typed=describe_approval(await find_chain(connection), row),
    )


async def _prepare(
    connection: AsyncConnection, node: Any, row: Row[Any], currency: Currency, language: Language
) -> Deposit | None:
    """None before it is approved."""
    if row.status != "approved":
        return None
    try:
        return Deposit(tuple(await prepare_deposit(connection, node, row)))
    except CoprodError as problem:
        return Deposit((), problem, say_refusal(problem, currency, language))


async def _estimate(
    connection: AsyncConnection, state: Any, row: Row[Any], preview: Preview
) -> Estimate | None:
    """None where it cannot be told, which keeps nobody from approving."""
    settings = state.settings
    pushing = Pushing(settings.payout_minimum, settings.payout_batch, settings.payout_gas)
    try:
        found = await find_project(connection, row.campaign)
        return await estimate_payouts(connection, state.node, found, preview, pushing)
    except CoprodError:
        return None


def _read_signature(typed: str) -> bytes | None:
    written = "".join(typed.split()).removeprefix("0x")
    try:
        return bytes.fromhex(written) if written else None
    except ValueError:
        raise SignInRefused(
            "A signature is 0x and hexadecimal digits: copy it whole.",
            "Une signature, c’est 0x et des chiffres hexadécimaux\u00a0: copiez-la en entier.",
        ) from None
