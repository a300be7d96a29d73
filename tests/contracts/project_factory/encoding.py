"""The terms of a project as the ABI encodes them, written down here once more: the hash is what is signed."""

from typing import Any

from brownie import web3
from eth_abi import encode

from tests.contracts.answers import plain

CAMPAIGN = "(address,uint96,uint96,uint48,uint48,uint48,uint48,uint40,uint40,uint96,uint16,uint32,address)"
PRODUCTION = "((uint16,uint40,string)[],uint16,uint32,uint32)"
WATERFALL = "((uint8,bool,address,uint16,uint96,string)[],address[],uint16,uint16,uint96,uint32,uint32)"
FINANCIERS = "(address,string,uint96)[]"
TIERS = "(uint48,uint32,string)[]"
TERMS = (
    f"(string,string,string,string,{CAMPAIGN},{FINANCIERS},{TIERS},{PRODUCTION},{WATERFALL},"
    "address,address,bytes32,string)"
)


def hash_of(terms: Any) -> Any:
    """keccak256 of the ABI encoding of the terms."""
    return web3.keccak(encode([TERMS], [plain(terms)]))
