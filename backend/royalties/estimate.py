"""What paying the holders of a statement would cost, told before anybody approves it (PROTOCOL 5.4, 7.2).

Nothing is owed yet, so that no node can measure the payouts: a payment is counted as what the project's
newest payout took for each of its holders, or else as what it takes in a usual currency.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend import eip55
from backend.amounts import least_units
from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.chain.fees import find_price, suggest_fees
from backend.chain.multicall import Multicall
from backend.chain.transactions import read_gas_cap
from backend.royalties.batches import FRESH_GAS, TRANSACTION_GAS, GasPerHolder, Pushing
from backend.royalties.holders import ASKED, select_pushed
from backend.royalties.preview import Preview
from backend.tables import payout_rounds, payouts, transactions, wind_downs

PAYMENT_GAS = 16_600
"""What one payment takes, its address in the call included, to a holder who has some of the currency (see
`make gas`)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """`holders` are paid in `steps` daily steps, as far as each step brings them the payer's minimum, by so
    many `payments` in so many `transactions`, which take about `gas`, at `price` wei for each.

    `waiting` would not be paid by it: they get less than the minimum, or claim themselves.
    """

    holders: int
    waiting: int
    steps: int
    payments: int
    transactions: int
    gas: int
    price: int

    @property
    def cost(self) -> int:
        """Wei, at the price of now."""
        return self.gas * self.price


async def estimate_payouts(
    connection: AsyncConnection, client: ChainClient, project: Row[Any], parts: Preview, pushing: Pushing
) -> Estimate:
    """What the payouts of a preview would cost now: without the deposit, and the call that lets a step enter.

    Raises what the client raises.
    """
    minimum = least_units(pushing.minimum, project.currency_decimals)
    steps = await _count_steps(connection, project)
    paid = {part.holder: _count_payments(part.amount, steps, minimum) for part in parts.holders}
    asked = [holder for holder, times in paid.items() if times]
    pushed = await select_pushed(client, project.share_token, asked)
    measured = await _find_gas(connection, project.campaign)
    fresh = 0 if measured else await _count_fresh(client, project.currency, pushed)
    each = GasPerHolder(measured or PAYMENT_GAS, 0)
    most = max(1, min(pushing.batch, each.fit(min(pushing.gas, await read_gas_cap(client)))))
    rounds = list(_count_rounds((paid[holder] for holder in pushed), steps))
    sent = sum(-(-holders // most) for holders in rounds)
    return Estimate(
        holders=len(pushed),
        waiting=len(parts.holders) - len(pushed),
        steps=steps,
        payments=sum(rounds),
        transactions=sent,
        gas=sent * TRANSACTION_GAS + sum(rounds) * each.holder + fresh * FRESH_GAS,
        price=find_price(await suggest_fees(client)),
    )


def _count_payments(amount: int, steps: int, minimum: int) -> int:
    """How often a holder is paid whose part enters in equal steps, each time when `minimum` has come up."""
    return steps // -(-minimum * steps // amount) if amount else 0


def _count_rounds(payments: Iterable[int], steps: int) -> Iterable[int]:
    """How many holders each step pays, by how often each is: whoever is paid n times is at every steps/n."""
    each = Counter(payments)
    for step in range(1, steps + 1):
        due = (step * times // steps - (step - 1) * times // steps for times in each)
        if holders := sum(each[times] for times, is_due in zip(each, due, strict=True) if is_due):
            yield holders


async def _count_steps(connection: AsyncConnection, project: Row[Any]) -> int:
    """After a wind-down all steps are due together."""
    ended = select(exists().where(wind_downs.c.campaign == project.campaign))
    if (await connection.execute(ended)).scalar_one():
        return 1
    return int(project.terms["waterfall"]["royaltySteps"])


async def _find_gas(connection: AsyncConnection, campaign: str) -> int:
    """What the project's newest payout took for each of its holders, rounded up; 0 before the first one."""
    newest = (
        select(transactions.c.gas_used, func.cardinality(payouts.c.holders).label("holders"))
        .join(payouts, payouts.c.transaction_id == transactions.c.id)
        .join(payout_rounds, payout_rounds.c.id == payouts.c.round_id)
        .where(payout_rounds.c.campaign == campaign, transactions.c.status.in_(("mined", "final")))
        .order_by(payouts.c.round_id.desc(), payouts.c.batch)
        .limit(1)
    )
    row = (await connection.execute(newest)).one_or_none()
    return -(-(row.gas_used - TRANSACTION_GAS) // row.holders) if row else 0


async def _count_fresh(client: ChainClient, currency: str, holders: list[str]) -> int:
    """Those who have none of the currency: the first payment to each takes more."""
    if not holders:
        return 0
    head = await client.newest_block()
    multicall, fresh = Multicall(client), 0
    asks = encode_call("IERC20Metadata", "balanceOf", holders[0])[:4] + bytes(12)
    for start in range(0, len(holders), ASKED):
        calls = [(currency, asks + eip55.to_bytes(each)) for each in holders[start : start + ASKED]]
        fresh += sum(not any(answer) for answer in await multicall.ask(calls, head.hash))
    return fresh
