"""Holders are cut into batches by the gas that paying them takes (PROTOCOL 5.4, EIP-7825)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from backend import eip55
from backend.chain import transactions as chain
from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.royalties.sender.accounts import Sending

TRANSACTION_GAS = 21_000
RESERVE_GAS = 165_000
"""What `payout` wants to have left before each payment, to give it as much as it may take (see Payment.sol);
most take far less."""
LEAST_GAS = 16_000
"""What one payment takes at least, also when a node measures less: a reorg has taken the deposit away, which
comes back before the payment, or else nothing is paid."""
FRESH_GAS = 17_100
"""What a payment takes beyond another one when its receiver has none of the currency yet: a slot that is not
zero any more."""


MEASURED = 100
"""Holders in the batch that the node estimates, by executing it many times."""


@dataclass(frozen=True, slots=True)
class Pushing:
    """How holders are paid: from `minimum` on, in the project's currency (see amounts.least_units), at most
    `batch` of them in one transaction, which is given at most `gas`.
    """

    minimum: Decimal
    batch: int
    gas: int = 12_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Who is paid together, by which call, and with how much gas."""

    holders: list[str]
    data: bytes
    gas: chain.Gas


@dataclass(frozen=True, slots=True)
class GasPerHolder:
    """What one more holder takes; `margin_percent` is for what may change before it is mined."""

    holder: int
    margin_percent: int

    def of(self, holders: int) -> chain.Gas:
        """Of a batch: expected as the others are; enough if all are new to the currency."""
        expected = TRANSACTION_GAS + holders * self.holder
        most = expected + holders * FRESH_GAS + RESERVE_GAS
        return chain.Gas(expected, most + most * self.margin_percent // 100)

    def fit(self, gas: int) -> int:
        """The most holders for whom `gas` is enough."""
        left = gas * 100 // (100 + self.margin_percent) - TRANSACTION_GAS - RESERVE_GAS
        return max(0, left // (self.holder + FRESH_GAS))


async def cut_batches(
    client: ChainClient, sending: Sending, share_token: str, holders: Sequence[str], pushing: Pushing
) -> list[Batch]:
    """Batches for all of them, in their order. One is estimated by the node, the others by it.

    Raises GasAboveCap when not even one holder can be paid, CallReverts.
    """
    if not holders:
        return []
    most = min(pushing.gas, await chain.read_gas_cap(client))
    size = min(pushing.batch, len(holders), MEASURED)
    while True:
        try:
            gas = await _measure(client, sending, share_token, holders[:size])
            break
        except chain.GasAboveCap:
            if size == 1:
                raise
            size //= 2
    size = max(1, min(pushing.batch, gas.fit(most)))
    return [
        Batch(list(some), _encode(some), gas.of(len(some)))
        for some in (holders[start : start + size] for start in range(0, len(holders), size))
    ]


async def _measure(
    client: ChainClient, sending: Sending, share_token: str, holders: Sequence[str]
) -> GasPerHolder:
    call = chain.Call(sending.address, share_token, _encode(holders))
    needed = (await chain.estimate_gas(client, call, 0)).expected
    each = -(-(needed - TRANSACTION_GAS - RESERVE_GAS) // len(holders))
    return GasPerHolder(max(each, LEAST_GAS), sending.gas_margin_percent)


def _encode(holders: Sequence[str]) -> bytes:
    """The call, whose words are put together here: there are thousands."""
    words = (32, len(holders))
    return (
        encode_call("ShareToken", "payout", [])[:4]
        + b"".join(each.to_bytes(32, "big") for each in words)
        + b"".join(bytes(12) + eip55.to_bytes(holder) for holder in holders)
    )
