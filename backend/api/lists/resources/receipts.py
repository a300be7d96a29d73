"""Statements, and the money that was deposited with them."""

from backend.api.lists import telling
from backend.api.lists.kinds import HASH, TIME, line
from backend.api.lists.listing import CHAIN_ORDER, PLACED, Filter, Listing, Row, Sort, Told, amounts
from backend.api.lists.resources.scopes import CAMPAIGN, JOINS, OF_LEDGER, everywhere, who
from backend.api.schemas.deposits import Deposit
from backend.api.schemas.statements import Statement
from backend.queries.status import AsOf
from backend.queries.terms import read_position

_STATEMENT = """x.statement_id, x.reporter, x.source, x.period_start, x.period_end, x.document_hash, x.uri,
    x.corrects"""
_RELEASED = """
    left join lateral (
        select coalesce(sum(amount), 0) as released from releases
        where campaign = x.campaign and tranche = x.tranche and x.tranche > 0 and block_number <= at.number
    ) r on true"""
_HAS_DOCUMENT = """exists (select from statements s
    where s.campaign = x.campaign and s.document_hash = x.document_hash) as has_document"""


def _tell_statement(row: Row, at: AsOf) -> Told:
    document = telling.digest(row.document_hash)
    return {
        **telling.place(row, at),
        "campaign": telling.address(row.campaign),
        "statement_id": telling.digest(row.statement_id),
        "reporter": telling.address(row.reporter),
        "source": telling.line(row.source),
        "period": {"start": telling.time(int(row.period_start)), "end": telling.time(int(row.period_end))},
        "document_hash": document,
        "uri": row.uri,
        "document": f"/v1/statements/{document}" if row.has_document else None,
        "corrects": None if row.corrects is None else telling.digest(row.corrects),
    }


def _tell_deposit(row: Row, at: AsOf) -> Told:
    def amount(raw: int) -> Told:
        return telling.amount(raw, row)

    return {
        **_tell_statement(row, at),
        "gross": amount(row.gross),
        "deductions": [
            {"category": telling.line(each["category"]), "amount": amount(each["amount"])}
            for each in row.deductions
        ],
        "net": amount(row.net),
        "parts": [
            {"label": place.label, "kind": place.kind, "payee": place.payee, "amount": amount(got)}
            for place, got in zip(map(read_position, row.positions), row.amounts, strict=True)
        ],
        "holders_amount": amount(row.holders_amount),
        "to_producer": amount(row.to_producer),
        "released": amount(row.released),
    }


_FILTERS = (
    CAMPAIGN
    | {
        "reporter": who("reporter", "Only by these reporters"),
        "source": Filter("x.source = {}", line("distrokid"), "Only of this source."),
        "statement_id": Filter("x.statement_id = {}", HASH, "Only this statement."),
        "document_hash": Filter("x.document_hash = {}", HASH, "Only with this document."),
        "period_since": Filter(
            "x.period_end > {}", TIME, "Only of periods that end after this time (RFC 3339)."
        ),
        "period_until": Filter(
            "x.period_start < {}", TIME, "Only of periods that begin before it (RFC 3339)."
        ),
    }
    | PLACED
)
_SORTS = {
    "block_number": CHAIN_ORDER,
    "period_start": Sort("x.period_start", "numeric"),
    "period_end": Sort("x.period_end", "numeric"),
}

STATEMENTS = Listing(
    name="statements",
    item=Statement,
    summary="The statements behind the deposits",
    tag="receipts",
    paths=everywhere("statements"),
    rows="deposits x",
    joins=JOINS,
    columns=f"{OF_LEDGER}, {_STATEMENT}, {_HAS_DOCUMENT}",
    tell=_tell_statement,
    filters=_FILTERS,
    sorts=_SORTS,
    sort="block_number",
    is_of_chain=False,
    is_of_events=True,
)

DEPOSITS = Listing(
    name="deposits",
    item=Deposit,
    summary="Receipts that came in, and how they were shared",
    tag="receipts",
    paths=everywhere("deposits"),
    rows="deposits x",
    joins=JOINS + _RELEASED,
    columns=f"""{OF_LEDGER}, {_STATEMENT}, {_HAS_DOCUMENT}, x.gross, x.deductions, x.net, x.amounts,
        x.holders_amount, x.to_producer, r.released, p.terms -> 'waterfall' -> 'positions' as positions""",
    tell=_tell_deposit,
    filters=_FILTERS
    | amounts("gross", "x.gross", "Gross receipts")
    | amounts("net", "x.net", "Net receipts"),
    sorts=_SORTS | {"gross": Sort("x.gross", "numeric"), "net": Sort("x.net", "numeric")},
    sort="block_number",
    is_of_chain=False,
)
