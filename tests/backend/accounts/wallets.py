"""Wallets that are contracts, compiled and deployed for one test."""

import json
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from backend.chain import codec
from backend.local import solc
from tests.backend.royalties.conftest import key_of
from tests.backend.world import World

SOURCE = Path(__file__).parent / "Counterfactual.sol"
SALT = keccak(text="a wallet that is not made yet")
MAGIC = b"\x64\x92" * 16


@cache
def compile_wallets() -> dict[str, bytes]:
    """Creation code by contract, by the repository's own compiler."""
    asked = {
        "language": "Solidity",
        "sources": {SOURCE.name: {"content": SOURCE.read_text()}},
        "settings": {"outputSelection": {"*": {"*": ["evm.bytecode.object"]}}},
    }
    command = [str(solc.executable()), "--standard-json"]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    assert not [each for each in answer.get("errors", ()) if each["severity"] == "error"], answer["errors"]
    made = answer["contracts"][SOURCE.name]
    return {name: bytes.fromhex(found["evm"]["bytecode"]["object"]) for name, found in made.items()}


def deploy(world: World, contract: str, *arguments: tuple[str, Any]) -> str:
    """A contract of SOURCE; arguments are (type, value)."""
    encoded = codec.encode([{"type": kind} for kind, _ in arguments], [value for _, value in arguments])
    receipt = world.send(world.platform, None, compile_wallets()[contract] + encoded)
    return to_checksum_address(receipt["contractAddress"])


@dataclass(frozen=True)
class Factory:
    world: World
    address: str

    def predict(self, owner: str) -> str:
        """Where the owner's wallet will be."""
        data = self._call("predict(address,bytes32)", owner)
        answer = self.world.request("eth_call", {"to": self.address, "data": "0x" + data.hex()}, "latest")
        return to_checksum_address("0x" + answer[-40:])

    def make(self, owner: str) -> None:
        self.world.send(self.world.stranger, self.address, self._call("make(address,bytes32)", owner))

    def wrap(self, owner: str, signature: bytes) -> bytes:
        """As ERC-6492 has it: the call that makes the wallet, and the wallet's signature."""
        making = self._call("make(address,bytes32)", owner)
        kinds = [{"type": "address"}, {"type": "bytes"}, {"type": "bytes"}]
        return codec.encode(kinds, (self.address, making, signature)) + MAGIC

    def _call(self, signature: str, owner: str) -> bytes:
        kinds = [{"type": "address"}, {"type": "bytes32"}]
        return keccak(text=signature)[:4] + codec.encode(kinds, (owner, SALT))


def deploy_factory(world: World) -> Factory:
    return Factory(world, deploy(world, "WalletFactory"))


def delegate(world: World, name: str, contract: str) -> None:
    """One of the world's people lets its account run a contract's code (EIP-7702)."""
    key = key_of(name)
    nonce = int(world.request("eth_getTransactionCount", key.address, "latest"), 16)
    chain_id = world.anvil.chain_id
    authorization = {"chainId": chain_id, "address": contract, "nonce": nonce + 1}
    signed = Account.sign_transaction(
        {
            "type": 4,
            "chainId": chain_id,
            "nonce": nonce,
            "to": key.address,
            "value": 0,
            "data": "0x",
            "gas": 200_000,
            "maxFeePerGas": 10**11,
            "maxPriorityFeePerGas": 10**9,
            "authorizationList": [Account.sign_authorization(authorization, key.secret)],
        },
        key.secret,
    )
    world.request("eth_sendRawTransaction", "0x" + bytes(signed.raw_transaction).hex())
    world.mine()
    assert world.request("eth_getCode", key.address, "latest").startswith("0xef0100")
