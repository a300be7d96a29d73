"""Producing: releases under the eyes of the holders, and the end of a project that has stopped (PROTOCOL 4).

A milestone is its number in the contract, counted from 0.
"""

from itertools import count
from typing import Any

from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt
from eth_utils import keccak

from scripts import chain
from scripts.description.metadata import data_uri
from scripts.language import say
from scripts.project.steps import campaign_of
from scripts.refusal import Refused
from scripts.reverts import STATUSES

MOST_URI_BYTES = 1_024
OUTCOMES = {
    "Released": "released",
    "Marked": "marked",
    "ReleaseRefused": "refused",
    "ReleaseLapsed": "lapsed",
    "WindDownDropped": "dropped",
    "WoundDown": "wound_down",
}
"""What a reading of the tally leads to, by its event."""


def announce_release(
    project: dict[str, Any], milestone: int, evidence: bytes, uri: str = "", producer: Account | None = None
) -> TransactionReceipt:
    """Producer: announces the release of a milestone. It cannot be withdrawn.

    evidence: what was done, whose fingerprint goes on the chain; uri: where to read it. Without one
    it goes on the chain itself, if it is a short text. Raises Refused.
    """
    campaign = campaign_of(project)
    account, fingerprint = producer or chain.signer(campaign.producer()), "0x" + keccak(evidence).hex()
    # Who has to publish the evidence first is not sent to do so in vain.
    chain.gas_needed(account, campaign.announce.encode_input(milestone, fingerprint, ""), campaign.address)
    uri = uri or data_uri("text/plain;charset=utf-8", evidence)
    if len(uri.encode()) > MOST_URI_BYTES:
        raise Refused(
            say(
                "{bytes:,} bytes of evidence are too many for the chain, {most:,} fit: publish it and give "
                "its address",
                bytes=len(uri),
                most=MOST_URI_BYTES,
            )
        )
    return chain.send(account, campaign.announce, milestone, fingerprint, uri)


def object_to_question(project: dict[str, Any], holder: Account | None = None) -> TransactionReceipt:
    """Holder, within the window: all shares it holds object, to a release, or to going on."""
    return chain.send(holder or chain.signer(), campaign_of(project).object)


def read_tally(project: dict[str, Any], account: Account | None = None) -> tuple[str, TransactionReceipt]:
    """Anybody, after the window: reads what the holders answered, and acts on it.

    Returns what came of it, one of OUTCOMES: marked means that it is read again a day later.
    """
    receipt = chain.send(account or chain.signer(), campaign_of(project).read)
    return next(outcome for event, outcome in OUTCOMES.items() if event in receipt.events), receipt


def ask_to_wind_down(
    project: dict[str, Any], milestone: int, holder: Account | None = None
) -> TransactionReceipt:
    """Holder: asks to end the project, over a milestone refused twice or overdue past its grace."""
    return chain.send(holder or chain.signer(), campaign_of(project).openWindDown, milestone)


def exit_project(
    project: dict[str, Any], holder: Account | None = None, shares: int = 0
) -> tuple[TransactionReceipt, list[TransactionReceipt]]:
    """Holder, after a wind-down: burns shares, all of them by default, for their part of what is unspent.

    Nobody can leave while royalties wait (PROTOCOL 4.3): what does is released first, one
    transaction for each tranche. Returns the exit, and those releases. Raises Refused.
    """
    account = holder or chain.signer()
    held = chain.contract_at("ShareToken", project["share_token"]).balanceOf(account)
    if not held:
        raise Refused(say("{account} holds no shares of {project}", account=account, project=project["slug"]))
    if shares > held:
        raise Refused(
            say(
                "{account} holds {held:,} shares of {project}, not {shares:,}",
                account=account,
                held=held,
                project=project["slug"],
                shares=shares,
            )
        )
    campaign = campaign_of(project)
    wound_down = STATUSES[campaign.status()] == "wound_down"
    releases = release_royalties(project, account) if wound_down else []
    return chain.send(account, campaign.exit, shares or held), releases


def release_royalties(project: dict[str, Any], account: Account) -> list[TransactionReceipt]:
    """Anybody, after a wind-down: each tranche of royalties that waits enters, by a transaction (5.3)."""
    token = chain.contract_at("ShareToken", project["share_token"])
    waiting = []
    for number in count(1):
        amount, released, received_at = token.tranche(number)
        if not received_at:
            break
        if released < amount:
            waiting.append(number)
    return [chain.send(account, token.release, number) for number in waiting]
