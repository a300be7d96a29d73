"""What a wallet was asked, as it shows it to whoever has to say yes."""

from dataclasses import dataclass
from typing import Any

from backend.chain import contracts
from backend.chain.abi import find_entry

CONTRACTS = ("Campaign", "IERC20Metadata", "ShareToken", "Waterfall")


@dataclass(frozen=True)
class Shown:
    """One call: the contract's address, the function, and its arguments by name."""

    to: str
    function: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """method: of JSON-RPC, with its parameters."""

    method: str
    params: Any

    @property
    def calls(self) -> list[Shown]:
        """Of eth_sendTransaction and wallet_sendCalls; nothing of others."""
        return [show_call(each["to"], each["data"]) for each in self._raw()]

    def _raw(self) -> list[dict[str, Any]]:
        if self.method == "eth_sendTransaction":
            return [self.params[0]]
        if self.method == "wallet_sendCalls":
            return list(self.params[0]["calls"])
        return []


def show_call(to: str, data: str) -> Shown:
    """Raises AssertionError for what no contract of ours understands: no wallet could show it."""
    raw = bytes.fromhex(data[2:])
    for contract in CONTRACTS:
        try:
            name, values = contracts.decode_call(contract, raw)
        except KeyError:
            continue
        fields = find_entry(contract, "function", name)["inputs"]
        return Shown(to, name, dict(zip((each["name"] for each in fields), values, strict=True)))
    raise AssertionError(f"nothing is known of {data[:10]}")
