"""The code that each contract of a factory must have: deployed once more, on a chain of this machine.

A constructor fills in immutable values: addresses, the chain's id, hashes of the contract's own address.
Instead of telling them apart from code, each contract is created again by the same account under the same
number, and so at the same address, with the same arguments. What lies there then is exactly what must lie on
the real chain.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rlp
from brownie import web3
from eth_abi.abi import encode
from eth_utils import keccak, to_checksum_address

from backend.local.anvil import Anvil
from backend.local.compilation import Compiled
from scripts.language import say
from scripts.refusal import Refused

PLENTY = hex(10**24)
PATIENCE = 60
"""Seconds for a block of a chain that mines at once."""


@dataclass(frozen=True)
class Rebuilt:
    """A contract as it must be. arguments: of its constructor, encoded; code: what must be at its address.

    nonce: of the deployer's transaction; None when that account did not create what is at the address.
    """

    name: str
    address: str
    arguments: bytes
    nonce: int | None
    code: bytes
    compiled: Compiled


def rebuild(record: Mapping[str, Any], compiled: Mapping[str, Compiled]) -> list[Rebuilt]:
    """All contracts that a factory's record names, the factory last. Raises Refused."""
    addresses = {**record["implementations"], "ProjectFactory": record["address"]}
    if missing := addresses.keys() - compiled.keys():
        raise Refused(say("the compiler's input lacks {names}", names=", ".join(sorted(missing))))
    deployer = record["deployer"]
    last = web3.eth.get_transaction_count(deployer)
    nonces = {name: nonce_of(deployer, address, last) for name, address in addresses.items()}
    arguments = {name: encode_arguments(compiled[name], arguments_of(name, record)) for name in addresses}
    with Anvil(chain_id=record["chain_id"], accounts=1) as trial:
        trial.request("anvil_impersonateAccount", deployer)
        trial.request("anvil_setBalance", deployer, PLENTY)
        codes = {}
        for name in sorted(addresses, key=lambda each: nonces[each] or 0):
            creation = bytes.fromhex(compiled[name].creation) + arguments[name]
            codes[name] = create(trial, deployer, nonces[name], creation)
    return [
        Rebuilt(name, address, arguments[name], nonces[name], codes[name], compiled[name])
        for name, address in addresses.items()
    ]


def arguments_of(name: str, record: Mapping[str, Any]) -> list[Any]:
    """What the constructor was given (scripts/deploy.py)."""
    made = record["implementations"]
    if name == "Campaign":
        return [made["CampaignProduction"]]
    if name == "ProjectFactory":
        clones = [made["Campaign"], made["Waterfall"], made["ShareToken"]]
        return [record["deployer"], record["treasury"], record["fee_bps"], *clones]
    return []


def encode_arguments(compiled: Compiled, arguments: list[Any]) -> bytes:
    constructor = next((each for each in compiled.abi if each["type"] == "constructor"), {"inputs": []})
    return encode([each["type"] for each in constructor["inputs"]], arguments)


def nonce_of(deployer: str, address: str, last: int) -> int | None:
    """Under which number, below `last`, the deployer creates a contract at this address."""
    return next((nonce for nonce in range(last) if created_at(deployer, nonce) == address), None)


def created_at(deployer: str, nonce: int) -> str:
    """The address of a contract that an account creates with its transaction of this number."""
    sender = bytes.fromhex(deployer[2:])
    return to_checksum_address(keccak(rlp.encode([sender, nonce]))[12:])


def create(trial: Anvil, deployer: str, nonce: int | None, creation: bytes) -> bytes:
    """The code that a creation leaves; of a contract of unknown number, as at another address."""
    if nonce is not None:
        trial.request("anvil_setNonce", deployer, hex(nonce))
    sent = trial.request("eth_sendTransaction", {"from": deployer, "data": "0x" + creation.hex()})
    until = time.monotonic() + PATIENCE
    while not (receipt := trial.request("eth_getTransactionReceipt", sent)):
        if time.monotonic() > until:
            raise Refused(
                say("the chain of this machine did not mine in {seconds} seconds", seconds=PATIENCE)
            )
        time.sleep(0.01)
    if int(receipt["status"], 16) != 1:
        raise Refused(say("a constructor refuses what the record says it was given: {hash}", hash=sent))
    code: str = trial.request("eth_getCode", receipt["contractAddress"], "latest")
    return bytes.fromhex(code[2:])
