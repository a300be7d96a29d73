"""The ERC-20 tokens that projects raise in: real ones on real chains, test tokens on development chains."""

from typing import Any

from brownie.network.account import Account

from scripts import chain
from scripts.language import say
from scripts.money import Currency as Currency
from scripts.refusal import Refused

TEST_CURRENCIES = {"EURC": "Test euro", "USDC": "Test dollar"}
TEST_DECIMALS = 6


def creation_code(symbol: str) -> str:
    """Call data that deploys the test currency of this symbol."""
    code: str = chain.artifact("TestCurrency").deploy.encode_input(
        TEST_CURRENCIES[symbol], symbol, TEST_DECIMALS
    )
    return code


def create_test_currency(symbol: str, deployer: Account, intent: str | None = None) -> str:
    """Its address. Anybody can mint it. intent: as for chain.create."""
    address, _ = chain.create(
        "TestCurrency", TEST_CURRENCIES[symbol], symbol, TEST_DECIMALS, account=deployer, intent=intent
    )
    return address


def describe(symbol: str, address: str) -> dict[str, Any]:
    """{"address", "decimals"} as its contract tells them. Raises Refused when it has another symbol."""
    currency = chain.contract_at("TestCurrency", address)
    if currency.symbol() != symbol:
        raise Refused(
            say(
                "the token at {address} calls itself {other}, not {symbol}: check its address",
                address=address,
                other=currency.symbol(),
                symbol=symbol,
            )
        )
    return {"address": address, "decimals": int(currency.decimals())}
