"""What a platform chooses when it deploys: a TOML file like scripts/platforms/example.toml."""

from dataclasses import dataclass
from pathlib import Path

from brownie import accounts

from scripts import chain
from scripts.commands import command
from scripts.description.findings import Finding, FindingsRefused, Reader, read_toml
from scripts.language import say
from scripts.refusal import Refused

EXAMPLE = "scripts/platforms/example.toml"
PLATFORM_INDEX, TREASURY_INDEX = 1, 2
"""Which of a development chain's unlocked accounts they are; 0 deploys."""
DEVELOPMENT_FEE_BPS = 500


@dataclass(frozen=True)
class Parameters:
    """currencies: address by symbol; none of them means test currencies, on a development chain only."""

    chain_id: int
    platform: str
    treasury: str
    fee_bps: int
    currencies: dict[str, str]


def development_parameters() -> Parameters:
    """Raises Refused on any other chain, where everything has to be chosen."""
    if not chain.is_development():
        raise Refused(
            say(
                "chain {chain} is no development chain: name a file with its parameters, as in {command} "
                "({file} shows one)",
                chain=chain.chain_id(),
                command=command("deploy", "main", "scripts/platforms/my-chain.toml"),
                file=EXAMPLE,
            )
        )
    platform, treasury = str(accounts[PLATFORM_INDEX]), str(accounts[TREASURY_INDEX])
    return Parameters(chain.chain_id(), platform, treasury, DEVELOPMENT_FEE_BPS, {})


def read_parameters(file: Path) -> Parameters:
    """Raises FindingsRefused with all that is missing or wrong in the file."""
    findings: list[Finding] = []
    reader = Reader(read_toml(file, EXAMPLE), findings)
    currencies = reader.table("currencies")
    parameters = Parameters(
        chain_id=reader.count("chain_id", 2**63),
        platform=reader.address("platform"),
        treasury=reader.address("treasury"),
        fee_bps=reader.percent("fee_percent"),
        currencies={symbol: currencies.address(symbol) for symbol in currencies.names()},
    )
    if reader.has("currencies") and not currencies.names():
        reader.wrong("currencies", say('name at least one: EURC = "0x…"'))
    reader.finish()
    if findings:
        raise FindingsRefused(file.name, findings)
    return parameters
