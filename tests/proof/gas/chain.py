"""A chain for measuring: what a transaction costs, and the same on every machine and at every time."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils.abi import get_abi_output_types
from web3 import Web3

from backend.local import Anvil
from backend.local.anvil import MNEMONIC
from backend.local.paths import BUILD

BEGINNING = 1_800_000_000
"""First second of the chain: an amount of gas depends on the zero bytes of a time."""
GAS = 16_700_000

Account.enable_unaudited_hdwallet_features()


@dataclass(frozen=True)
class Receipt:
    """What a transaction took, and its logs as the node tells them."""

    gas: int
    logs: list[dict[str, Any]]
    contract: str | None
    transaction: str


class Contract:
    """A deployed contract; its functions take their arguments as the ABI names them."""

    def __init__(self, chain: "Chain", name: str, address: str) -> None:
        self.name, self.address = name, address
        self._chain = chain
        self._abi = Web3().eth.contract(abi=read_build(name)["abi"])

    def send(self, sender: str, function: str, *arguments: Any) -> Receipt:
        """One transaction, mined in a block of its own. Raises ChildFailed when it is refused."""
        return self._chain.send(sender, self.address, self.encode(function, *arguments))

    def ask(self, function: str, *arguments: Any) -> Any:
        """A call without a transaction; a list when there is more than one answer."""
        call = {"to": self.address, "data": self.encode(function, *arguments)}
        types = get_abi_output_types(self._abi.get_function_by_name(function).abi)
        answer = Web3().codec.decode(
            types, bytes.fromhex(self._chain.request("eth_call", call, "latest")[2:])
        )
        values = [
            Web3.to_checksum_address(v) if t == "address" else v for t, v in zip(types, answer, strict=True)
        ]
        return values[0] if len(values) == 1 else values

    def encode(self, function: str, *arguments: Any) -> str:
        return str(self._abi.encode_abi(function, list(arguments)))


class Chain:
    """anvil with its accounts. Every block is one second after the one before it."""

    def __init__(self, anvil: Anvil) -> None:
        self._anvil = anvil
        self.request = anvil.request
        self.request("anvil_setBlockTimestampInterval", 1)
        self.accounts: list[str] = [Web3.to_checksum_address(each) for each in self.request("eth_accounts")]

    def deploy(self, name: str, *arguments: Any) -> Contract:
        build = read_build(name)
        abi = Web3().eth.contract(abi=build["abi"], bytecode=build["bytecode"])
        made = self.send(self.accounts[0], None, abi.constructor(*arguments).data_in_transaction)
        assert made.contract
        return self.at(name, made.contract)

    def at(self, name: str, address: str) -> Contract:
        return Contract(self, name, Web3.to_checksum_address(address))

    def send(self, sender: str, to: str | None, data: str) -> Receipt:
        transaction = {"from": sender, "data": data, "gas": hex(GAS)} | ({"to": to} if to else {})
        told = self.request("eth_sendTransactionSync", transaction)
        if told["status"] != "0x1":
            self.request("eth_call", transaction, "latest")
            raise AssertionError(f"a transaction to {to} failed, and a call to the same does not")
        return Receipt(
            int(told["gasUsed"], 16), told["logs"], told["contractAddress"], told["transactionHash"]
        )

    def now(self) -> int:
        return int(self.request("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def wait_until(self, time: int) -> None:
        """Let it become this second; nothing happens when it is later already."""
        if time > self.now():
            self.request("evm_setNextBlockTimestamp", time)
            self.request("evm_mine")

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Forget what happens inside: so each row is measured in the same state as its reference."""
        snapshot = self.request("evm_snapshot")
        yield
        assert self.request("evm_revert", snapshot)

    def sign(self, signer: str, contract: str, domain: str, kind: str, message: dict[str, Any]) -> bytes:
        """EIP-712 by the key of an account. `kind`: the type, as in Solidity's text for its hash."""
        name, _, fields = kind.rstrip(")").partition("(")
        types = [dict(zip(("type", "name"), each.split(), strict=True)) for each in fields.split(",")]
        text = {
            "name": domain,
            "version": "1",
            "chainId": self._anvil.chain_id,
            "verifyingContract": contract,
        }
        path = f"m/44'/60'/0'/0/{self.accounts.index(signer)}"
        key = Account.from_mnemonic(MNEMONIC, account_path=path)
        return bytes(key.sign_message(encode_typed_data(text, {name: types}, message)).signature)


def started_chain() -> Anvil:
    """An anvil that begins at the same second each time; to be used as a context."""
    return Anvil(extra=("--timestamp", str(BEGINNING), "--steps-tracing"))


def read_build(name: str) -> dict[str, Any]:
    """Brownie's record of a compiled contract."""
    record: dict[str, Any] = json.loads((BUILD / "contracts" / f"{name}.json").read_text())
    return record


def strangers(count: int, salt: str) -> Sequence[str]:
    """Addresses of people who have never done anything."""
    return [Web3.to_checksum_address(Web3.keccak(text=f"{salt} {i}")[-20:]) for i in range(count)]
