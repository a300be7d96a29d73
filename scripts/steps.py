"""The steps of a project that has been proposed, each with the account that may take it, and where it stands.

All of them raise Refused, in words and before anything is sent, when the contract would refuse the call.
"""

from typing import Any

from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt

from scripts import chain
from scripts.preset import Currency
from scripts.records import Records
from scripts.reverts import STATUSES


def approve_listing(
    project: dict[str, Any], records: Records, account: Account | None = None
) -> TransactionReceipt:
    """Platform: lets a proposed project be opened."""
    factory = chain.contract_at("ProjectFactory", records.factory()["address"])
    return chain.send(account or chain.signer(factory.owner()), factory.approveListing, project["campaign"])


def open_campaign(project: dict[str, Any], account: Account | None = None) -> TransactionReceipt:
    """Anybody, once it is approved and before its opening time has passed."""
    return chain.send(account or chain.signer(), campaign_of(project).open)


def finalize_campaign(project: dict[str, Any], account: Account | None = None) -> TransactionReceipt:
    """Anybody, after the closing: success or failure."""
    return chain.send(account or chain.signer(), campaign_of(project).finalize)


def cancel_campaign(project: dict[str, Any], account: Account | None = None) -> TransactionReceipt:
    """Producer: ends the campaign; everybody is refunded."""
    return chain.send(account or chain.signer(project["producer"]), campaign_of(project).cancel)


def campaign_of(project: dict[str, Any]) -> Any:
    return chain.contract_at("Campaign", project["campaign"])


def standing(project: dict[str, Any]) -> dict[str, Any]:
    """Where a project stands now. Amounts are in currency units, times in seconds since 1970."""
    campaign = campaign_of(project)
    shares = chain.contract_at("ShareToken", project["share_token"])
    terms = campaign.setup()["terms"]
    currency = chain.contract_at("TestCurrency", terms["currency"])
    deposited, _, paid = shares.totals()
    return {
        "slug": project["slug"],
        "name": project["name"],
        "status": STATUSES[campaign.status()],
        "currency": Currency(currency.address, currency.symbol(), int(currency.decimals())),
        "raised": int(campaign.raised()),
        "goal": int(terms["goal"]),
        "shares": int(shares.totalSupply()),
        "shares_left": int(campaign.sharesLeft()),
        "opens_at": int(terms["opensAt"]),
        "closes_at": int(terms["closesAt"]),
        "royalties": int(deposited),
        "royalties_paid": int(paid),
    }
