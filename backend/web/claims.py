"""What a wallet can have now, project by project, and what asking for it costs."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.chain.errors import NodeUnreachable, RpcRefused, WrongChain
from backend.chain.fees import find_price, suggest_fees
from backend.chain.numbers import read_answer
from backend.queries.portfolio import Holding, Portfolio
from backend.queries.terms import Currency

ActionName = Literal["claim", "revoke", "refund", "refund_gift", "exit"]

COIN = 10**18
"""Wei of one coin, on every chain that wallets know."""
MICRO = 10**12
PATIENCE = 2
"""Seconds that a page waits for a node which it can do without."""


@dataclass(frozen=True)
class Fee:
    """gas at its price of now, in wei. worth: the same in units of the project's currency, rounded up, at the
    price that the operator gives; None without one."""

    wei: int
    worth: int | None

    @property
    def micro(self) -> int:
        """Millionths of the coin, rounded up."""
        return -(-self.wei // MICRO)


@dataclass(frozen=True)
class Due:
    """Something that waits for the wallet. until: first second at which it is too late; None if never.

    fee: of a claim; None of anything else, or when no node tells.
    """

    action: ActionName
    campaign: str
    name: str
    currency: Currency
    amount: int
    until: int | None = None
    fee: Fee | None = None

    @property
    def is_dear(self) -> bool:
        """Whether asking for it costs as much as it brings, or more."""
        return self.fee is not None and self.fee.worth is not None and self.fee.worth >= self.amount


@dataclass(frozen=True)
class ClaimAll:
    """Of all projects together: a sum for each currency. fee: of all claims, or None."""

    sums: tuple[tuple[Currency, int], ...]
    wei: int | None


def list_dues(
    portfolio: Portfolio, fees: Mapping[str, int], prices: Mapping[str, Decimal]
) -> tuple[Due, ...]:
    """In the order of the portfolio. fees: wei for a claim, by campaign; prices: of a coin, by symbol."""
    return tuple(
        due
        for holding in portfolio.holdings
        for due in _dues_of(holding, portfolio.wallet, fees.get(holding.campaign), prices)
    )


def _dues_of(holding: Holding, wallet: str, wei: int | None, prices: Mapping[str, Decimal]) -> Iterator[Due]:
    fee = None if wei is None else Fee(wei, _convert_up(wei, holding.currency, prices))
    in_reflection = [each for each in holding.pledges if not each.is_firm]
    first_firm = min((each.firm_at for each in in_reflection), default=None)
    amounts: Sequence[tuple[ActionName, int, int | None, Fee | None]] = (
        ("claim", holding.claimable, None, fee),
        ("revoke", sum(each.amount for each in in_reflection), first_firm, None),
        ("refund", holding.refund_due, None, None),
        ("refund_gift", holding.gift_due, None, None),
        ("exit", holding.exit_due, None, None),
    )
    for action, amount, until, its_fee in amounts:
        if amount:
            yield Due(action, holding.campaign, holding.name, holding.currency, amount, until, its_fee)


def _convert_up(wei: int, currency: Currency, prices: Mapping[str, Decimal]) -> int | None:
    price = prices.get(currency.symbol)
    return None if price is None else ceil(Fraction(wei, COIN) * Fraction(price) * 10**currency.decimals)


def add_up_claims(dues: Sequence[Due]) -> ClaimAll | None:
    """None unless several projects have something."""
    claims = [each for each in dues if each.action == "claim"]
    if len(claims) < 2:
        return None
    currencies = dict.fromkeys(each.currency for each in claims)
    fees = [each.fee.wei for each in claims if each.fee]
    return ClaimAll(
        sums=tuple(
            (currency, sum(each.amount for each in claims if each.currency == currency))
            for currency in currencies
        ),
        wei=sum(fees) if len(fees) == len(claims) else None,
    )


async def ask_fees(node: ChainClient, portfolio: Portfolio) -> dict[str, int] | None:
    """What each claim would cost now, in wei, by campaign; None when no node tells within PATIENCE."""
    claims = [each for each in portfolio.holdings if each.claimable]
    if not claims:
        return {}
    call = "0x" + encode_call("ShareToken", "claim").hex()
    asked = [
        ("eth_estimateGas", [{"from": portfolio.wallet, "to": each.share_token, "data": call}])
        for each in claims
    ]
    try:
        async with asyncio.timeout(PATIENCE):
            price = find_price(await suggest_fees(node))
            answers = await node.batch(asked)
        gas = read_answer(node, lambda: [int(each, 16) for each in answers])
    except (TimeoutError, NodeUnreachable, WrongChain, RpcRefused):
        # The page says that it does not know, which is no error of the reader's.
        return None
    return {each.campaign: used * price for each, used in zip(claims, gas, strict=True)}
