"""Who approves a project's statements, and above which net two different people must. Commits nothing.

The producer signs the rule and each person an approval (EIP-712), with the keys of their wallets: whoever can
write into this database can approve nothing. Without a rule one approval without a signature is enough.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_keys.exceptions import BadSignature
from eth_utils.exceptions import ValidationError
from sqlalchemy import Row, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_new
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.royalties.keys import Key
from backend.tables import approval_rules, approvals, cursor

MOST_PEOPLE = 16

TypedData = dict[str, Any]
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


class ApprovalRefused(CoprodError):
    """The approval is not signed by one of the people whom the project's rule names."""

    status = 403
    type = "approval-refused"
    title = "This is no approval"


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
    """What somebody signs who approves: the statement's id stands for all of its content."""
    message = {"statementId": statement.statement_id, "net": statement.net}
    return _describe(chain_id, statement.campaign, "StatementApproval", _APPROVAL, message)


def sign(key: Key, described: TypedData) -> bytes:
    """65 bytes, as wallets sign it."""
    return bytes(Account.sign_message(encode_typed_data(full_message=described), key.secret).signature)


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
    if threshold < 0:
        raise RuleInvalid("The threshold is an amount of zero or more.")
    known = await find_rule(connection, campaign)
    return Rule(known.version + 1 if known else 1, threshold, tuple(people))


async def set_rule(
    connection: AsyncConnection, campaign: str, producer: str, rule: Rule, signature: bytes
) -> None:
    """Put a proposed rule in force. Raises RuleInvalid unless the project's producer signed it."""
    signer = _recover(describe_rule(await find_chain(connection), campaign, rule), signature)
    if signer != producer:
        raise RuleInvalid(f"The producer {producer} has to sign this rule: {signer or 'nobody'} did.")
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
    connection: AsyncConnection, rule: Rule, statement: Row[Any], signature: bytes | None
) -> str:
    """Keep somebody's approval, once however often it comes; returns who approved. Raises ApprovalRefused."""
    if signature is None:
        raise ApprovalRefused(
            f"One of {', '.join(rule.people)} approves this project's statements: sign with your keystore."
        )
    person = _recover(describe_approval(await find_chain(connection), statement), signature)
    if person not in rule.people:
        raise ApprovalRefused(
            f"{person or 'Nobody'} signed this, and only {', '.join(rule.people)} may approve."
        )
    row = {
        "statement_id": statement.id,
        "person": person,
        "signature": signature,
        "signed_at": int(time.time()),
    }
    await connection.execute(insert_new(approvals).values(row).on_conflict_do_nothing())
    return person


async def count_missing(connection: AsyncConnection, statement: Row[Any]) -> int:
    """How many people still have to approve, by the rule in force and by the signatures themselves."""
    rule = await find_rule(connection, statement.campaign)
    if rule is None:
        return 0
    described = describe_approval(await find_chain(connection), statement)
    rows = await connection.execute(select(approvals).where(approvals.c.statement_id == statement.id))
    signers = {_recover(described, bytes(row.signature)) for row in rows}
    return max(0, rule.count_needed(statement.net) - len(signers & set(rule.people)))


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


def _recover(described: TypedData, signature: bytes) -> str | None:
    """Whose signature it is; None for bytes that are none."""
    if len(signature) != 65:
        return None
    try:
        signer: str = Account.recover_message(encode_typed_data(full_message=described), signature=signature)
    except (ValueError, BadSignature, ValidationError):
        return None
    return signer
