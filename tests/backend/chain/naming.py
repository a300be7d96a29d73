"""A registry of names and its resolvers on the test's chain, compiled from Names.sol."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from eth_utils.address import to_checksum_address

from backend.chain.names import namehash
from backend.local import solc
from tests.backend.world import World

SOURCE = Path(__file__).with_name("Names.sol")


@cache
def compile_names() -> dict[str, str]:
    """The bytecode of each contract, by its name."""
    asked = {
        "language": "Solidity",
        "sources": {SOURCE.name: {"content": SOURCE.read_text()}},
        "settings": {"outputSelection": {"*": {"*": ["evm.bytecode.object"]}}},
    }
    command = [str(solc.executable()), "--standard-json"]
    said = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(said.stdout)
    assert not [each for each in answer.get("errors", []) if each["severity"] == "error"], answer
    return {
        name: made["evm"]["bytecode"]["object"] for name, made in answer["contracts"][SOURCE.name].items()
    }


class Names:
    """registry: its address. What is set here is on the chain at once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.registry = self.create("Registry")
        self.resolver = self.create("Resolver")

    def create(self, contract: str) -> str:
        code = bytes.fromhex(compile_names()[contract])
        return to_checksum_address(self._world.send(self._world.platform, None, code)["contractAddress"])

    def point(self, name: str, resolver: str) -> bytes:
        """Let a resolver speak for a name, as it is written; its node."""
        node = namehash(name)
        self._world.tell(self.registry, "setResolver(bytes32,address)", node, resolver)
        return node

    def register(self, name: str, address: str) -> None:
        node = self.point(name, self.resolver)
        self._world.tell(self.resolver, "setAddr(bytes32,address)", node, address)

    def call_oneself(self, address: str, name: str) -> None:
        """Let an address name itself, whatever the name says of it."""
        node = self.point(f"{address[2:].lower()}.addr.reverse", self.resolver)
        self._world.tell(self.resolver, "setName(bytes32,string)", node, name)
