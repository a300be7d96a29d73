"""`make brownie ARGS="run campaign <step> … --network <name>"`: what anybody does with a project.

    plan <preset> [<nonce> [<plan.json>]]        shows what would be sent and what would become of it; sends
                                                 nothing: plan scripts/presets/complement.toml 0 plan.json
    apply <plan.json>                            sends exactly that, by the producer
    resume                                       finishes what was begun, after a crash
    status [<project>]                           where it stands, and what it waits for

Until the opening
    propose <preset> [<nonce>]                   proposes it, by the producer
    approve <project>                            approves its listing, by the platform
    approve_financier <financier>                lets its signatures cover lines, by the platform
    consent <project> [<deadline> <signature>]   brings the artist's signature, by anybody; without it the
                                                 artist signs and sends (sign_consent only signs)
    escrow <project> <line>                      puts a line in escrow, by its financier
    withdraw <project> <line>                    takes it back, by its financier
    cover <project> <line> promised|paid [<deadline> <signature>]
                                                 brings a financier's signature (sign_line only signs)
    open <project>                               opens it, by anybody

Until the end of the campaign
    give <project> <amount>                      a patron gives
    give_in_kind <project> <patron> <what>       shows what is no currency, by the producer
    finalize <project>                           after the closing, by anybody
    cancel <project>                             ends it, by the producer
    refund <project> [<fan>]                     pays everybody or one fan back, by anybody

Producing
    announce <project> <milestone> <file> [<uri>]   announces a release with evidence, by the producer;
                                                 the evidence goes on the chain as an address of 1,024 bytes
                                                 at most: without <uri> that is a text of up to 738 bytes
    object <project>                             a holder objects, to a release or to going on
    read <project>                               reads the tally after the window, by anybody
    wind_down <project> <milestone>              a holder asks to end the project
    exit <project> [<shares>]                    a holder leaves with its part of what is unspent

On a development chain
    mint <project> <account> <amount>            makes test money, by anybody

<project> is the slug of its record, or the address of its campaign; lines and milestones count from 1, as in
the preset. The account that signs is the Brownie account named by COPROD_ACCOUNT; a development chain has
accounts of its own. COPROD_CHAIN_ID, if it is set, must be the id of the chain.
"""

from pathlib import Path

from brownie.network.account import Account

from scripts import chain, consents, financing, gifts, journal, milestones, refunds, steps
from scripts.application import apply_plan, refuse_unfit
from scripts.applied import lines_of_applied
from scripts.commands import command
from scripts.language import say
from scripts.outlook import lines_of_plan
from scripts.plan import read_plan, write_plan
from scripts.planning import make_plan
from scripts.preset import EXAMPLE, read_preset
from scripts.proposal import Proposal, apply_proposal, plan_proposal
from scripts.prospect import lines_of, lines_of_details, lines_of_standing, next_step
from scripts.records import Records, current_records
from scripts.refusal import Refused, refusals_end_the_run
from scripts.resumption import lines_of_resumed, resume_all
from scripts.reverts import in_words, utc
from scripts.standing import standing
from scripts.trial import deploy_for_trial
from scripts.words import (
    read_account,
    read_amount,
    read_count,
    read_coverage,
    read_place,
    read_signature,
)

PRODUCER_INDEX = 3
"""The producer among a development chain's unlocked accounts."""


@refusals_end_the_run()
def plan(preset: str = "", nonce: str = "0", file: str = "") -> None:
    records, number = prepare_plan(preset, nonce)
    producer, folder = str(chain.signer(index=PRODUCER_INDEX)), Path(file).parent
    planned = make_plan(Path(preset), producer, records, folder=folder, nonce=number)
    print(*lines_of_plan(planned), sep="\n")
    if file:
        write_plan(planned, Path(file))
        print(say("Kept in {file}: `apply {file}` sends exactly this.", file=file))
    print(say("Nothing was sent."))


@refusals_end_the_run()
def apply(file: str = "") -> None:
    records, planned = known_records(), read_plan(Path(file))
    with journal.keep(records):
        refuse_unfit(planned, records, Path(file).parent)
        signer = chain.signer(planned.producer)
        applied = apply_plan(planned, signer, records, folder=Path(file).parent)
    print(*lines_of_applied(applied), sep="\n")


@refusals_end_the_run()
def resume() -> None:
    print(*lines_of_resumed(resume_all(known_records(), chain.signer)), sep="\n")


@refusals_end_the_run()
def propose(preset: str = "", nonce: str = "0") -> None:
    proposal, producer, records = look_ahead(preset, nonce)
    record = apply_proposal(proposal, producer, records)
    print(f"Proposed as {record['slug']}, recorded in {records.folder}. Next: the platform approves it,")
    print("the artist consents, and the financiers cover their lines.")


