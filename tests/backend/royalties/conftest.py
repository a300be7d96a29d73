"""A payer at work on the tests' chain and database."""

from collections.abc import AsyncIterator
from functools import cache

import pytest
from eth_account import Account
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.local.anvil import MNEMONIC
from backend.royalties.sender.keys import Key
from tests.backend.royalties.office import Office
from tests.backend.world import PEOPLE, World

Account.enable_unaudited_hdwallet_features()


@cache
def key_of(name: str) -> Key:
    """The key of one of the world's people."""
    account = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{PEOPLE.index(name)}")
    return Key(account.address, bytes(account.key))


@pytest.fixture
async def client(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as node:
        yield node


@pytest.fixture
def office(world: World, client: ChainClient, engine: AsyncEngine) -> Office:
    """The collector reports, the payer pays."""
    return Office(world, client, engine, payer=key_of("payer"), reporter=key_of("collector"))
