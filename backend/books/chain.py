"""What the contracts answer about royalties, beside what the books say (rule 5.5)."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.books.earnings import EARNINGS
from backend.books.postings import POSTINGS
from backend.chain.client import ChainClient
from backend.chain.contracts import decode_result, encode_call
from backend.chain.multicall import MOST, Multicall
from backend.tables import Address, Units


class Question(NamedTuple):
    """What a contract is asked, and the books' answer; `at_least`: the chain may have more, nobody's money
    that was sent to the address."""

    campaign: str
    subject: str
    contract: str
    address: str
    function: str
    arguments: tuple[Any, ...]
    books: tuple[int, ...]
    at_least: bool = False


_PROJECTS = text(
    f"""
    select p.campaign, p.share_token, p.waterfall, p.currency,
        coalesce(sum(j.debit) filter (where j.account = 'shares'), 0) as deposited,
        coalesce(sum(j.credit) filter (where j.account = 'holders'), 0) as released,
        coalesce(sum(j.debit) filter (where j.account = 'holders'), 0) as paid,
        coalesce(sum(j.debit - j.credit) filter (where j.account = 'shares'), 0) as in_shares,
        coalesce(sum(j.debit - j.credit) filter (where j.account = 'waterfall'), 0) as in_waterfall
    from projects p left join {POSTINGS} j on j.campaign = p.campaign
    group by p.campaign, p.share_token, p.waterfall, p.currency
    order by p.campaign
    """
).columns(
    campaign=Address,
    share_token=Address,
    waterfall=Address,
    currency=Address,
    deposited=Units,
    released=Units,
    paid=Units,
    in_shares=Units,
    in_waterfall=Units,
)

_HOLDERS = text(
    f"""
    with {EARNINGS}
    select b.campaign, b.holder, p.share_token, b.earned - b.paid as claimable
    from balances b join projects p on p.campaign = b.campaign
    order by b.campaign, b.holder
    """
).columns(campaign=Address, holder=Address, share_token=Address, claimable=Units)


async def ask_questions(connection: AsyncConnection) -> AsyncIterator[Question]:
    """About every project and every holder."""
    for row in await connection.execute(_PROJECTS):
        for question in _about_project(row):
            yield question
    async with connection.stream(_HOLDERS) as rows:
        async for row in rows:
            yield Question(
                row.campaign,
                f"holder {row.holder}: claimable",
                "ShareToken",
                row.share_token,
                "claimable",
                (row.holder,),
                (row.claimable,),
            )


async def answer(client: ChainClient, questions: list[Question], block: str) -> list[tuple[int, ...]]:
    """What the chain says at a block, given by its hash; in the order of the questions.

    Raises NodeUnreachable, WrongChain, RpcRefused.
    """
    multicall, found = Multicall(client), []
    for start in range(0, len(questions), MOST):
        some = questions[start : start + MOST]
        calls = [(each.address, encode_call(each.contract, each.function, *each.arguments)) for each in some]
        answers = await multicall.ask(calls, block)
        found += [
            decode_result(each.contract, each.function, data)
            for each, data in zip(some, answers, strict=True)
        ]
    return found


def _about_project(row: Row[Any]) -> list[Question]:
    def ask(subject: str, contract: str, address: str, function: str, *books: int) -> Question:
        return Question(row.campaign, subject, contract, address, function, (), books)

    def money(address: str, books: int) -> Question:
        subject = f"money in {address}"
        currency = ("IERC20Metadata", row.currency, "balanceOf", (address,))
        return Question(row.campaign, subject, *currency, (books,), at_least=True)

    totals = (row.deposited, row.released, row.paid)
    return [
        ask("deposited, released, paid", "ShareToken", row.share_token, "totals", *totals),
        ask("owed to holders", "ShareToken", row.share_token, "reserved", row.in_shares),
        ask("owed to payees", "Waterfall", row.waterfall, "reserved", row.in_waterfall),
        money(row.share_token, row.in_shares),
        money(row.waterfall, row.in_waterfall),
    ]