def look_ahead(preset: str, nonce: str) -> tuple[Proposal, Account, Records]:
    """Checks the proposal and shows it."""
    records, number = prepare_plan(preset, nonce)
    producer = chain.signer(index=PRODUCER_INDEX)
    proposal = plan_proposal(Path(preset), producer, records, nonce=number)
    print(*lines_of(proposal), sep="\n")
    return proposal, producer, records


def prepare_plan(preset: str, nonce: str) -> tuple[Records, int]:
    """(records, nonce): a chain that ends with this run gets a factory, so that a preset can be tried out."""
    records = known_records()
    if not preset:
        raise Refused(
            f"name a preset file: {command('campaign', 'plan', '<file>.toml')} ({EXAMPLE} shows one)"
        )
    number = read_count("the nonce", nonce)
    read_preset(Path(preset))
    if chain.is_trial() and not records.has_factory():
        deploy_for_trial(records)
        print(
            say(
                "This chain ends with this command: factory and currencies were deployed on it to try the "
                "preset out."
            )
        )
    return records, number


@refusals_end_the_run()
def approve(project: str = "") -> None:
    records = known_records()
    record = records.project(project)
    receipt = steps.approve_listing(record, records)
    print(f"Approved in {receipt.txid}.{next_step(record, records)}")


@refusals_end_the_run()
def approve_financier(financier: str = "") -> None:
    records = known_records()
    receipt = financing.approve_financier(read_account("financier", financier), records)
    print(f"Approved in {receipt.txid}. Signatures of {financier} cover its lines now.")


@refusals_end_the_run()
def sign_consent(project: str = "") -> None:
    records = known_records()
    record = records.project(project)
    deadline, signature = consents.sign_consent(record, records)
    print(f"Signed, good until {utc(deadline)}; nothing was sent. Anybody brings it by")
    print(command("campaign", "consent", record["slug"], str(deadline), signature))


@refusals_end_the_run()
def consent(project: str = "", deadline: str = "", signature: str = "") -> None:
    records = known_records()
    record = records.project(project)
    if deadline:
        signed = read_count("the deadline", deadline), read_signature(signature)
    else:
        signed = consents.sign_consent(record, records)
    receipt = consents.record_consent(record, records, *signed)
    print(f"Consent recorded in {receipt.txid}.{next_step(record, records)}")


@refusals_end_the_run()
def escrow(project: str = "", line: str = "") -> None:
    records = known_records()
    record = records.project(project)
    receipt = financing.escrow_line(record, read_place("the line", line))
    following = next_step(record, records)
    print(f"In escrow by {receipt.txid}. Until the opening `withdraw` takes it back.{following}")


@refusals_end_the_run()
def withdraw(project: str = "", line: str = "") -> None:
    receipt = financing.withdraw_line(known_records().project(project), read_place("the line", line))
    print(f"Taken back in {receipt.txid}. The line is open again.")


@refusals_end_the_run()
def sign_line(project: str = "", line: str = "", coverage: str = "") -> None:
    record, number, paid = (
        known_records().project(project),
        read_place("the line", line),
        read_coverage(coverage),
    )
    deadline, signature = financing.sign_line(record, number, paid=paid)
    print(f"Signed, good until {utc(deadline)}; nothing was sent. Anybody brings it by")
    print(command("campaign", "cover", record["slug"], line, coverage, str(deadline), signature))


@refusals_end_the_run()
def cover(
    project: str = "", line: str = "", coverage: str = "", deadline: str = "", signature: str = ""
) -> None:
    records = known_records()
    record, number, paid = (
        records.project(project),
        read_place("the line", line),
        read_coverage(coverage),
    )
    if deadline:
        signed = read_count("the deadline", deadline), read_signature(signature)
    else:
        signed = financing.sign_line(record, number, paid=paid)
    receipt = financing.record_line(record, number, *signed, paid=paid)
    print(f"Line {line} is {coverage}, by {receipt.txid}.{next_step(record, records)}")


@refusals_end_the_run()
def open(project: str = "") -> None:
    receipt = steps.open_campaign(known_records().project(project))
    print(f"Opened in {receipt.txid}. Fans can contribute from its opening time on.")


@refusals_end_the_run()
def give(project: str = "", amount: str = "") -> None:
    record = known_records().project(project)
    receipt = gifts.give(record, read_amount(amount, steps.currency_of(record)))
    print(f"Given in {receipt.txid}. It counts toward the goal, and comes back if the campaign fails.")


