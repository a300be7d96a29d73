"""The steps of a project that has been proposed, each with the account that may take it.

All of them raise Refused, in words and before anything is sent, when the contract would refuse the call.
"""

from typing import Any

from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt

from scripts import chain
from scripts.commands import command
from scripts.currencies import Currency
from scripts.language import say
from scripts.records import Records
from scripts.refusal import Refused


def approve_listing(
    project: dict[str, Any], records: Records, account: Account | None = None
) -> TransactionReceipt:
    """Platform: lets a proposed project be opened."""
    factory = chain.contract_at("ProjectFactory", records.factory()["address"])
    return chain.send(account or chain.signer(factory.owner()), factory.approveListing, project["campaign"])


def open_campaign(project: dict[str, Any], account: Account | None = None) -> TransactionReceipt:
    """Anybody, once it is approved, consented to and covered, before its opening time has passed."""
    return chain.send(account or chain.signer(), campaign_of(project).open)


def finalize_campaign(project: dict[str, Any], account: Account | None = None) -> TransactionReceipt:
    """Anybody, after the closing: success or failure."""
    return chain.send(account or chain.signer(), campaign_of(project).finalize)


def cancel_campaign(project: dict[str, Any], account: Account | None = None) -> TransactionReceipt:
    """Producer: ends the campaign; everybody is refunded."""
    return chain.send(account or chain.signer(project["producer"]), campaign_of(project).cancel)


def campaign_of(project: dict[str, Any]) -> Any:
    return chain.contract_at("Campaign", project["campaign"])


def currency_of(project: dict[str, Any]) -> Currency:
    """The money that a project raises and pays in."""
    token = chain.contract_at("TestCurrency", campaign_of(project).setup()["terms"]["currency"])
    return Currency(token.address, token.symbol(), int(token.decimals()))


def allow(project: dict[str, Any], account: Account, amount: int) -> TransactionReceipt:
    """Lets the campaign take exactly this much from the account. Raises Refused when it has less."""
    currency = currency_of(project)
    token = chain.contract_at("TestCurrency", currency.address)
    if (has := token.balanceOf(account)) < amount:
        needs, has_ = currency.in_words(amount), currency.in_words(has)
        raise Refused(
            say("{account} has {has} and needs {needs}: fund it", account=account, has=has_, needs=needs)
            + test_money(project, account, amount - has)
        )
    return chain.send(account, token.approve, project["campaign"], amount)


def test_money(project: dict[str, Any], account: Account, missing: int) -> str:
    """Where money comes from on a development chain; nothing on any other."""
    if not chain.is_development():
        return ""
    whole, rest = divmod(missing, unit := 10 ** currency_of(project).decimals)
    amount = f"{whole}.{str(unit + rest)[1:]}" if rest else str(whole)
    return say(", by") + "\n" + command("campaign", "mint", project["slug"], str(account), amount)


def mint(project: dict[str, Any], account: str, amount: int) -> TransactionReceipt:
    """Anybody, on a development chain: makes test money. Raises Refused on any other."""
    if not chain.is_development():
        raise Refused(
            say(
                "chain {chain} is no development chain: its money is real, and not made here",
                chain=chain.chain_id(),
            )
        )
    token = chain.contract_at("TestCurrency", currency_of(project).address)
    return chain.send(chain.signer(), token.mint, account, amount)
