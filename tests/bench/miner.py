"""Fills blocks with transactions, thousands a second: sent in batches, and mined when a block has enough."""

from collections import Counter
from types import TracebackType
from typing import Any, Self

import httpx
import orjson
from eth_utils.address import to_checksum_address

from backend.local import Anvil

BATCH = 250
"""Transactions in one request; anvil takes 2 MB."""
BLOCK_GAS = 10**10
GAS = 16_000_000
SMALL_GAS = 1_000_000
SECONDS = 12
"""Between blocks."""
OPTIONS = (
    # Anybody acts, and nobody pays for gas.
    "--auto-impersonate",
    # As they came: later ones build upon earlier ones.
    "--order",
    "fifo",
)


class MiningFailed(Exception):
    """A transaction was refused, or did not do what it should."""


class Miner:
    """Blocks of `per_block` events on a chain that was started with OPTIONS. `events`: said so far."""

    def __init__(self, anvil: Anvil, per_block: int) -> None:
        self._client = httpx.Client(base_url=anvil.url, timeout=120)
        self._per_block = per_block
        self._waiting: list[dict[str, str]] = []
        self._in_block = 0
        # Whoever is none of the node's accounts has sent nothing yet.
        self._nonces: Counter[str] = Counter()
        self.events = 0
        for each in self.request("eth_accounts"):
            count = self.request("eth_getTransactionCount", each, "latest")
            self._nonces[to_checksum_address(each)] = int(count, 16)
        self.request("evm_setAutomine", False)
        self.request("evm_setBlockGasLimit", hex(BLOCK_GAS))
        self.request("anvil_setNextBlockBaseFeePerGas", "0x0")
        self.request("anvil_setBlockTimestampInterval", SECONDS)

    def send(self, sender: str, to: str, data: bytes, *, events: int, gas: int = SMALL_GAS) -> None:
        """Put a transaction that says so many events into the block that is filled, or into the next."""
        if self._in_block and self._in_block + events > self._per_block:
            self.mine()
        self._waiting.append(
            {
                "from": sender,
                "to": to,
                "data": "0x" + data.hex(),
                "gas": hex(gas),
                "gasPrice": "0x0",
                "nonce": hex(self._take_nonce(sender)),
            }
        )
        self._in_block += events
        self.events += events

    def mine(self) -> None:
        """Close the block that is filled, if something is in it. Raises MiningFailed."""
        if not self._waiting:
            return
        for start in range(0, len(self._waiting), BATCH):
            some = self._waiting[start : start + BATCH]
            self._post([("eth_sendTransaction", [each]) for each in some])
        self.request("evm_mine")
        self._waiting, self._in_block = [], 0

    def mine_empty(self, blocks: int) -> None:
        self.mine()
        self.request("anvil_mine", hex(blocks))

    def warp_to(self, time: int) -> None:
        """Whatever is sent from now on happens at this time or later."""
        self.mine()
        if time > self.now():
            self.request("evm_setNextBlockTimestamp", time)
            self.request("evm_mine")

    def now(self) -> int:
        """The time of the newest block."""
        return int(self.request("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def head(self) -> int:
        return int(self.request("eth_blockNumber"), 16)

    def request(self, method: str, *parameters: Any) -> Any:
        (answer,) = self._post([(method, list(parameters))])
        return answer

    def _take_nonce(self, sender: str) -> int:
        self._nonces[sender] += 1
        return self._nonces[sender] - 1

    def _post(self, calls: list[tuple[str, list[Any]]]) -> list[Any]:
        body = [
            {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
            for number, (method, parameters) in enumerate(calls)
        ]
        answer = self._client.post(
            "/", content=orjson.dumps(body), headers={"content-type": "application/json"}
        )
        answers = orjson.loads(answer.content)
        for each in answers:
            if "error" in each:
                raise MiningFailed(f"{calls[each['id']][0]}: {each['error']['message']}")
        return [each["result"] for each in sorted(answers, key=lambda each: each["id"])]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
