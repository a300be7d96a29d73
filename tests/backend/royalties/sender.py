"""Something to send, and the sender's verbs, each in a transaction of its own."""

from typing import Any

from backend.chain.contracts import encode_call
from backend.royalties.sender.settlement import Settled, settle
from backend.royalties.sender.signing import sign_due
from backend.royalties.sender.transactions import Intent, record
from backend.tables import transactions
from tests.backend.royalties.office import Office
from tests.backend.world import World


def give(world: World, amount: int, name: str | None = None) -> Intent:
    """Something harmless to send: currency to the stranger."""
    data = encode_call("IERC20Metadata", "transfer", world.stranger, amount)
    return Intent(name or f"give:{amount}", world.currency, data)


async def write(office: Office, *intents: Intent) -> list[int]:
    async with office.engine.begin() as connection:
        return await record(connection, office.client, office.sending(), intents)


async def sign(office: Office, **changes: Any) -> int:
    async with office.engine.begin() as connection:
        return await sign_due(connection, office.client, office.sending(**changes))


async def settle_once(office: Office) -> Settled:
    """What is signed goes out, or on."""
    async with office.engine.begin() as connection:
        return await settle(connection, office.client)


async def send(office: Office, *intents: Intent) -> list[int]:
    """Recorded, signed and given to the node."""
    keys = await write(office, *intents)
    await sign(office)
    await settle_once(office)
    return keys


async def statuses(office: Office) -> list[str]:
    return [row.status for row in await office.rows(transactions)]


def nonce(world: World) -> int:
    return int(world.request("eth_getTransactionCount", world.payer, "latest"), 16)
