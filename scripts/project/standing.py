"""Where a project stands now, read from the chain."""

from typing import Any

from brownie import web3
from web3.logs import DISCARD

from scripts import chain
from scripts.project.consents import factory_of
from scripts.project.refunds import refunded_units
from scripts.project.steps import campaign_of, currency_of
from scripts.records import Records
from scripts.reverts import LINE_STATES, STATUSES

REFUNDS_ALL = ("failed", "cancelled")
"""What is paid back then is no longer raised, to the contract."""


def standing(project: dict[str, Any]) -> dict[str, Any]:
    """Where a project stands now. Amounts are in currency units, times in seconds since 1970.

    raised: what fans and patrons brought and did not take back, also when it was `refunded` later.
    """
    campaign = campaign_of(project)
    shares = chain.contract_at("ShareToken", project["share_token"])
    terms, status = campaign.setup()["terms"], status_of(project)
    refunded = refunded_units(project) if status in REFUNDS_ALL else 0
    deposited, _, paid = shares.totals()
    pot, unspent = campaign.pot()
    return {
        "slug": project["slug"],
        "name": project["name"],
        "status": status,
        "currency": currency_of(project),
        "raised": int(campaign.raised()) + refunded,
        "refunded": refunded,
        "goal": int(terms["goal"]),
        "shares": int(shares.totalSupply()),
        "shares_left": int(campaign.sharesLeft()),
        "opens_at": int(terms["opensAt"]),
        "closes_at": int(campaign.closesAt()),
        "firm_at": int(campaign.lastFirmAt()),
        "pot": int(pot),
        "unspent": int(unspent),
        "royalties": int(deposited),
        "royalties_paid": int(paid),
        "report_due_at": int(chain.contract_at("Waterfall", project["waterfall"]).reportDueAt()),
    }


def status_of(project: dict[str, Any]) -> str:
    """One of STATUSES, or "approved", which only the factory knows: it says nothing of an open campaign."""
    campaign = campaign_of(project)
    status = STATUSES[campaign.status()]
    factory = chain.contract_at("ProjectFactory", campaign.setup()["factory"])
    return "approved" if status == "proposed" and factory.isApproved(campaign) else status


def lines_standing(project: dict[str, Any]) -> list[dict[str, Any]]:
    """The financiers' lines: who, what for, how much, and how each is covered."""
    campaign, labels = campaign_of(project), proposed_terms(project)["financiers"]
    return [
        {
            "financier": str(line["financier"]),
            "label": str(labels[number]["label"]),
            "amount": int(line["amount"]),
            "state": LINE_STATES[campaign.lineOf(number)[0]],
        }
        for number, line in enumerate(campaign.lists()["lines"])
    ]


def uncovered_lines(project: dict[str, Any]) -> list[int]:
    """The financiers' lines that the opening waits for, counted from 0: an expired promise is none."""
    campaign, uncovered = campaign_of(project), []
    for number in range(len(campaign.lists()["lines"])):
        state, deadline = campaign.lineOf(number)
        expired = LINE_STATES[state] == "promised" and deadline < chain.clock()
        if expired or LINE_STATES[state] == "open":
            uncovered.append(number)
    return uncovered


def milestones_standing(project: dict[str, Any]) -> list[dict[str, Any]]:
    """The milestones: what for, how much (zero before success), due when, and what became of each."""
    campaign, labels = campaign_of(project), proposed_terms(project)["production"]["milestones"]
    found = []
    for number, step in enumerate(campaign.lists()["steps"]):
        amount, released, refusals = campaign.milestoneOf(number)
        found.append(
            {
                "label": str(labels[number]["label"]),
                "bps": int(step["bps"]),
                "due_at": int(step["dueAt"]),
                "amount": int(amount),
                "released": bool(released),
                "refusals": int(refusals),
                "has_grounds": bool(campaign.hasGrounds(number)),
            }
        )
    return found


def question_standing(project: dict[str, Any]) -> dict[str, Any] | None:
    """What the holders are asked now, and how many shares object; None when nothing is asked."""
    campaign = campaign_of(project)
    question = campaign.question()
    if not question["round"]:
        return None
    _, objecting, supply = chain.contract_at("ShareToken", project["share_token"]).objections()
    return {
        "milestone": int(question["milestone"]),
        "winds_down": bool(question["windsDown"]),
        "objections_until": int(question["objectionsUntil"]),
        "read_again_at": int(question["readAgainAt"]),
        "objecting": int(objecting),
        "supply": int(supply),
        "threshold_bps": int(campaign.setup()["objectionBps"]),
    }


def opening_standing(project: dict[str, Any], records: Records) -> dict[str, bool] | None:
    """What the opening waits for, beside the financiers' lines; None when it is open, or will never be."""
    if STATUSES[campaign_of(project).status()] != "proposed":
        return None
    factory = factory_of(records)
    return {
        "approved": bool(factory.isApproved(project["campaign"])),
        "consented": bool(factory.hasConsent(project["campaign"])),
    }


def proposed_terms(project: dict[str, Any]) -> Any:
    """The terms as they were proposed, with the labels, which stand nowhere else on the chain."""
    receipt = web3.eth.get_transaction_receipt(project["transaction_hash"])
    event = web3.eth.contract(abi=chain.artifact("ProjectFactory").abi).events.ProjectProposed()
    return next(
        each["args"]["terms"]
        for each in event.process_receipt(receipt, errors=DISCARD)
        if each["args"]["campaign"] == project["campaign"]
    )
