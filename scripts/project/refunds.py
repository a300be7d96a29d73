"""Refunding everybody after a failure, a cancellation or a wind-down: anybody may send it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from brownie import web3
from brownie.network.account import Account
from eth_utils import keccak, to_checksum_address

from scripts import chain
from scripts.language import say
from scripts.refusal import Refused
from scripts.reverts import LINE_STATES, STATUSES

FANS_PER_BATCH = 40
"""A refund takes under 400,000 gas, whatever the currency does: 40 stay under Ethereum's 16.7 million."""
BLOCKS_PER_QUERY = 2_000
CONTRIBUTED = "0x" + keccak(text="Contributed(address,address,uint256,uint256,uint256,uint256)").hex()
GIVEN = "0x" + keccak(text="Given(address,uint256)").hex()

REFUNDED = "0x" + keccak(text="Refunded(address,address,uint256,uint256)").hex()
GIFT_REFUNDED = "0x" + keccak(text="GiftRefunded(address,uint256)").hex()


@dataclass(frozen=True)
class Refunded:
    """How many were paid back, or are owed because their payment failed."""

    fans: int
    patrons: int
    lines: int


def fans_to_refund(project: dict[str, Any]) -> list[str]:
    """Who contributed and still holds shares, in the order of their first contribution."""
    shares = chain.contract_at("ShareToken", project["share_token"])
    return [fan for fan in contributors(project) if shares.balanceOf(fan)]


def contributors(project: dict[str, Any]) -> list[str]:
    """All fans who ever contributed, in the order of their first contribution."""
    return named_first(project, CONTRIBUTED)


def patrons_to_refund(project: dict[str, Any]) -> list[str]:
    """Who gave and was not paid back."""
    campaign = chain.contract_at("Campaign", project["campaign"])
    return [patron for patron in named_first(project, GIVEN) if campaign.giftOf(patron)]


def lines_to_return(project: dict[str, Any]) -> list[int]:
    """The financiers' lines that are in escrow, counted from 0."""
    campaign = chain.contract_at("Campaign", project["campaign"])
    count = len(campaign.lists()["lines"])
    return [line for line in range(count) if LINE_STATES[campaign.lineOf(line)[0]] == "escrowed"]


def named_first(project: dict[str, Any], topic: str) -> list[str]:
    """The first account that each event of the campaign names, in the order of the events, once each."""
    named = {to_checksum_address(bytes(log["topics"][1])[-20:]): None for log in logs_of(project, topic)}
    return list(named)


def refunded_units(project: dict[str, Any]) -> int:
    """Currency units that fans and patrons were paid back, or are owed because their payment failed."""
    logs = [*logs_of(project, REFUNDED), *logs_of(project, GIFT_REFUNDED)]
    return sum(int.from_bytes(bytes(log["data"])[-32:]) for log in logs)


def logs_of(project: dict[str, Any], *topics: str, by: str = "") -> Iterator[Any]:
    """The campaign's events of one kind, or those of another contract, the oldest first."""
    head = web3.eth.block_number
    for start in range(project["block_number"], head + 1, BLOCKS_PER_QUERY):
        yield from web3.eth.get_logs(
            {
                "address": by or project["campaign"],
                "topics": list(topics),
                "fromBlock": start,
                "toBlock": min(head, start + BLOCKS_PER_QUERY - 1),
            }
        )


def refund_fans(project: dict[str, Any], fans: Sequence[str], account: Account) -> int:
    """Refunds these fans, to their own addresses; returns how many batches were sent.

    Raises Refused, before anything was sent, when there is nobody to refund, no refund is due, or the account
    cannot pay for the gas of all batches.
    """
    if not fans:
        raise Refused(say("nobody is left to refund in {project}", project=project["slug"]))
    campaign = chain.contract_at("Campaign", project["campaign"])
    batches = [list(fans[start : start + FANS_PER_BATCH]) for start in range(0, len(fans), FANS_PER_BATCH)]
    calls = [campaign.refundMany.encode_input(batch) for batch in batches]
    chain.refuse_unfunded(account, sum(chain.gas_needed(account, call, campaign.address) for call in calls))
    for batch in batches:
        campaign.refundMany(batch, {"from": account}, silent=True)
    return len(batches)


def refund_others(project: dict[str, Any], account: Account) -> Refunded:
    """Pays patrons and escrowed financiers back: all of it after a failure, their part after a wind-down.

    Then holders leave by themselves. Raises Refused.
    """
    campaign = chain.contract_at("Campaign", project["campaign"])
    patrons, lines = patrons_to_refund(project), lines_to_return(project)
    for patron in patrons:
        chain.send(account, campaign.refundGift, patron)
    for line in lines:
        chain.send(account, campaign.returnLine, line)
    return Refunded(0, len(patrons), len(lines))


def refund_everybody(project: dict[str, Any], account: Account) -> Refunded:
    """Fans of a project that failed or was cancelled, then the others. Raises Refused when nobody is left."""
    wound_down = STATUSES[chain.contract_at("Campaign", project["campaign"]).status()] == "wound_down"
    fans = [] if wound_down else fans_to_refund(project)
    if not (fans or patrons_to_refund(project) or lines_to_return(project)):
        raise Refused(say("nobody is left to refund in {project}", project=project["slug"]))
    if fans:
        refund_fans(project, fans, account)
    others = refund_others(project, account)
    return Refunded(len(fans), others.patrons, others.lines)
