"""`make brownie ARGS="run campaign <step> … --network <name>"`: what anybody does with a project.

    plan <preset> [<nonce> [<plan.json>]]        shows what would be sent and what would become of it; sends
                                                 nothing: plan scripts/presets/complement.toml 0 plan.json
    apply <plan.json>                            sends exactly that, by the producer
    resume                                       finishes what was begun, after a crash
    status [<project>]                           where it stands, and what it waits for
    verify [<project>]                           whether the code on the chain is what was compiled

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

from scripts import chain
from scripts.commands import command
from scripts.description.preset import EXAMPLE, read_preset
from scripts.language import say
from scripts.plans.application import apply_plan, refuse_unfit
from scripts.plans.applied import lines_of_applied
from scripts.plans.outlook import lines_of_plan
from scripts.plans.plan import read_plan, write_plan
from scripts.plans.planning import make_plan
from scripts.plans.proposal import Proposal, apply_proposal, plan_proposal
from scripts.plans.prospect import lines_of, lines_of_details, lines_of_standing, next_step
from scripts.plans.resumption import lines_of_resumed, resume_all
from scripts.plans.trial import deploy_for_trial
from scripts.project import consents, financing, gifts, producing, refunds, steps
from scripts.project.standing import standing
from scripts.proof.verification import lines_of_verification
from scripts.proof.verification import verify as verify_code
from scripts.records import Records, known_records
from scripts.refusal import Refused, refusals_end_the_run
from scripts.reverts import in_words, utc
from scripts.transactions import journal
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
    slug, folder = record["slug"], records.folder
    print(
        say(
            "Proposed as {project}, recorded in {folder}. Next: the platform approves it,",
            project=slug,
            folder=folder,
        )
    )
    print(say("the artist consents, and the financiers cover their lines."))


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
        example = command("campaign", "plan", "<file>.toml")
        raise Refused(say("name a preset file: {command} ({file} shows one)", command=example, file=EXAMPLE))
    number = read_count(say("the nonce"), nonce)
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
    print(say("Approved in {transaction}.", transaction=receipt.txid) + next_step(record, records))


@refusals_end_the_run()
def approve_financier(financier: str = "") -> None:
    records = known_records()
    receipt = financing.approve_financier(read_account(say("financier"), financier), records)
    print(
        say(
            "Approved in {transaction}. Signatures of {financier} cover its lines now.",
            transaction=receipt.txid,
            financier=financier,
        )
    )


@refusals_end_the_run()
def sign_consent(project: str = "") -> None:
    records = known_records()
    record = records.project(project)
    deadline, signature = consents.sign_consent(record, records)
    print(say("Signed, good until {moment}; nothing was sent. Anybody brings it by", moment=utc(deadline)))
    print(command("campaign", "consent", record["slug"], str(deadline), signature))


@refusals_end_the_run()
def consent(project: str = "", deadline: str = "", signature: str = "") -> None:
    records = known_records()
    record = records.project(project)
    if deadline:
        signed = read_count(say("the deadline"), deadline), read_signature(signature)
    else:
        signed = consents.sign_consent(record, records)
    receipt = consents.record_consent(record, records, *signed)
    print(say("Consent recorded in {transaction}.", transaction=receipt.txid) + next_step(record, records))


@refusals_end_the_run()
def escrow(project: str = "", line: str = "") -> None:
    records = known_records()
    record = records.project(project)
    receipt = financing.escrow_line(record, read_place(say("the line"), line))
    following = next_step(record, records)
    told = say(
        "In escrow by {transaction}. Until the opening `withdraw` takes it back.", transaction=receipt.txid
    )
    print(told + following)


@refusals_end_the_run()
def withdraw(project: str = "", line: str = "") -> None:
    receipt = financing.withdraw_line(known_records().project(project), read_place(say("the line"), line))
    print(say("Taken back in {transaction}. The line is open again.", transaction=receipt.txid))


@refusals_end_the_run()
def sign_line(project: str = "", line: str = "", coverage: str = "") -> None:
    record, number, paid = (
        known_records().project(project),
        read_place(say("the line"), line),
        read_coverage(coverage),
    )
    deadline, signature = financing.sign_line(record, number, paid=paid)
    print(say("Signed, good until {moment}; nothing was sent. Anybody brings it by", moment=utc(deadline)))
    print(command("campaign", "cover", record["slug"], line, coverage, str(deadline), signature))


@refusals_end_the_run()
def cover(
    project: str = "", line: str = "", coverage: str = "", deadline: str = "", signature: str = ""
) -> None:
    records = known_records()
    record, number, paid = (
        records.project(project),
        read_place(say("the line"), line),
        read_coverage(coverage),
    )
    if deadline:
        signed = read_count(say("the deadline"), deadline), read_signature(signature)
    else:
        signed = financing.sign_line(record, number, paid=paid)
    receipt = financing.record_line(record, number, *signed, paid=paid)
    told = (
        say("Line {line} is paid, by {transaction}.", line=line, transaction=receipt.txid)
        if paid
        else say("Line {line} is promised, by {transaction}.", line=line, transaction=receipt.txid)
    )
    print(told + next_step(record, records))


@refusals_end_the_run()
def open(project: str = "") -> None:
    receipt = steps.open_campaign(known_records().project(project))
    print(
        say(
            "Opened in {transaction}. Fans can contribute from its opening time on.", transaction=receipt.txid
        )
    )


@refusals_end_the_run()
def give(project: str = "", amount: str = "") -> None:
    record = known_records().project(project)
    receipt = gifts.give(record, read_amount(amount, steps.currency_of(record)))
    print(
        say(
            "Given in {transaction}. It counts toward the goal, and comes back if the campaign fails.",
            transaction=receipt.txid,
        )
    )


@refusals_end_the_run()
def give_in_kind(project: str = "", patron: str = "", *what: str) -> None:
    if not patron or not what:
        raise Refused(say('say who gave what: give_in_kind <project> "Radio Tram" "thirty spots of airtime"'))
    receipt = gifts.record_gift_in_kind(known_records().project(project), patron, " ".join(what))
    print(say("Recorded in {transaction}. It is shown, and never counted.", transaction=receipt.txid))


@refusals_end_the_run()
def finalize(project: str = "") -> None:
    record = known_records().project(project)
    receipt = steps.finalize_campaign(record)
    status = in_words(standing(record)["status"])
    print(say("Finalized in {transaction}: {status}.", transaction=receipt.txid, status=status))


@refusals_end_the_run()
def cancel(project: str = "") -> None:
    receipt = steps.cancel_campaign(known_records().project(project))
    print(say("Cancelled in {transaction}. Next: anybody refunds everybody.", transaction=receipt.txid))


@refusals_end_the_run()
def refund(project: str = "", fan: str = "") -> None:
    record, account = known_records().project(project), chain.signer()
    if fan:
        refunds.refund_fans(record, [read_account(say("fan"), fan)], account)
        print(say("{fan} was refunded.", fan=fan))
        return
    refunded = refunds.refund_everybody(record, account)
    print(
        say(
            "{fans} fans, {patrons} patrons and {lines} financiers' lines refunded.",
            fans=refunded.fans,
            patrons=refunded.patrons,
            lines=refunded.lines,
        )
    )


@refusals_end_the_run()
def announce(project: str = "", milestone: str = "", evidence: str = "", uri: str = "") -> None:
    producing.announce(known_records(), project, milestone, evidence, uri)


@refusals_end_the_run()
def object(project: str = "") -> None:
    producing.object(known_records(), project)


@refusals_end_the_run()
def read(project: str = "") -> None:
    producing.read(known_records(), project)


@refusals_end_the_run()
def wind_down(project: str = "", milestone: str = "") -> None:
    producing.wind_down(known_records(), project, milestone)


@refusals_end_the_run()
def exit(project: str = "", shares: str = "") -> None:
    producing.exit(known_records(), project, shares)


@refusals_end_the_run()
def mint(project: str = "", account: str = "", amount: str = "") -> None:
    producing.mint(known_records(), project, account, amount)


@refusals_end_the_run()
def status(project: str = "") -> None:
    records = known_records()
    for record in [records.project(project)] if project else records.projects():
        now = standing(record)
        print(*lines_of_standing(now), sep="\n")
        if project:
            print(*lines_of_details(record, records, now["currency"].in_words), sep="\n")


@refusals_end_the_run()
def verify(project: str = "") -> None:
    found = verify_code(known_records(), project, tell=print)
    print(*lines_of_verification(found), sep="\n")
    if not found.is_right:
        raise SystemExit(1)


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
    *(status, verify),
)


@refusals_end_the_run()
def main(step: str = "", *arguments: str) -> None:
    steps_by_name = {each.__name__: each for each in STEPS}
    if step not in steps_by_name:
        example = command("campaign", "<step>", "…")
        known = ", ".join(steps_by_name)
        raise Refused(
            say("say what to do: {command}, a step being one of {steps}", command=example, steps=known)
        )
    steps_by_name[step](*arguments)
