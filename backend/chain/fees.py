"""What one unit of gas may cost, in wei. Keeps nothing, and decides for nobody how long to wait."""

from dataclasses import dataclass

from backend.chain.client import ChainClient
from backend.chain.numbers import read_answer
from backend.errors import CoprodError

RISE_PERCENT = 13
"""Nodes take another transaction for a nonce when it pays a tenth more, or an eighth: this is above both."""


class GasTooDear(CoprodError):
    """Gas costs more than this installation pays: wei for one unit, and the most that is paid."""

    status = 409
    type = "gas-too-dear"
    title = "Gas costs too much"

    def __init__(self, price: int, most: int) -> None:
        super().__init__(
            f"One unit of gas would cost {price} wei, and {most} is the most that is paid: wait, or raise "
            "COPROD_MOST_FEE_GWEI."
        )


@dataclass(frozen=True, slots=True)
class Fees:
    """Most that one unit of gas may cost, and the part of it that goes to the block's maker."""

    most: int
    tip: int


async def suggest_fees(client: ChainClient) -> Fees:
    """Twice the next block's base fee, so that it holds for six full blocks in a row, plus the usual tip."""
    asked = [("eth_maxPriorityFeePerGas", []), ("eth_feeHistory", ["0x1", "latest", []])]
    tip, history = await client.batch(asked)
    usual, base = read_answer(client, lambda: (int(tip, 16), int(history["baseFeePerGas"][-1], 16)))
    return Fees(2 * base + usual, usual)


def find_price(suggested: Fees) -> int:
    """What one unit of gas costs in the next block, by what was just suggested."""
    return (suggested.most - suggested.tip) // 2 + suggested.tip


def cap_fees(suggested: Fees, most: int) -> Fees:
    """Not more than `most` wei. Raises GasTooDear when that is not the next block's price."""
    if suggested.most <= most:
        return suggested
    if (price := find_price(suggested)) > most:
        raise GasTooDear(price, most)
    return Fees(most, min(most, suggested.tip))


def raise_fees(old: Fees, suggested: Fees) -> Fees:
    """Enough for a node to take it in place of what was signed with `old`, and for today; rounded up.

    Both rise, a tip of nothing too: a node refuses what does not offer more of each.
    """
    most, tip = (max(fee + 1, -(-fee * (100 + RISE_PERCENT) // 100)) for fee in (old.most, old.tip))
    return Fees(max(most, suggested.most), max(tip, suggested.tip))
