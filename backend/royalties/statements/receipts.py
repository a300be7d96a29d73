"""A distributor's file becomes a statement of a project, which somebody approves. Commits nothing."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from sqlalchemy import ColumnElement, Row, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.chain.moves import MoveForbidden
from backend.eip55 import to_bytes
from backend.errors import CoprodError
from backend.royalties.deposits import name_deposit
from backend.royalties.importers import Mapping, Problem, open_statement
from backend.royalties.moves import check_move, move
from backend.royalties.sender.transactions import find_transaction
from backend.royalties.statements.approvals import add_approval, count_missing, find_chain, find_rule
from backend.royalties.statements.choices import Answer, choose_titles
from backend.royalties.statements.exchange import ExchangeRate, RateUnusable
from backend.royalties.statements.incoming import bring_in, check_repeated, keep_lines, leave_out_repeated
from backend.royalties.statements.project import find_project
from backend.royalties.statements.statement import (
    canonical_json,
    draw_up,
    onchain_terms,
    statement_hash,
    statement_id_of,
)
from backend.royalties.statements.titles import TitleSum
from backend.tables import cursor, deposits, producer_changes, statements, status_changes


class ReporterUnknown(CoprodError):
    """Only the producer and the collectors of the terms report receipts."""

    status = 403
    type = "reporter-unknown"
    title = "This account may not report receipts"


class ProjectEnded(CoprodError):
    """The project missed its goal or was cancelled: its contracts take no receipts."""

    status = 409
    type = "project-ended"
    title = "This project takes no receipts"


class StatementUnknown(CoprodError):
    """There is no such statement."""

    status = 404
    type = "statement-unknown"
    title = "There is no such statement"


Repeated = Literal["ask", "leave-out", "count"]
"""What becomes of lines that an earlier file of the project had: other sales may look just the same."""


@dataclass(frozen=True)
class Imported:
    """The stored statement. `known` when the same sales had been imported before: nothing was stored then.

    `left_out` are the titles of the file that are not this statement's; `repeated` counts the lines of its
    own titles that were left out because an earlier statement has them. `warnings` are the file's.
    """

    id: int
    known: bool
    left_out: tuple[TitleSum, ...] = ()
    repeated: int = 0
    warnings: tuple[Problem, ...] = ()


async def import_file(
    connection: AsyncConnection,
    campaign: str,
    content: bytes | BinaryIO,
    name: str,
    *,
    reporter: str,
    rate: ExchangeRate,
    mapping: Mapping | None = None,
    answer: Answer = Answer(),  # noqa: B008 (frozen)
    repeated: Repeated = "ask",
    published_at: str = "",
) -> Imported:
    """Read a file and store the statement of the project's titles, with each line that it counts.

    `content` is the file, or a seekable stream of it, which is read in constant memory; `mapping` how to read
    it when no importer is made for it. `reporter` is the account that will deposit; `published_at` the
    address under which statement documents can be read, one of them at <published_at>/<hash>. Raises
    StatementRefused, LinesRepeated and the errors of choose_titles and draw_up, ProjectUnknown, ProjectEnded,
    ReporterUnknown, RateUnusable; and then nothing is stored.
    """
    project = await find_project(connection, campaign)
    _check_reporter(project, await find_producer(connection, project), reporter)
    await _check_alive(connection, project)
    # Two people with two files of the same sales: one after the other.
    await connection.execute(select(func.pg_advisory_xact_lock(_lock_of(campaign))))
    reading = open_statement(content, name, mapping)
    file_hash = "0x" + reading.document.sha256
    known = await _find_known(connection, campaign, statements.c.file_hash == file_hash)
    if known is not None:
        return Imported(known, True)
    if rate.quote != project.currency_symbol:
        raise RateUnusable("other-quote", wanted=project.currency_symbol, quote=rate.quote)
    incoming = await bring_in(connection, reading)
    # Other bytes, the same sales: exported again, or saved by an editor.
    known = await _find_known(connection, campaign, statements.c.content_hash == incoming.content_hash)
    if known is not None:
        return Imported(known, True)
    chosen = await choose_titles(connection, campaign, incoming.sums, answer)
    counted: Sequence[TitleSum] = [incoming.sums[place] for place in chosen.ours]
    lines = sum(each.lines for each in counted)
    if repeated == "ask":
        await check_repeated(connection, campaign, chosen.ours)
    elif repeated == "leave-out":
        counted = await leave_out_repeated(connection, campaign, chosen.ours)
    left_out = lines - sum(each.lines for each in counted)
    statement = draw_up(
        reading.origin,
        counted,
        reporter=reporter,
        rate=rate,
        decimals=project.currency_decimals,
        repeated=left_out,
    )
    document_hash = "0x" + statement_hash(statement).hex()
    uri = f"{published_at.rstrip('/')}/{document_hash}" if published_at else ""
    terms = onchain_terms(statement, uri)
    chain_id = (await connection.execute(select(cursor.c.chain_id))).scalar_one()
    row = {
        "campaign": campaign,
        "waterfall": project.waterfall,
        "currency": project.currency,
        "reporter": reporter,
        "file_hash": file_hash,
        "content_hash": incoming.content_hash,
        "file_name": name,
        "document": canonical_json(statement),
        "document_hash": document_hash,
        "uri": uri,
        "gross": statement.units.gross,
        "net": statement.units.net,
        "call": encode_call("Waterfall", "deposit", terms),
        "statement_id": statement_id_of(chain_id, project.waterfall, reporter, terms),
        "status": "imported",
        "created_at": int(time.time()),
    }
    stored = (
        await connection.execute(insert(statements).values(row).returning(statements.c.id))
    ).scalar_one()
    await keep_lines(connection, stored, chosen.ours)
    others = tuple(incoming.sums[place] for place in chosen.others)
    return Imported(stored, False, others, left_out, tuple(reading.warnings))


async def approve(
    connection: AsyncConnection,
    key: int,
    signature: bytes | None = None,
    client: ChainClient | None = None,
) -> int:
    """Let the worker deposit the statement; again after an error, when its cause is mended.

    Where the project has a rule (see approvals), `signature` is that of one of its people, and the statement
    waits until enough of them have approved: returns how many are missing. `client` asks those who are
    contracts whether it is theirs; without one they approve nothing. Raises StatementUnknown,
    ApprovalRefused, and MoveForbidden once it was deposited.
    """
    row = await find_statement(connection, key)
    check_move(statements, key, row.status, "approved")
    rule = await find_rule(connection, row.campaign)
    if rule is not None:
        await add_approval(connection, rule, row, signature, client)
        missing = await count_missing(connection, row, client)
        if missing:
            return missing
    again = row.approvals + 1 if row.status == "imported" or row.error else row.approvals
    await move(connection, statements, key, row.status, "approved", approvals=again, error=None, cause=None)
    return 0


async def discard(connection: AsyncConnection, key: int) -> None:
    """Forget a statement that did not go to the chain, with its lines, so that its file is new again.

    Raises StatementUnknown, and MoveForbidden once it was approved, unless its deposit stopped at an error
    before anything of it was sent, or came to nothing.
    """
    row = await find_statement(connection, key)
    if row.status != "imported" and not await _is_stopped(connection, row):
        raise MoveForbidden(f"The statement {key} is {row.status} and cannot be discarded.")
    await connection.execute(delete(statements).where(statements.c.id == key))


async def _is_stopped(connection: AsyncConnection, statement: Row[Any]) -> bool:
    if statement.status != "approved" or statement.error is None:
        return False
    intent = name_deposit(await find_chain(connection), statement)
    of_statement = deposits.c.statement_id == statement.statement_id
    deposited = await connection.execute(select(deposits.c.block_number).where(of_statement).limit(1))
    return await find_transaction(connection, intent) is None and deposited.one_or_none() is None


async def find_statement(connection: AsyncConnection, key: int) -> Row[Any]:
    """The row, locked until the caller's transaction ends. Raises StatementUnknown."""
    found = await connection.execute(select(statements).where(statements.c.id == key).with_for_update())
    row = found.one_or_none()
    if row is None:
        raise StatementUnknown(f"There is no statement {key}.")
    return row


