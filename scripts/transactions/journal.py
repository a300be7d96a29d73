"""The journal in use: while one is kept, everything that scripts send goes through it (see chain.send)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from brownie import web3
from web3.exceptions import ContractLogicError

from backend.chain.contracts import describe_error
from backend.chain.deployment import DEVELOPMENT_CHAINS
from scripts.language import say
from scripts.refusal import Refused
from scripts.reverts import sentence_of
from scripts.transactions.entries import Entry
from scripts.transactions.ledger import Journal
from scripts.transactions.manner import Manner

FOLDER = "journal"
"""In the folder of a chain's records."""


class HasFolder(Protocol):
    """Such as Records: one folder for each chain."""

    @property
    def folder(self) -> Path: ...


@dataclass(frozen=True)
class Kept:
    """A journal, and how what it keeps is sent."""

    journal: Journal
    manner: Manner


_kept: ContextVar[Kept | None] = ContextVar("kept", default=None)


@contextmanager
def keep(records: HasFolder, **manner: Any) -> Iterator[Journal]:
    """In this block everything that is sent is in the journal of these records before.

    manner: fields of Manner that differ from the usual: watch, wait_seconds, confirmations, …
    Raises Refused when the node is reached in a way that the journal cannot use.
    """
    usual: dict[str, Any] = {"url": node_url(), "explain": explain}
    if int(web3.eth.chain_id) in DEVELOPMENT_CHAINS:
        # Blocks come only with transactions there: nothing would ever become final.
        usual |= {"confirmations": 0, "poll_seconds": 0.1}
    journal = Journal(records.folder / FOLDER, genesis())
    token = _kept.set(Kept(journal, Manner(**usual | manner)))
    try:
        yield journal
    finally:
        _kept.reset(token)


def kept() -> Kept | None:
    """The journal in use and how it sends; None in trials that end with the run."""
    return _kept.get()


def current() -> Journal | None:
    """The journal in use."""
    found = _kept.get()
    return found.journal if found else None


def find(intent: str) -> Entry | None:
    """What the journal in use has under this key (see Journal.find); None without one."""
    found = current()
    return found.find(intent) if found else None


def genesis() -> str:
    """Hash of block 0: a development chain that began again has another."""
    return "0x" + bytes(web3.eth.get_block(0)["hash"]).hex()


def node_url() -> str:
    """Of the node that Brownie is connected to. Raises Refused unless it is one of HTTP."""
    url = str(getattr(web3.provider, "endpoint_uri", ""))
    if not url.startswith(("http://", "https://")):
        raise Refused(
            say(
                "the journal needs a node at an address of http or https, not {url}", url=url or web3.provider
            )
        )
    return url


def explain(said: bytes) -> str:
    """What a contract reverted with, in a sentence."""
    error = ContractLogicError("execution reverted", data="0x" + said.hex())
    return sentence_of(error) or describe_error(said)
