"""`coprod statements rule`: the producer says who approves statements, and from which net on two must."""

import json
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.amounts import AmountUnreadable, format_amount, parse_amount
from backend.chain.client import ChainClient
from backend.cli.session import with_database
from backend.cli.signatures import Keystore, PasswordFile, Signature, read_signature
from backend.queries.writing import show_line
from backend.royalties.statements.approvals import describe_rule, find_chain, propose_rule, set_rule
from backend.royalties.statements.project import find_project
from backend.royalties.statements.receipts import find_producer
from backend.settings import Settings

HINT = "The producer's wallet signs this (EIP-712): then the same command again, with --signature 0x…"


def set_approval_rule(
    campaign: Annotated[str, typer.Option(help="Campaign address of the project.")],
    threshold: Annotated[str, typer.Option(help="Net above which two people approve, in its currency.")],
    person: Annotated[list[str], typer.Option(help="Account of somebody who may; at least two.")],
    keystore: Keystore = None,
    password_file: PasswordFile = None,
    signature: Signature = "",
) -> None:
    """Say who approves a project's statements, and above which net two of them must.

    The producer signs it, with a keystore, or with a signature of what this prints without one.
    """

    async def run(connection: AsyncConnection) -> str:
        project = await find_project(connection, parse_address(campaign))
        amount = _read_threshold(threshold, project.currency_decimals)
        people = [parse_address(each) for each in person]
        rule = await propose_rule(connection, project.campaign, amount, people)
        described = describe_rule(await find_chain(connection), project.campaign, rule)
        signed = read_signature(described, keystore, password_file, signature)
        if signed is None:
            typer.echo(HINT, err=True)
            return json.dumps(described)
        producer = await find_producer(connection, project)
        async with ChainClient(Settings().rpc_urls) as client:
            await set_rule(connection, project.campaign, producer, rule, signed, client)
        above = format_amount(amount, project.currency_decimals, project.currency_symbol)
        return (
            f"Rule {rule.version} of {show_line(project.name)} is in force: one of {len(people)} people "
            f"approves a statement, and two of them where its net is above {above}."
        )

    typer.echo(with_database(run))


def _read_threshold(text: str, decimals: int) -> int:
    """Raises typer.BadParameter, which names the option."""
    try:
        return parse_amount(text, decimals)
    except AmountUnreadable as problem:
        raise typer.BadParameter(f"“{text}” is {problem.detail}", param_hint="'--threshold'") from None