@refusals_end_the_run()
def give_in_kind(project: str = "", patron: str = "", *what: str) -> None:
    if not patron or not what:
        raise Refused('say who gave what: give_in_kind <project> "Radio Tram" "thirty spots of airtime"')
    receipt = gifts.record_gift_in_kind(known_records().project(project), patron, " ".join(what))
    print(f"Recorded in {receipt.txid}. It is shown, and never counted.")


@refusals_end_the_run()
def finalize(project: str = "") -> None:
    record = known_records().project(project)
    receipt = steps.finalize_campaign(record)
    print(f"Finalized in {receipt.txid}: {in_words(standing(record)['status'])}.")


@refusals_end_the_run()
def cancel(project: str = "") -> None:
    receipt = steps.cancel_campaign(known_records().project(project))
    print(f"Cancelled in {receipt.txid}. Next: anybody refunds everybody.")


@refusals_end_the_run()
def refund(project: str = "", fan: str = "") -> None:
    record, account = known_records().project(project), chain.signer()
    if fan:
        refunds.refund_fans(record, [read_account("fan", fan)], account)
        print(f"{fan} was refunded.")
        return
    refunded = refunds.refund_everybody(record, account)
    print(
        f"{refunded.fans} fans, {refunded.patrons} patrons and {refunded.lines} financiers' lines refunded."
    )


@refusals_end_the_run()
def announce(project: str = "", milestone: str = "", evidence: str = "", uri: str = "") -> None:
    record, number = known_records().project(project), read_place("the milestone", milestone)
    if not Path(evidence).is_file():
        raise Refused(f"there is no file {evidence!r}: name one that shows the holders what was done")
    receipt = milestones.announce_release(record, number, Path(evidence).read_bytes(), uri)
    until = receipt.events["ReleaseAnnounced"]["objectionsUntil"]
    print(
        f"Announced in {receipt.txid}. Holders can object until {utc(until)}; then anybody reads the tally."
    )


@refusals_end_the_run()
def object(project: str = "") -> None:
    receipt = milestones.object_to_question(known_records().project(project))
    print(f"Objected in {receipt.txid}. The objection follows your shares.")


@refusals_end_the_run()
def read(project: str = "") -> None:
    outcome, receipt = milestones.read_tally(known_records().project(project))
    again = f", read again on {utc(receipt.events['Marked']['readAgainAt'])}" if outcome == "marked" else ""
    print(f"Read in {receipt.txid}: {in_words(outcome)}{again}.")


@refusals_end_the_run()
def wind_down(project: str = "", milestone: str = "") -> None:
    record, number = known_records().project(project), read_place("the milestone", milestone)
    receipt = milestones.ask_to_wind_down(record, number)
    until = receipt.events["WindDownOpened"]["objectionsUntil"]
    print(f"Asked in {receipt.txid}. Until {utc(until)} holders who want it wound down `object`.")


@refusals_end_the_run()
def exit(project: str = "", shares: str = "") -> None:
    count = read_count("the number of shares", shares) if shares else 0
    receipt, releases = milestones.exit_project(known_records().project(project), shares=count)
    for release in releases:
        print(f"Released royalties that came in before, in {release.txid}.")
    print(f"Left in {receipt.txid}.")


@refusals_end_the_run()
def mint(project: str = "", account: str = "", amount: str = "") -> None:
    record = known_records().project(project)
    who = read_account("account", account)
    receipt = steps.mint(record, who, read_amount(amount, steps.currency_of(record)))
    print(f"Minted in {receipt.txid}: test money, worth nothing anywhere else.")


@refusals_end_the_run()
def status(project: str = "") -> None:
    records = known_records()
    for record in [records.project(project)] if project else records.projects():
        now = standing(record)
        print(*lines_of_standing(now), sep="\n")
        if project:
            print(*lines_of_details(record, records, now["currency"].in_words), sep="\n")


def known_records() -> Records:
    """Those of this chain. Raises Refused on a chain that is not the expected one."""
    chain.refuse_wrong_chain()
    return current_records()


STEPS = (
    *(
        plan,
        apply,
        resume,
        propose,
        approve,
        approve_financier,
        sign_consent,
        consent,
        escrow,
        withdraw,
        sign_line,
        cover,
        open,
    ),
    *(give, give_in_kind, finalize, cancel, refund, announce, object, read, wind_down, exit, mint),
    status,
)


@refusals_end_the_run()
def main(step: str = "", *arguments: str) -> None:
    steps_by_name = {each.__name__: each for each in STEPS}
    if step not in steps_by_name:
        example = command("campaign", "<step>", "…")
        raise Refused(f"say what to do: {example}, a step being one of {', '.join(steps_by_name)}")
    steps_by_name[step](*arguments)
