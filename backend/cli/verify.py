"""`coprod verify`: anybody checks a published statement against the chain, with a node and nothing else."""

import asyncio
import hashlib
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import httpx
import typer
from eth_abi.exceptions import DecodingError
from eth_utils.address import to_checksum_address
from rich.console import Console
from rich.markup import escape

from backend.chain import events, logs
from backend.chain.client import ChainClient, RpcRefused
from backend.errors import CoprodError
from backend.queries.writing import show_line
from backend.royalties.statements.verification import Check, Told, read_deposited, verify, write
from backend.settings import Settings

MOST_BYTES = 64 << 20
"""Of a document that is downloaded: nobody's statement is longer."""


class DepositUnknown(CoprodError):
    """The node knows no such transaction, or it deposited nothing."""

    status = 404
    type = "deposit-unknown"
    title = "There is no such deposit"


class DocumentAway(CoprodError):
    """The document cannot be read or downloaded."""

    status = 404
    type = "document-away"
    title = "The document cannot be had"


class Found(NamedTuple):
    """A deposit: the contract that took it, its statement's id, where its document is, the rest."""

    waterfall: str
    statement_id: str
    uri: str
    told: Told


def verify_statement(
    transaction: Annotated[str, typer.Argument(help="The deposit's, as the project's page shows it.")],
    document: Annotated[
        str, typer.Option(help="File or address of the document; else where the deposit says it is.")
    ] = "",
    file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The distributor's file.")
    ] = None,
    waterfall: Annotated[str, typer.Option(help="The project's Waterfall, to be sure.")] = "",
    node: Annotated[str, typer.Option(help="A node of the chain; COPROD_RPC_URL by default.")] = "",
) -> None:
    """Check that a published statement is the one on the chain, and that it adds up.

    Asks a node and nobody else. Exit code 1 if anything differs.
    """
    found = asyncio.run(_find([node] if node else Settings().rpc_urls, transaction, waterfall))
    sha256 = _hash(file) if file else None
    console = Console()
    agree = True
    for each in found:
        console.print(f"Statement {each.statement_id} in the Waterfall {each.waterfall}")
        content = _read(document) if document else _download(each.uri)
        for check in verify(content, each.told, sha256):
            agree &= check.agrees
            _print(console, check)
    if not agree:
        console.print("This is not the statement that was deposited, or it does not add up.")
        raise typer.Exit(1)
    console.print("This is the statement that was deposited, and it adds up.")
    if not waterfall:
        console.print(
            "Any contract can say that it took it: make sure that this Waterfall is the project's, or give "
            "it as --waterfall.",
            soft_wrap=True,
        )


async def _find(urls: list[str], transaction: str, waterfall: str) -> list[Found]:
    """The deposits of a transaction, one at least; `waterfall` where only one contract's are wanted."""
    async with ChainClient(urls) as client:
        try:
            receipt: dict[str, Any] | None = await client.request("eth_getTransactionReceipt", transaction)
        except RpcRefused as refused:
            raise DepositUnknown(f"{transaction!r} is no transaction's hash: {refused}") from None
        if receipt is None:
            raise DepositUnknown(f"The node knows no transaction {transaction}: is it of this chain?")
        topic = logs.topic_of("Waterfall", events.Deposited)
        told = [log for log in map(logs.read_log, receipt["logs"]) if log.topics[:1] == [topic]]
        if not told:
            raise DepositUnknown(f"The transaction {transaction} deposited nothing.")
        wanted = [each for each in told if waterfall.lower() in ("", each.address.lower())]
        if not wanted:
            contract = to_checksum_address(told[0].address)
            raise DepositUnknown(f"This is a deposit of the Waterfall {contract}, not of {waterfall}.")
        return [await _decode(client, each) for each in wanted]


async def _decode(client: ChainClient, log: logs.Log) -> Found:
    contract = to_checksum_address(log.address)
    try:
        deposited = logs.decode("Waterfall", log)
        (setup,) = await client.ask("Waterfall", contract, "setup")
        (symbol,) = await client.ask("IERC20Metadata", setup["currency"], "symbol")
        (decimals,) = await client.ask("IERC20Metadata", setup["currency"], "decimals")
    except (RpcRefused, DecodingError):
        raise DepositUnknown(
            f"The contract {contract} says that it took this, and is no Waterfall."
        ) from None
    assert isinstance(deposited, events.Deposited)  # by its topic
    told = read_deposited(deposited, symbol, decimals)
    return Found(contract, deposited.statement_id, deposited.statement["uri"], told)


def _read(where: str) -> bytes:
    """A document, from a file or an address."""
    if where.startswith(("https://", "http://")):
        return _download(where)
    try:
        return Path(where).read_bytes()
    except OSError as error:
        raise DocumentAway(f"The document {where!r} cannot be read ({error.strerror}).") from None


def _download(where: str) -> bytes:
    """A document from an address. A deposit may name anything: no file of this machine is read for it."""
    if not where:
        raise DocumentAway(
            "The deposit does not say where its document is: give --document, a file or an address, such as "
            "https://…/v1/statements/0x… of the site that the project is on."
        )
    if not where.startswith(("https://", "http://")):
        raise DocumentAway(f"{where!r} is no address of a page: say with --document where it is.")
    try:
        with httpx.stream("GET", where, follow_redirects=True, timeout=30) as response:
            response.raise_for_status()
            content = b""
            for piece in response.iter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    raise DocumentAway(f"The document at {where} is longer than any statement.")
            return content
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DocumentAway(
            f"The document at {where} cannot be downloaded ({error}): say with --document where it is."
        ) from None


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _print(console: Console, check: Check) -> None:
    """What strangers wrote cannot steer the terminal."""
    found, expected = (escape(show_line(write(each))) for each in (check.found, check.expected))
    console.print(f"  {'✓' if check.agrees else '✗'} {check.name}: {found}", soft_wrap=True)
    if not check.agrees:
        due = "the file that you gave is" if check.name == "file" else "but it has to be"
        console.print(f"    {due}: {expected}", soft_wrap=True)
