"""`brownie run campaign <step> …`: what a producer, the platform or anybody does with a project.

    brownie run campaign plan scripts/presets/complement.toml    shows what would be proposed; sends nothing
    brownie run campaign propose <preset> [<nonce>]              proposes it, by the producer
    brownie run campaign approve <project>                       approves its listing, by the platform
    brownie run campaign open <project>                          opens it, by anybody
    brownie run campaign finalize <project>                      after the closing, by anybody
    brownie run campaign cancel <project>                        ends it, by the producer
    brownie run campaign refund <project> [<fan>]                pays all fans or one of them back, by anybody
    brownie run campaign status [<project>]                      where it stands

<project> is the slug of its record, or the address of its campaign. The account that signs is the Brownie
account named by COPROD_ACCOUNT; a development chain has accounts of its own. COPROD_CHAIN_ID, if it is set,
must be the id of the chain.
"""

from pathlib import Path

from brownie.network.account import Account

from scripts import chain
from scripts.deploy import apply_deployment, plan_deployment
from scripts.parameters import development_parameters
from scripts.preset import EXAMPLE, read_preset
from scripts.proposal import Proposal, apply_proposal, plan_proposal
from scripts.prospect import lines_of, lines_of_standing
from scripts.records import Records, current_records
from scripts.refunds import fans_to_refund, read_fan, refund_fans
from scripts.refusal import Refused, refusals_end_the_run
from scripts.standing import standing
from scripts.steps import approve_listing, cancel_campaign, finalize_campaign, open_campaign

PRODUCER_INDEX = 3
"""The producer among a development chain's unlocked accounts."""


@refusals_end_the_run()
def plan(preset: str = "", nonce: str = "0") -> None:
    look_ahead(preset, nonce)
    print("Nothing was sent.")


@refusals_end_the_run()
def propose(preset: str = "", nonce: str = "0") -> None:
    proposal, producer, records = look_ahead(preset, nonce)
    record = apply_proposal(proposal, producer, records)
    print(f"Proposed as {record['slug']}, recorded in {records.folder}. Next: the platform approves it.")


def look_ahead(preset: str, nonce: str) -> tuple[Proposal, Account, Records]:
    """Plans the proposal and shows it."""
    records = known_records()
    if not preset:
        raise Refused(f"name a preset file: `brownie run campaign plan <file>.toml` ({EXAMPLE} shows one)")
    if not nonce.isdecimal():
        raise Refused(f"the nonce is a whole number, not {nonce!r}")
    read_preset(Path(preset))
    if chain.is_trial() and not records.has_factory():
        deploy_for_trial(records)
    producer = chain.signer(index=PRODUCER_INDEX)
    proposal = plan_proposal(Path(preset), producer, records, nonce=int(nonce))
    print(*lines_of(proposal), sep="\n")
    return proposal, producer, records


def deploy_for_trial(records: Records) -> None:
    """A chain that ends with this run has no factory yet; with one, a preset can be tried out on it."""
    parameters = development_parameters()
    deployer = chain.signer()
    apply_deployment(
        plan_deployment(parameters, deployer, records), deployer, records, chain.signer(parameters.platform)
    )
    print(
        "This chain ends with this command: factory and currencies were deployed on it to try the preset out."
    )


@refusals_end_the_run()
def approve(project: str = "") -> None:
    records = known_records()
    receipt = approve_listing(records.project(project), records)
    print(f"Approved in {receipt.txid}. Next: anybody opens it, before its opening time.")


@refusals_end_the_run()
def open(project: str = "") -> None:
    receipt = open_campaign(known_records().project(project))
    print(f"Opened in {receipt.txid}. Fans can contribute from its opening time on.")


@refusals_end_the_run()
def finalize(project: str = "") -> None:
    record = known_records().project(project)
    receipt = finalize_campaign(record)
    print(f"Finalized in {receipt.txid}: {standing(record)['status']}.")


@refusals_end_the_run()
def cancel(project: str = "") -> None:
    receipt = cancel_campaign(known_records().project(project))
    print(f"Cancelled in {receipt.txid}. Next: anybody refunds the fans.")


@refusals_end_the_run()
def refund(project: str = "", fan: str = "") -> None:
    record = known_records().project(project)
    fans = [read_fan(fan)] if fan else fans_to_refund(record)
    batches = refund_fans(record, fans, chain.signer())
    print(f"{len(fans)} refunded in {batches} transactions.")


@refusals_end_the_run()
def status(project: str = "") -> None:
    records = known_records()
    for record in [records.project(project)] if project else records.projects():
        print(*lines_of_standing(standing(record)), sep="\n")


def known_records() -> Records:
    """Those of this chain. Raises Refused on a chain that is not the expected one."""
    chain.refuse_wrong_chain()
    return current_records()


@refusals_end_the_run()
def main(step: str = "", *arguments: str) -> None:
    steps = {each.__name__: each for each in (plan, propose, approve, open, finalize, cancel, refund, status)}
    if step not in steps:
        raise Refused(
            f"say what to do: `brownie run campaign <step> …`, a step being one of {', '.join(steps)}"
        )
    steps[step](*arguments)
