"""The contracts that the mirror listens to, and what each of them said."""

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain import events, logs
from backend.chain.client import Log
from backend.mirror.incidents import ChainContradictsItself
from backend.tables import projects


class Contract(NamedTuple):
    """What is at an address, and how its logs are read; `campaign` names the project, and is empty for the
    factory."""

    kind: str
    campaign: str
    address: str
    decoders: logs.Decoders


class Said(NamedTuple):
    """One event, and where it was said. campaign: the project; empty for what is said of all projects."""

    block_number: int
    log_index: int
    transaction_hash: str
    address: str
    campaign: str
    event: events.Event


_said = partial(tuple.__new__, Said)
"""Of a tuple of all its fields, several times faster."""

Contracts = dict[str, Contract]
"""By address in small letters, as nodes write it in logs."""


def factory_only(factory: str) -> Contracts:
    return {factory.lower(): _contract("ProjectFactory", "", factory)}


def contracts_of(campaign: str, waterfall: str, share_token: str) -> Contracts:
    """The three of one project."""
    kinds = {campaign: "Campaign", waterfall: "Waterfall", share_token: "ShareToken"}
    return {address.lower(): _contract(kind, campaign, address) for address, kind in kinds.items()}


def _contract(kind: str, campaign: str, address: str) -> Contract:
    return Contract(kind, campaign, address, logs.decoders()[kind])


async def load_contracts(connection: AsyncConnection, factory: str, last_block: int) -> Contracts:
    """The factory, and those that it made up to a block."""
    rows = await connection.execute(
        select(projects.c.campaign, projects.c.waterfall, projects.c.share_token).where(
            projects.c.block_number <= last_block
        )
    )
    known = factory_only(factory)
    for row in rows:
        known |= contracts_of(*row)
    return known


def learn(known: Contracts, logs: Iterable[Log]) -> list[str]:
    """Add the contracts of projects that are proposed here; the addresses of those that were not known."""
    fresh: Contracts = {}
    factories = {address for address, contract in known.items() if contract.kind == "ProjectFactory"}
    for log in [each for each in logs if each.address in factories]:
        said = hear(known, log)
        if said and isinstance(said.event, events.ProjectProposed) and said.campaign.lower() not in known:
            fresh |= contracts_of(said.campaign, said.event.waterfall, said.event.share_token)
    known |= fresh
    return list(fresh)


def hear(known: Contracts, log: Log) -> Said | None:
    """The event in a log; None when it is not by one of these contracts, or nothing that we listen to.

    Raises ChainContradictsItself when no such contract can have written it.
    """
    contract = known.get(log.address)
    if contract is None:
        return None
    kind, campaign, address, decoders = contract
    number, index = int(log.block_number, 16), int(log.log_index, 16)
    try:
        event = logs.decode_by(decoders, log)
    except ValueError as reason:
        raise ChainContradictsItself(
            f"Log {index} of block {number} is not as {kind} {address} writes it ({reason}): "
            "the node answered wrongly, or this program is older than the contracts."
        ) from reason
    if event is None:
        return None
    if not campaign:
        # The factory's events name the project that they are about, if they are about one.
        campaign = getattr(event, "campaign", "")
    return _said((number, index, log.transaction_hash, address, campaign, event))
