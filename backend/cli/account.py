"""A statement on a terminal, from the file's sum to each position: what it would bring, or has brought."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import format_decimal
from backend.chain.client import ChainClient
from backend.cli.tables import align_decimal, align_units, open_table, print_table
from backend.errors import CoprodError
from backend.queries.writing import show_line
from backend.royalties.batches import Pushing
from backend.royalties.estimate import Estimate, estimate_payouts
from backend.royalties.preview import HolderPart, Preview, preview_statement
from backend.royalties.statements.approvals import find_rule
from backend.royalties.statements.project import find_project
from backend.royalties.statements.receipts import StatementUnknown
from backend.royalties.waterfall import Position, read_positions
from backend.settings import Settings
from backend.tables import approvals, deposits, payee_changes, statements

GWEI = 9
COIN = 18


async def show_statement(connection: AsyncConnection, key: int, *, each_holder: bool = False) -> str:
    """Before the deposit what each would get, and what paying would cost; after it what each position got.

    Returns its status. Raises StatementUnknown.
    """
    row = (await connection.execute(select(statements).where(statements.c.id == key))).one_or_none()
    if row is None:
        raise StatementUnknown(f"There is no statement {key}.")
    project = await find_project(connection, row.campaign)
    console = Console(soft_wrap=True, highlight=False)
    status = await describe_status(connection, row)
    console.print(f"\n{_clean(project.name)}: statement {key}, {escape(status)}")
    _show_sums(console, row)
    found = await connection.execute(
        select(deposits).where(
            deposits.c.campaign == row.campaign, deposits.c.statement_id == row.statement_id
        )
    )
    deposited = found.one_or_none()
    payees = await _read_payees(connection, row.campaign)
    if deposited is not None:
        positions = zip(read_positions(project.terms), map(int, deposited.amounts), strict=True)
        _show_positions("got", positions, payees, int(deposited.to_producer), project)
        if each_holder:
            console.print(
                f"What each holder was paid: `coprod papers accountant {row.campaign} YEAR --format csv`."
            )
        return str(row.status)
    parts = await preview_statement(connection, row)
    _show_positions("would get", parts.positions, payees, parts.to_producer, project)
    if each_holder:
        _show_holders(parts.holders, project)
    console.print(f"\n{await _describe_cost(connection, project, parts)}\n")
    return str(row.status)


async def describe_status(connection: AsyncConnection, row: Row[Any]) -> str:
    """With its error, or with who has approved it where that takes more than one person."""
    if row.error:
        return f"{row.status}: {row.error}"
    rule = await find_rule(connection, row.campaign) if row.status == "imported" else None
    if rule is None:
        return str(row.status)
    signed = await connection.execute(
        select(approvals.c.person).where(
            approvals.c.statement_id == row.id, approvals.c.person.in_(rule.people)
        )
    )
    people = sorted(signed.scalars())
    by = f" ({', '.join(people)})" if people else ""
    return f"{row.status}, approved by {len(people)} of {rule.count_needed(row.net)}{by}"


def _show_sums(console: Console, row: Row[Any]) -> None:
    """As the file has them, and as they are in the project's currency at the named rate."""
    document = json.loads(row.document)
    exact, units, rate, period = (document[each] for each in ("exact", "units", "rate", "period"))
    lines = "1 line" if document["lines"] == 1 else f"{document['lines']:,} lines"
    console.print(f"{lines} of {_clean(row.file_name)}, sold {period['start']} to {period['end']}")
    at = f"1 {rate['base']} = {rate['rate']} {_clean(rate['quote'])}"
    console.print(f"{at}, says {_clean(rate['source'])} of {rate['date']}; deposited by {row.reporter}")
    table = open_table(["sums"], [f"{exact['currency']} in the file", units["currency"]])
    deducted = [
        (kind, Decimal(exact["deductions"][kind]).copy_negate(), -int(units["deductions"][kind]))
        for kind in sorted(units["deductions"])
    ]
    for name, of_file, in_units in (
        ("gross", Decimal(exact["gross"]), int(units["gross"])),
        *deducted,
        ("net", Decimal(exact["net"]), int(units["net"])),
    ):
        sums = align_decimal(of_file), align_units(in_units, units["decimals"])
        table.add_row(name.replace("_", " "), *sums)
    print_table(table)


def _show_positions(
    verb: str,
    positions: Iterable[tuple[Position, int]],
    payees: dict[int, str],
    to_producer: int,
    project: Row[Any],
) -> None:
    print()
    table = open_table(["position"], [f"{verb}, {_clean(project.currency_symbol)}"], ["payee"])
    total = to_producer
    for number, (position, amount) in enumerate(positions):
        payee = "the holders" if position.is_holders else payees.get(number, position.payee)
        table.add_row(_clean(position.label), payee, align_units(amount, project.currency_decimals))
        total += amount
    if to_producer:
        over = align_units(to_producer, project.currency_decimals)
        table.add_row("over the holders' cap", "the producer", over)
    table.add_row("all, which is the net", "", align_units(total, project.currency_decimals))
    print_table(table)


def _show_holders(parts: Iterable[HolderPart], project: Row[Any]) -> None:
    table = open_table([], ["shares", f"would get, {_clean(project.currency_symbol)}"], ["holder"])
    for part in parts:
        table.add_row(part.holder, f"{part.shares:,}", align_units(part.amount, project.currency_decimals))
    print_table(table)


async def _describe_cost(connection: AsyncConnection, project: Row[Any], parts: Preview) -> str:
    """What paying the holders would cost; or why that is not known, which keeps nobody from approving."""
    settings = Settings()
    pushing = Pushing(settings.payout_minimum, settings.payout_batch, settings.payout_gas)
    try:
        async with ChainClient(settings.rpc_urls) as client:
            found = await estimate_payouts(connection, client, project, parts, pushing)
    except CoprodError as away:
        return f"What paying the holders would cost is not known: {escape(away.detail)}"
    minimum = f"{format_decimal(settings.payout_minimum)} {_clean(project.currency_symbol)}"
    return _write_cost(found, minimum)


def _write_cost(found: Estimate, minimum: str) -> str:
    """Rounded up to a billionth of the coin."""
    steps = "at once" if found.steps == 1 else f"in {found.steps} equal daily steps"
    said = f"The holders' part enters {steps}. "
    if found.transactions:
        said += (
            f"Paying {found.holders:,} of them: {found.payments:,} payments in {found.transactions:,} "
            f"transactions, about {found.gas:,} gas; at {align_units(found.price, GWEI)} gwei, as now, about "
            f"{align_units(-(-found.cost // 10**GWEI), COIN - GWEI)} of the chain's coin."
        )
    if found.waiting:
        said += (
            f" {found.waiting:,} would not be paid by it: their part stays below {minimum}, or they claim "
            "themselves."
        )
    return said


async def _read_payees(connection: AsyncConnection, campaign: str) -> dict[int, str]:
    """Of the positions that were handed on, by number."""
    newest = (
        select(payee_changes.c.position, payee_changes.c.payee)
        .ext(distinct_on(payee_changes.c.position))
        .where(payee_changes.c.campaign == campaign)
        .order_by(
            payee_changes.c.position, payee_changes.c.block_number.desc(), payee_changes.c.log_index.desc()
        )
    )
    return {row.position: row.payee for row in await connection.execute(newest)}


def _clean(text: str) -> str:
    """What strangers wrote cannot steer the terminal."""
    return escape(show_line(text))
