"""Who approves a project's statements, and above which net two different people must. Commits nothing.

The producer signs the rule and each person an approval (EIP-712), with the keys of their wallets, or as a
contract does (ERC-1271): whoever can write into this database can forge no approval, and what is approved is
the very call that will be sent. Without a rule one approval without a signature is enough; that there is one
is for the database to remember.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_new
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.contracts import decode_call
from backend.chain.typed_data import TypedData
from backend.errors import CoprodError
from backend.royalties.statements.signatures import find_signer, recover
from backend.royalties.statements.statement import MOST_UNITS, statement_id_of
from backend.royalties.statements.words import APPROVAL
from backend.sentences import SaidError
from backend.tables import approval_rules, approvals, cursor

MOST_PEOPLE = 16

_DOMAIN = [
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
]
_RULE = [("version", "uint256"), ("threshold", "uint256"), ("people", "address[]")]
_APPROVAL = [("statementId", "bytes32"), ("net", "uint256")]


class RuleInvalid(CoprodError):
    """The rule makes no sense, or somebody else than the producer signed it."""

    status = 422
    type = "rule-invalid"
    title = "This rule cannot be set"


class ApprovalRefused(SaidError):
    """The approval is not signed by one of the people whom the project's rule names."""

    status = 403
    type = "approval-refused"
    title = "This is no approval"
    sentences = APPROVAL


@dataclass(frozen=True, slots=True)
class Rule:
    """In force for the project: above a net of `threshold` units two of the `people` approve, else one."""

    version: int
    threshold: int
    people: tuple[str, ...]

    def count_needed(self, net: int) -> int:
        """How many different people have to approve a statement of this net."""
        return 2 if net > self.threshold else 1


def describe_rule(chain_id: int, campaign: str, rule: Rule) -> TypedData:
    """What the producer signs (EIP-712)."""
    message = {"version": rule.version, "threshold": rule.threshold, "people": list(rule.people)}
    return _describe(chain_id, campaign, "ApprovalRule", _RULE, message)


def describe_approval(chain_id: int, statement: Row[Any]) -> TypedData:
    """What somebody signs who approves: the id, which stands for all of its content, and the net.

    Of the call that will be sent, so that nobody alters it after it was approved.
    """
    _, (terms,) = decode_call("Waterfall", statement.call)
    statement_id = statement_id_of(chain_id, statement.waterfall, statement.reporter, terms)
    message = {"statementId": statement_id, "net": terms["net"]}
    return _describe(chain_id, statement.campaign, "StatementApproval", _APPROVAL, message)


async def find_rule(connection: AsyncConnection, campaign: str) -> Rule | None:
    """The rule in force, None where the project never set one."""
    of_project = select(approval_rules).where(approval_rules.c.campaign == campaign)
    newest = of_project.order_by(approval_rules.c.version.desc()).limit(1)
    row = (await connection.execute(newest)).one_or_none()
    return Rule(row.version, row.threshold, tuple(row.people)) if row else None


async def propose_rule(
    connection: AsyncConnection, campaign: str, threshold: int, people: Sequence[str]
) -> Rule:
    """The rule as it would take the place of the one in force. Raises RuleInvalid."""
    if not 2 <= len(set(people)) == len(people) <= MOST_PEOPLE:
        raise RuleInvalid(f"Name 2 to {MOST_PEOPLE} different people who approve statements.")
    if not 0 <= threshold <= MOST_UNITS:
        raise RuleInvalid("The threshold is an amount of zero or more, of 2^96 - 1 units at most.")
    known = await find_rule(connection, campaign)
    return Rule(known.version + 1 if known else 1, threshold, tuple(people))


async def set_rule(
    connection: AsyncConnection,
    campaign: str,
    producer: str,
    rule: Rule,
    signature: bytes,
    client: ChainClient | None = None,
) -> None:
    """Put a proposed rule in force; client: to ask a producer that is a contract.

    Raises RuleInvalid unless the project's producer signed it.
    """
    described = describe_rule(await find_chain(connection), campaign, rule)
    if await find_signer(client, described, signature, [producer]) is None:
        raise RuleInvalid(
            f"The producer {producer} has to sign this rule: {recover(described, signature) or 'nobody'} did."
        )
    row = {
        "campaign": campaign,
        "version": rule.version,
        "threshold": rule.threshold,
        "people": list(rule.people),
        "signature": signature,
        "signed_at": int(time.time()),
    }
    await connection.execute(insert(approval_rules).values(row))


async def add_approval(
    connection: AsyncConnection,
    rule: Rule,
    statement: Row[Any],
    signature: bytes | None,
    client: ChainClient | None = None,
) -> str:
    """Keep somebody's approval, once however often it comes; returns who approved. Raises ApprovalRefused."""
    if signature is None:
        raise ApprovalRefused("unsigned", people=", ".join(rule.people))
    described = describe_approval(await find_chain(connection), statement)
    person = await find_signer(client, described, signature, rule.people)
    if person is None:
        signer = recover(described, signature)
        kind = "signed-by-another" if signer else "signed-by-nobody"
        raise ApprovalRefused(kind, signer=signer, people=", ".join(rule.people))
    row = {
        "statement_id": statement.id,
        "person": person,
        "signature": signature,
        "signed_at": int(time.time()),
    }
    await connection.execute(insert_new(approvals).values(row).on_conflict_do_nothing())
    return person


async def count_missing(
    connection: AsyncConnection, statement: Row[Any], client: ChainClient | None = None
) -> int:
    """How many people still have to approve, by the rule in force and by the signatures themselves."""
    rule = await find_rule(connection, statement.campaign)
    if rule is None:
        return 0
    described = describe_approval(await find_chain(connection), statement)
    rows = await connection.execute(select(approvals).where(approvals.c.statement_id == statement.id))
    signers = {
        await find_signer(client, described, bytes(row.signature), {row.person} & {*rule.people})
        for row in rows
    }
    return max(0, rule.count_needed(described["message"]["net"]) - len(signers - {None}))


async def find_chain(connection: AsyncConnection) -> int:
    """The number of the chain that the mirror follows."""
    chain_id: int = (await connection.execute(select(cursor.c.chain_id))).scalar_one()
    return chain_id


def _describe(
    chain_id: int, campaign: str, name: str, fields: list[tuple[str, str]], message: dict[str, Any]
) -> TypedData:
    types = {"EIP712Domain": _DOMAIN, name: fields}
    return {
        "types": {each: [{"name": field, "type": kind} for field, kind in of] for each, of in types.items()},
        "primaryType": name,
        "domain": {
            "name": "Coprod approvals",
            "version": "1",
            "chainId": chain_id,
            "verifyingContract": campaign,
        },
        "message": message,
    }
