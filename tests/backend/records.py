"""The record of a world's factory, as `brownie run deploy` leaves it for workers to read."""

import json
from pathlib import Path

from backend.chain.records import check_factory
from tests.backend.world import FEE_BPS, World


def write_record(home: Path, world: World) -> None:
    """Into an empty `home`."""
    file = home / "deployments" / str(world.anvil.chain_id) / "ProjectFactory.json"
    block = world.block(world.factory_block)
    (transaction,) = block["transactions"]
    record = {
        "chain_id": world.anvil.chain_id,
        "address": world.factory,
        "block_number": world.factory_block,
        "block_hash": block["hash"],
        "transaction_hash": transaction,
        "deployer": world.platform,
        "platform": world.platform,
        "treasury": world.treasury,
        "fee_bps": FEE_BPS,
        "implementations": {},
        "currencies": {"EURC": {"address": world.currency, "decimals": 6}},
    }
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(check_factory(record, file)))
