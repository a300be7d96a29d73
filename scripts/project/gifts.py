"""Patrons: they give, and take no share (PROTOCOL 3.3)."""

from typing import Any

from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt

from scripts import chain
from scripts.language import say
from scripts.project.steps import allow, campaign_of
from scripts.refusal import Refused
from scripts.reverts import STATUSES


def give(project: dict[str, Any], amount: int, patron: Account | None = None) -> TransactionReceipt:
    """Patron, while fans contribute: gives currency units, allowing exactly that much first."""
    campaign, account = campaign_of(project), patron or chain.signer()
    status, opens_at = STATUSES[campaign.status()], campaign.setup()["terms"]["opensAt"]
    if status != "raising" or not opens_at <= chain.clock() < campaign.closesAt():
        raise Refused(
            say("{project} takes no gifts now: only while fans contribute", project=project["slug"])
        )
    allow(project, account, amount)
    return chain.send(account, campaign.give, amount)


def record_gift_in_kind(
    project: dict[str, Any], patron: str, description: str, producer: Account | None = None
) -> TransactionReceipt:
    """Producer: shows what is no currency, such as airtime. patron, description: in words."""
    campaign = campaign_of(project)
    account = producer or chain.signer(campaign.producer())
    return chain.send(account, campaign.recordGiftInKind, patron, description)
