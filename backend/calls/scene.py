"""Where an action takes place: a project or none, a wallet, a language, and the node to ask."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.exceptions import DecodingError

from backend.calls.voice import Voice
from backend.chain import contracts
from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, RpcRefused
from backend.languages import Language
from backend.queries.imports import Pending
from backend.queries.portfolio import Holding
from backend.queries.status import AsOf
from backend.queries.targets import Target


@dataclass(frozen=True, slots=True)
class Scene:
    """What the database knows. target: None for an action on all projects, whose holdings then count.
    pending: the statement that is to be deposited."""

    as_of: AsOf
    wallet: str
    language: Language
    target: Target | None = None
    holdings: tuple[Holding, ...] = ()
    pending: Pending | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """The same for an action on one project, with the node."""

    node: ChainClient
    wallet: str
    target: Target
    voice: Voice
    chain_id: int
    pending: Pending | None = None

    async def campaign(self, function: str, *arguments: Any) -> tuple[Any, ...]:
        """What the campaign answers now. Raises RpcRefused and NodeUnreachable."""
        return await self.node.ask("Campaign", self.target.campaign, function, *arguments)

    async def token(self, function: str, *arguments: Any) -> tuple[Any, ...]:
        """The same of the project's ShareToken."""
        return await self.node.ask("ShareToken", self.target.share_token, function, *arguments)

    async def currency(self, function: str, *arguments: Any) -> tuple[Any, ...]:
        """The same of its currency."""
        return await self.node.ask("IERC20Metadata", self.target.currency.address, function, *arguments)


async def ask_each(node: ChainClient, calls: Sequence[tuple[str, bytes]]) -> list[bytes | None]:
    """What contracts answer, to (address, data) each; None of one that reverts, as strangers' contracts do
    when they do not have a function. Raises NodeUnreachable and BlockUnknown."""

    async def ask(to: str, data: bytes) -> bytes | None:
        try:
            return await node.call(to, data)
        except BlockUnknown:
            raise
        except RpcRefused:
            return None

    return list(await asyncio.gather(*(ask(*each) for each in calls)))


def decode_if_any(contract: str, function: str, answer: bytes | None) -> tuple[Any, ...] | None:
    """What an answer says; None without one, or when it says something else."""
    if answer is None:
        return None
    try:
        return contracts.decode_result(contract, function, answer)
    except DecodingError:
        return None
