"""The steps of a project that has been proposed, each with the account that may take it.

All of them raise Refused, in words and before anything is sent, when the contract would refuse the call.
"""

from typing import Any

from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt

from scripts import chain
from scripts.records import Records


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
