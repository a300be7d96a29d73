"""Where the factory of a chain is: the record that `brownie run deploy` leaves."""

from dataclasses import dataclass
from pathlib import Path

from backend.chain.records import RecordUnreadable, check_factory, read_json
from backend.errors import CoprodError
from backend.local.paths import ROOT

DEVELOPMENT_CHAINS = (31337, 1337)
"""Chains of one machine: their records lie with its data, those of other chains with the sources."""


class FactoryNotDeployed(CoprodError):
    """No record says where the factory of this chain is."""

    status = 503
    type = "factory-not-deployed"
    title = "There is no factory on this chain"


@dataclass(frozen=True, slots=True)
class Deployment:
    """A factory, and the block before which it has said nothing. currencies: symbol to address."""

    chain_id: int
    factory: str
    block_number: int
    currencies: dict[str, str]


def read_deployment(home: Path, chain_id: int) -> Deployment:
    """The factory of a chain; `home` as in the settings.

    Raises FactoryNotDeployed or RecordUnreadable, which say what to do.
    """
    folder = home / "deployments" if chain_id in DEVELOPMENT_CHAINS else ROOT / "scripts" / "deployments"
    file = folder / str(chain_id) / "ProjectFactory.json"
    if not file.exists():
        raise FactoryNotDeployed(
            f"No factory is recorded for chain {chain_id} ({file}). Deploy one with "
            '`make brownie ARGS="run deploy"`, or point COPROD_RPC_URL at a chain that has one.'
        )
    record = check_factory(read_json(file), file)
    if record["chain_id"] != chain_id:
        raise RecordUnreadable(f"{file} is of chain {record['chain_id']}: it lies in the wrong folder.")
    return Deployment(
        chain_id=record["chain_id"],
        factory=record["address"],
        block_number=record["block_number"],
        currencies={symbol: each["address"] for symbol, each in record["currencies"].items()},
    )
