"""Refunding everybody after a failure or a cancellation, in batches that anybody may send."""

from collections.abc import Sequence
from typing import Any

from brownie import web3
from brownie.network.account import Account
from eth_utils import keccak, to_checksum_address

from scripts import chain
from scripts.refusal import Refused

FANS_PER_BATCH = 50
"""A refund takes under 300,000 gas, whatever the currency does: 50 stay under Ethereum's 16.7 million."""
BLOCKS_PER_QUERY = 2_000
CONTRIBUTED = "0x" + keccak(text="Contributed(address,uint256,uint256)").hex()


def fans_to_refund(project: dict[str, Any]) -> list[str]:
    """Who contributed and still holds shares, in the order of their first contribution."""
    shares = chain.contract_at("ShareToken", project["share_token"])
    return [fan for fan in contributors(project) if shares.balanceOf(fan)]


def contributors(project: dict[str, Any]) -> list[str]:
    fans: dict[str, None] = {}
    head = web3.eth.block_number
    for start in range(project["block_number"], head + 1, BLOCKS_PER_QUERY):
        logs = web3.eth.get_logs(
            {
                "address": project["campaign"],
                "topics": [CONTRIBUTED],
                "fromBlock": start,
                "toBlock": min(head, start + BLOCKS_PER_QUERY - 1),
            }
        )
        fans |= {to_checksum_address(bytes(log["topics"][1])[-20:]): None for log in logs}
    return list(fans)


def refund_fans(project: dict[str, Any], fans: Sequence[str], account: Account) -> int:
    """Refunds these fans, to their own addresses; returns how many batches were sent.

    Raises Refused, before anything was sent, when there is nobody to refund, no refund is due, or the account
    cannot pay for the gas of all batches.
    """
    if not fans:
        raise Refused(f"nobody is left to refund in {project['slug']}")
    campaign = chain.contract_at("Campaign", project["campaign"])
    batches = [list(fans[start : start + FANS_PER_BATCH]) for start in range(0, len(fans), FANS_PER_BATCH)]
    calls = [campaign.refundMany.encode_input(batch) for batch in batches]
    chain.refuse_unfunded(account, sum(chain.gas_needed(account, call, campaign.address) for call in calls))
    for batch in batches:
        campaign.refundMany(batch, {"from": account}, silent=True)
    return len(batches)
