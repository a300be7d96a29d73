"""The audit: what must hold in the books, in the mirror and on the chain (rules 5.5, 7.2)."""

from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.books.chain import Question, answer, ask_questions
from backend.books.checks import CHECKS, Check
from backend.chain.client import ChainClient
from backend.errors import CoprodError
from backend.tables import Address, Units, cursor

ON_CHAIN = Check("chain", "the contracts have and owe what the books say (5.5)", "")


class NothingToAudit(CoprodError):
    """The mirror has read no block yet."""

    status = 503
    type = "nothing-to-audit"
    title = "There are no books yet"


class BlockReplaced(CoprodError):
    """The chain has another block where the mirror stands."""

    status = 409
    type = "block-replaced"
    title = "The chain has moved"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: which check, of which project, and both values, in smallest units."""

    check: str
    campaign: str
    subject: str
    found: str
    wanted: str

    def __str__(self) -> str:
        where = f"{self.check}: project {self.campaign}, {self.subject}"
        return f"{where}: {self.found} in the books, and it should be {self.wanted}"


@dataclass(frozen=True, slots=True)
class Audit:
    """block_number: of which the books are true. entries: in them. asked: answers of contracts."""

    block_number: int
    block_hash: str
    entries: int
    asked: int
    findings: tuple[Finding, ...]


async def audit(connection: AsyncConnection, client: ChainClient) -> Audit:
    """Ask everything once. `connection` sees one state of the database (see queries.snapshot).

    Raises NothingToAudit before the mirror's first block, BlockReplaced when a reorg is under way: let the
    worker follow, and ask again. NodeUnreachable, WrongChain, RpcRefused.
    """
    at = (await connection.execute(select(cursor))).one_or_none()
    if at is None:
        raise NothingToAudit("There is nothing to audit yet: start `coprod worker` first.")
    findings = [finding for check in CHECKS for finding in await run(connection, check)]
    await client.expect_chain(at.chain_id)
    block = await client.block(at.block_number)
    if block is None or block.hash != at.block_hash:
        raise BlockReplaced(
            f"{client.name} does not have the mirror's block {at.block_number} ({at.block_hash}): let "
            "`coprod worker` follow, then audit again."
        )
    questions = [each async for each in ask_questions(connection)]
    answers = await answer(client, questions, at.block_hash)
    for question, said in zip(questions, answers, strict=True):
        if not _agrees(question, said):
            findings.append(_name(question, said))
    counted = text(
        "select (select count(*) from deposits) * 3 + (select count(*) from releases)"
        " + (select count(*) from payments where succeeded and kind in"
        " ('royalty', 'position', 'excess', 'withdrawal'))"
    )
    entries: int = (await connection.execute(counted)).scalar_one()
    return Audit(at.block_number, at.block_hash, entries, len(questions), tuple(findings))


async def run(connection: AsyncConnection, check: Check) -> list[Finding]:
    """What a check of the mirror finds; nothing when all is well."""
    query = text(check.query).columns(campaign=Address, found=Units, wanted=Units)
    return [
        Finding(check.name, row.campaign, row.subject, str(row.found), str(row.wanted))
        for row in await connection.execute(query)
    ]


def _agrees(question: Question, said: tuple[int, ...]) -> bool:
    if question.at_least:
        return said[0] >= question.books[0]
    return said == question.books


def _name(question: Question, said: tuple[int, ...]) -> Finding:
    books, chain = (", ".join(map(str, each)) for each in (question.books, said))
    return Finding(ON_CHAIN.name, question.campaign, question.subject, books, chain)
