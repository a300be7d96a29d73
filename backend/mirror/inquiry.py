"""What the contracts themselves answer, at one block, beside what the mirror's rows add up to."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Row as Found
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accrual import Account, Index, settle_owed
from backend.chain import contracts
from backend.chain.client import Block, ChainClient
from backend.mirror import sums
from backend.mirror.differences import Difference, compare_values
from backend.mirror.facts import Row
from backend.mirror.fetch import Piece
from backend.mirror.ledger import Rows, State, write_rows

STATUSES = ("proposed", "raising", "succeeded", "failed", "cancelled", "lapsed")
"""In the order of ICampaign.Status. What the platform approved is still proposed to the campaign."""


class Question(NamedTuple):
    """A call, which of the mirror's rows it is about, what they say, and how to read the answer beside it."""

    table: str
    key: Row
    mirror: Row
    contract: str
    address: str
    function: str
    arguments: tuple[Any, ...]
    read: Callable[..., Row]


@dataclass(slots=True)
class Replay:
    """What the chain's logs say, read again: where the contracts are is not taken from the mirror."""

    state: State = field(default_factory=State)
    projects: dict[str, Row] = field(default_factory=dict)

    def write_rows(self, piece: Piece) -> Rows:
        rows = write_rows(self.state, piece.said)
        self.projects |= {row["campaign"]: row for row in rows["projects"]}
        return rows

    def index_of(self, campaign: str) -> Index:
        return self.state.accounts.indexes.get(campaign, Index())


async def inquire(
    client: ChainClient,
    connection: AsyncConnection,
    factory: str,
    as_of: Block,
    replay: Replay,
    compared: Counter[str],
) -> list[Difference]:
    """Ask about every project, account, deposit and debt of the mirror that the chain knows the project of.

    Raises NodeUnreachable, RpcRefused.
    """
    questions: list[Question] = []
    for row in await sums.of_projects(connection):
        if project := replay.projects.get(row.campaign):
            questions += _about_project(row, project, factory, as_of.time)
    for row in await sums.of_holders(connection):
        if project := replay.projects.get(row.campaign):
            questions += _about_holder(row, project["share_token"], replay.index_of(row.campaign))
    for row in await sums.of_deposits(connection):
        if project := replay.projects.get(row.campaign):
            questions.append(_about_deposit(row, project["waterfall"]))
    for row in await sums.of_debts(connection):
        project = replay.projects.get(row.campaign)
        if project and row.contract in (row.campaign, project["waterfall"]):
            questions.append(_about_debt(row))
    answers = await _ask(client, questions, as_of.hash)
    compared["answers"] += len(answers)
    return [
        difference
        for question, answer in zip(questions, answers, strict=True)
        for difference in compare_values(
            question.table, question.key, question.mirror, question.read(*answer)
        )
    ]


async def _ask(client: ChainClient, questions: Sequence[Question], block: str) -> list[tuple[Any, ...]]:
    calls = [
        (each.address, contracts.encode_call(each.contract, each.function, *each.arguments))
        for each in questions
    ]
    answers = await client.calls(calls, block)
    return [
        contracts.decode_result(question.contract, question.function, answer)
        for question, answer in zip(questions, answers, strict=True)
    ]


def _about_project(row: Found[Any], project: Row, factory: str, now: int) -> list[Question]:
    key = {"campaign": row.campaign}
    status = "proposed" if row.status == "approved" else row.status
    if status == "proposed" and now >= int(project["terms"]["campaign"]["opensAt"]):
        status = "lapsed"
    sums_of_royalties = {"deposited": row.deposited, "released": row.released, "paid": row.paid}

    def of_token(table: str, columns: Row, function: str) -> Question:
        read = _named(*columns)
        return Question(table, key, columns, "ShareToken", project["share_token"], function, (), read)

    def of_campaign(table: str, columns: Row, function: str, read: Callable[..., Row]) -> Question:
        return Question(table, key, columns, "Campaign", row.campaign, function, (), read)

    def read_status(number: int) -> Row:
        return {"status": STATUSES[number]}

    approved = {"approved": row.approved}
    return [
        of_token("holdings", {"all shares": row.shares}, "totalSupply"),
        of_token("releases", {"royalty_index": row.royalty_index}, "index"),
        of_token("payments", sums_of_royalties, "totals"),
        of_campaign("contributions", {"raised": row.raised}, "raised", _named("raised")),
        of_campaign("status_changes", {"status": status}, "status", read_status),
        Question(
            "status_changes",
            key,
            approved,
            "ProjectFactory",
            factory,
            "isApproved",
            (row.campaign,),
            _named("approved"),
        ),
    ]


def _about_deposit(row: Found[Any], waterfall: str) -> Question:
    key = {"campaign": row.campaign, "statement_id": row.statement_id}
    return _single("deposits", key, "reported", True, "Waterfall", waterfall, "isReported", row.statement_id)


def _about_debt(row: Found[Any]) -> Question:
    kind = "Campaign" if row.contract == row.campaign else "Waterfall"
    key = {"contract": row.contract, "payee": row.payee}
    return _single("payments", key, "owed", row.owed, kind, row.contract, "owedTo", row.payee)


def _about_holder(row: Found[Any], token: str, index: Index) -> list[Question]:
    """No account changes without an event (ShareLedger): they are equal to the last fraction."""
    key = {"campaign": row.campaign, "holder": row.holder}
    account = Account(row.shares, row.royalty_index, row.fraction, row.owed)
    columns = {name: getattr(row, name) for name in ("shares", "royalty_index", "fraction", "owed")}
    claimable = settle_owed(account, index).owed
    of_account, holder = _named(*columns), row.holder
    return [
        Question("holdings", key, columns, "ShareToken", token, "accountOf", (holder,), of_account),
        _single("holdings", key, "shares", row.shares, "ShareToken", token, "balanceOf", holder),
        _single("holdings", key, "claimable", claimable, "ShareToken", token, "claimable", holder),
    ]


def _single(
    table: str,
    key: Row,
    column: str,
    mirror: Any,
    contract: str,
    address: str,
    function: str,
    *arguments: Any,
) -> Question:
    return Question(table, key, {column: mirror}, contract, address, function, arguments, _named(column))


def _named(*columns: str) -> Callable[..., Row]:
    return lambda *values: dict(zip(columns, values, strict=True))