async def _check_alive(connection: AsyncConnection, project: Row[Any]) -> None:
    ended = select(status_changes.c.status).where(
        status_changes.c.campaign == project.campaign, status_changes.c.status.in_(("failed", "cancelled"))
    )
    status = (await connection.execute(ended.limit(1))).scalar_one_or_none()
    if status is not None:
        raise ProjectEnded(f"{project.name} is {status}: only a project that succeeded takes receipts.")


async def _find_known(connection: AsyncConnection, campaign: str, is_same: ColumnElement[bool]) -> int | None:
    of_project = select(statements.c.id).where(statements.c.campaign == campaign, is_same)
    return (await connection.execute(of_project.order_by(statements.c.id).limit(1))).scalar_one_or_none()


async def find_producer(connection: AsyncConnection, project: Row[Any]) -> str:
    """Whoever has the role now: who proposed may have handed it on."""
    of_project = select(producer_changes.c.producer).where(producer_changes.c.campaign == project.campaign)
    newest = of_project.order_by(
        producer_changes.c.block_number.desc(), producer_changes.c.log_index.desc()
    ).limit(1)
    found: str | None = (await connection.execute(newest)).scalar_one_or_none()
    return found or project.producer


def _lock_of(campaign: str) -> int:
    """64 bits of the address, with a sign, as PostgreSQL counts."""
    return int.from_bytes(to_bytes(campaign)[:8], "big", signed=True)


def _check_reporter(project: Row[Any], producer: str, reporter: str) -> None:
    collectors = project.terms["waterfall"]["collectors"]
    if reporter not in (producer, *collectors):
        raise ReporterUnknown(
            f"{reporter} may not report receipts of {project.name}: the producer {producer} may, and "
            f"{', '.join(collectors) or 'no collector'}."
        )
