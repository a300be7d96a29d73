"""The record of a planned project, out of the chain's own words: after its receipt, or found later."""

from typing import Any

from brownie import web3

from scripts import chain
from scripts.language import say
from scripts.plans.call_data import read_proposal
from scripts.plans.differences import differing_fields
from scripts.plans.outlook import currency_of_plan
from scripts.plans.plan import Plan, proposing
from scripts.plans.proposal import Proposal, record_project
from scripts.project.refunds import BLOCKS_PER_QUERY
from scripts.records import Records
from scripts.refusal import Refused


def record_planned(plan: Plan, records: Records) -> dict[str, Any]:
    """The record of the proposed project, out of the chain's own words; written if it is missing or wrong."""
    event = find_proposed(plan, records)
    block_number, transaction = event["blockNumber"], "0x" + bytes(event["transactionHash"]).hex()
    known = next((each for each in records.projects() if each["campaign"] == plan.project.campaign), None)
    place = known and (known["block_number"], known["transaction_hash"])
    # A reorg may have moved it to another block since the record was written.
    if (
        known
        and place == (block_number, transaction)
        and not list(differing_fields(proposal_of(plan), known))
    ):
        return known
    return record_project(
        records,
        event["args"],
        preset=plan.source.preset,
        people=plan.source.people,
        block_number=block_number,
        transaction_hash=transaction,
        slug=known["slug"] if known else None,
    )


def find_proposed(plan: Plan, records: Records) -> Any:
    """The event in which the factory said that the project is there. Raises Refused when there is none."""
    factory = web3.eth.contract(plan.factory.address, abi=chain.artifact("ProjectFactory").abi)
    head, earlier = web3.eth.block_number, any(each.about == "proposed" for each in plan.differences)
    first = records.factory()["block_number"] if earlier else plan.block.number
    for start in range(first, head + 1, BLOCKS_PER_QUERY):
        found = factory.events.ProjectProposed().get_logs(
            argument_filters={"campaign": plan.project.campaign},
            from_block=start,
            to_block=min(head, start + BLOCKS_PER_QUERY - 1),
        )
        if found:
            return found[0]
    raise Refused(
        say("nothing tells when {campaign} was proposed: plan again", campaign=plan.project.campaign)
    )


def proposal_of(plan: Plan) -> Proposal:
    """What the plan proposes, as the other scripts take it."""
    terms, nonce = read_proposal(proposing(plan).data)
    return Proposal(
        preset=plan.source.preset,
        terms=terms,
        currency=currency_of_plan(plan),
        nonce=nonce,
        terms_hash=plan.project.terms_hash,
        producer=plan.producer,
        campaign=plan.project.campaign,
        waterfall=plan.project.waterfall,
        share_token=plan.project.share_token,
        fee_bps=plan.fee_bps,
        gas=proposing(plan).gas,
        people=plan.source.people,
    )
