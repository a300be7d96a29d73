"""A chain to play on: transactions that are mined at once, time that passes when told, and reorgs.

A transaction that reverts raises Reverted with the contract's own words. Everything is blocking and fast;
asynchronous tests call it as well.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from backend.chain import codec, contracts
from backend.local import Anvil

GAS = 16_000_000
SMALL_GAS = 3_000_000
"""For transactions that share a block of 60 million with others."""

DOMAIN = "string name,string version,uint256 chainId,address verifyingContract"

Receipt = dict[str, Any]


class Reverted(Exception):
    """A transaction of a test was refused; the message is the contract's error."""


class Sandbox:
    """One node. `accounts` are those whose keys it has."""

    def __init__(self, anvil: Anvil) -> None:
        self.anvil = anvil
        self._client = httpx.Client(base_url=anvil.url, timeout=60)
        self.accounts = [to_checksum_address(each) for each in self.request("eth_accounts")]

    def act(self, sender: str, contract: str, address: str, function: str, *arguments: Any) -> Receipt:
        """Call a function in a transaction. Raises Reverted."""
        return self.send(sender, address, contracts.encode_call(contract, function, *arguments))

    def tell(self, address: str, signature: str, *arguments: Any) -> Receipt:
        """Anybody calls a contract of the tests, by a signature such as "mint(address,uint256)"."""
        types = [{"type": each} for each in signature.partition("(")[2].rstrip(")").split(",")]
        data = keccak(text=signature)[:4] + codec.encode(types, arguments)
        return self.send(self.accounts[-1], address, data)

    def call(self, contract: str, address: str, function: str, *arguments: Any) -> tuple[Any, ...]:
        """Ask a function without a transaction. Raises Reverted."""
        data = contracts.encode_call(contract, function, *arguments)
        answer = self.request("eth_call", {"to": address, "data": "0x" + data.hex()}, "latest")
        return contracts.decode_result(contract, function, bytes.fromhex(answer[2:]))

    def send(self, sender: str, to: str | None, data: bytes) -> Receipt:
        """One transaction, mined; its receipt. Raises Reverted."""
        transaction = self._transaction(sender, to, data) | {"gas": hex(GAS)}
        receipt: Receipt = self.request("eth_sendTransactionSync", transaction)
        if receipt["status"] != "0x1":
            self.request("eth_call", transaction, "latest")
            raise Reverted(f"a transaction to {to} failed, and a call to the same does not")
        return receipt

    def sign(self, signer: str, domain: tuple[str, str], message: str, values: Sequence[Any]) -> bytes:
        """By the key of one of `accounts`, EIP-712 in the domain (name, contract) of version 1.

        `message` is the type as the contract writes it: "Claim(address holder,address to)".
        """
        name, _, fields = message.rstrip(")").partition("(")
        typed = {
            "types": {"EIP712Domain": _fields(DOMAIN), name: _fields(fields)},
            "primaryType": name,
            "domain": {
                "name": domain[0],
                "version": "1",
                "chainId": self.anvil.chain_id,
                "verifyingContract": domain[1],
            },
            "message": {
                field["name"]: value if isinstance(value, bool) else str(value)
                for field, value in zip(_fields(fields), values, strict=True)
            },
        }
        return bytes.fromhex(self.request("eth_signTypedData_v4", signer, typed)[2:])

    def block(self, which: str | int = "latest") -> dict[str, Any]:
        """A block by number or tag, as the node tells it."""
        tag = hex(which) if isinstance(which, int) else which
        found: dict[str, Any] = self.request("eth_getBlockByNumber", tag, False)
        return found

    def head(self) -> int:
        return int(self.block()["number"], 16)

    def now(self) -> int:
        return int(self.block()["timestamp"], 16)

    def mine(self, blocks: int = 1) -> None:
        self.request("anvil_mine", hex(blocks))

    def warp(self, seconds: int) -> None:
        """Let time pass, and mine a block at its end."""
        self.request("evm_increaseTime", seconds)
        self.mine()

    def warp_to(self, time: int) -> None:
        """Let it become this time; nothing happens when it is later already."""
        if time > self.now():
            self.request("evm_setNextBlockTimestamp", time)
            self.mine()

    def reorg(self, depth: int, transactions: Sequence[tuple[str | dict[str, Any], int]] = ()) -> None:
        """Replace the newest blocks by others, empty but for (signed bytes or call, index of the block)."""
        self.request("anvil_reorg", depth, list(transactions))

    def signed(self, receipt: Receipt) -> str:
        """The bytes of a mined transaction, to be mined again in another block."""
        return str(self.request("eth_getRawTransactionByHash", receipt["transactionHash"]))

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Forget what happens inside. Reorgs inside may take back what was done there, and nothing before."""
        snapshot = self.request("evm_snapshot")
        # anvil forgets a snapshot when a reorg goes back to its very block.
        self.mine()
        yield
        assert self.request("evm_revert", snapshot)

    @contextmanager
    def one_block(self) -> Iterator[None]:
        """What is sent inside with `queue` is mined in one block, in that order, at the end."""
        self.request("evm_setAutomine", False)
        try:
            yield
            self.request("evm_mine")
        finally:
            self.request("evm_setAutomine", True)

    def queue(self, sender: str, contract: str, address: str, function: str, *arguments: Any) -> str:
        """Send without waiting; the transaction's hash. For use in one_block()."""
        data = contracts.encode_call(contract, function, *arguments)
        return str(self.request("eth_sendTransaction", self._transaction(sender, address, data)))

    def request(self, method: str, *parameters: Any) -> Any:
        """One JSON-RPC call. Raises Reverted with what the contract said, or else with what the node said."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        answer = self._client.post("/", json=body).json()
        if "error" in answer:
            data = answer["error"].get("data")
            said = contracts.describe_error(bytes.fromhex(data[2:])) if data else answer["error"]["message"]
            raise Reverted(said)
        return answer["result"]

    def _transaction(self, sender: str, to: str | None, data: bytes) -> dict[str, Any]:
        call = {"from": sender, "data": "0x" + data.hex(), "gas": hex(SMALL_GAS)}
        return call | ({"to": to} if to else {})


def _fields(text: str) -> list[dict[str, str]]:
    """Of "address to,uint256 nonce", the fields as EIP-712's JSON has them."""
    return [dict(zip(("type", "name"), each.split(" "), strict=True)) for each in text.split(",")]
