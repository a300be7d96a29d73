"""Wallets that are not ours: one that sends by itself, and a Safe whose owners execute later."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from backend.chain.transactions import Call
from scripts.refusal import Refused
from tests.backend.world import World


class Wallet:
    """The producer's own, in a browser: it chooses nonce and fees. says_no: the person refuses."""

    def __init__(self, world: World, says_no: bool = False) -> None:
        self.world, self.says_no = world, says_no
        self.asked: list[Call] = []

    @property
    def address(self) -> str:
        return self.world.producer

    def send_transaction(
        self, call: Call, chain_id: int, gas: int, words: tuple[str, ...] = (), nonce: int | None = None
    ) -> str:
        self.asked.append(call)
        if self.says_no:
            raise Refused("you cancelled in the browser")
        return spend(self.world, data=call.data, to=call.receiver, gas=hex(gas))

    def sign_typed_data(self, described: Any, words: tuple[str, ...] = ()) -> str:
        raise NotImplementedError

    def sign_text(self, text: str) -> str:
        raise NotImplementedError


class Owners:
    """Of a Safe at this address, which is a contract."""

    def __init__(self, address: str, file: Path) -> None:
        self.address, self.file = address, file
        self.given: list[Call] = []

    def write_calls(self, calls: Sequence[Call], chain_id: int, words: tuple[str, ...] = ()) -> Path:
        self.given += calls
        return self.file

    def sign_typed_data(self, described: Any, words: tuple[str, ...] = ()) -> str:
        raise NotImplementedError

    def sign_text(self, text: str) -> str:
        raise NotImplementedError


def spend(world: World, *, data: bytes = b"", to: str | None = None, **changes: str) -> str:
    """The producer's own wallet sends something past the journal; the hash."""
    transaction = {"from": world.producer, "to": to or world.producer, "data": "0x" + data.hex(), **changes}
    return str(world.request("eth_sendTransaction", transaction))


Work = Callable[..., Any]
