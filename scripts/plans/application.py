"""Applying a plan: exactly what was planned is sent, each call once, and the project's record is written.

Whatever was sent already is seen on the chain and in the journal, so that the same plan can be applied
again, and resumed after a crash at any line: what is done is not done twice, what is missing is done.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from backend.chain.transactions import Call as Transaction
from scripts import chain
from scripts.description.project_terms import ProjectTerms
from scripts.keys.signatures import sign
from scripts.keys.signers import HandedOver
from scripts.language import say
from scripts.plans.applied import Applied, Dropped, Sent, Waiting
from scripts.plans.call_data import read_proposal
from scripts.plans.calls_left import amount_of, intent_of, is_begun, is_done, is_final
from scripts.plans.kept_plans import keep_plan, kept_plans, put_away
from scripts.plans.outlook import currency_of_plan, words_of_call
from scripts.plans.plan import Call, Plan, proposing, read_plan
from scripts.plans.recording import record_planned
from scripts.plans.staleness import PlanStale, refuse_foreign, refuse_stale
from scripts.project.consents import consent_data
from scripts.records import Records
from scripts.refusal import Failed, Refused, Unfinished
from scripts.transactions import journal

Tell = Callable[[str], None]


def apply_plan(plan: Plan, account: Any, records: Records, *, folder: Path, tell: Tell = print) -> Applied:
    """Sends what was planned, or what is missing of it. account: the producer's, or a signer.

    folder: where the plan lies; tell: is told what is done, a line at a time. Raises PlanStale or Refused
    before anything is sent, and what chain.send raises.
    """
    refuse_unfit(plan, records, folder)
    refuse_other_account(plan, account)
    keep_plan(plan, records)
    return carry_out(plan, lambda: account, records, tell)


def refuse_unfit(plan: Plan, records: Records, folder: Path | None) -> None:
    """Of a plan of which nothing was sent: raises PlanStale when it is not true any more (see refuse_stale),
    and Refused when the producer cannot pay for all of it."""
    if (plan.chain_id, plan.genesis) != (chain.chain_id(), journal.genesis()) or not is_begun(plan):
        refuse_stale(plan, records, folder)
        refuse_poor(plan)
    refuse_foreign(plan, records)


def resume_plans(
    records: Records, account: Callable[[str], Any], *, tell: Tell = print
) -> Iterator[Applied | Dropped | Waiting]:
    """Finishes every plan that was applied on this chain and is not finished.

    account: who signs for an address, asked only when something is left to send.
    """
    for file in sorted(kept_plans(records).glob("*.json")):
        plan = read_plan(file)
        try:
            refuse_unfit(plan, records, None)
        except PlanStale as stale:
            put_away(plan, records, "dropped")
            yield Dropped(plan, stale)
            continue
        except Refused as why:
            yield Waiting(plan, str(why))
            continue
        try:
            yield carry_out(plan, partial(account, plan.producer), records, tell)
        except (Refused, Unfinished, Failed, HandedOver) as why:
            yield Waiting(plan, str(why))


def carry_out(plan: Plan, account: Callable[[], Any], records: Records, tell: Tell) -> Applied:
    """Each call that is not done yet, in order, and the record as soon as the project is there."""
    terms, _ = read_proposal(proposing(plan).data)
    sent, record, signer = [], dict[str, Any](), None
    for call in plan.calls:
        if not is_done(plan, call, terms):
            if signer is None:
                signer = account()
                refuse_other_account(plan, signer)
                hand_over(plan, signer, terms)
            receipt = send_call(plan, call, terms, signer, records)
            sent.append(Sent(call, receipt.txid, receipt.block_number))
            tell(
                say(
                    "Sent {transaction}, mined in block {block}.",
                    transaction=receipt.txid,
                    block=receipt.block_number,
                )
            )
        if call.action == "propose":
            record = record_planned(plan, records)
    if is_final(plan):
        put_away(plan, records, "finished")
    return Applied(plan, record, sent)


def send_call(plan: Plan, call: Call, terms: ProjectTerms, account: Any, records: Records) -> Any:
    """The very call data of the plan; into a consent goes the signature, which the producer makes now."""
    campaign, intent = plan.project.campaign, intent_of(plan, call)
    factory = chain.contract_at("ProjectFactory", plan.factory.address)
    if call.action == "propose":
        method, arguments = factory.propose, (terms, plan.source.nonce)
    elif call.action == "consent":
        until = terms.campaign.opens_at
        project = {"campaign": campaign, "terms_hash": plan.project.terms_hash}
        signature = sign(account, consent_data(project, records, until))
        return chain.send(account, factory.recordConsent, campaign, until, signature, intent=intent)
    elif call.action == "allow":
        token = chain.contract_at("TestCurrency", plan.currency.address)
        method, arguments = token.approve, (campaign, amount_of(call, terms))
    else:
        method, arguments = chain.contract_at("Campaign", campaign).escrowLine, (call.line,)
    if method.encode_input(*arguments) != call.data:
        raise Refused(
            say("the call “{action}” of the plan is not what it says: plan again", action=call.action)
        )
    return chain.send(account, method, *arguments, intent=intent)


def hand_over(plan: Plan, account: Any, terms: ProjectTerms) -> None:
    """A Safe gets all calls in one file, which its owners confirm: nothing is sent. Raises HandedOver."""
    if hasattr(account, "write_calls"):
        left = [call for call in plan.calls if call.action != "consent" and not is_done(plan, call, terms)]
        words = tuple(words_of_call(call, plan) for call in left)
        file = account.write_calls([transaction_of(plan, call) for call in left], plan.chain_id, words)
        raise HandedOver(file, plan.producer)


def transaction_of(plan: Plan, call: Call) -> Transaction:
    return Transaction(plan.producer, call.to, bytes.fromhex(call.data.removeprefix("0x")))


def refuse_other_account(plan: Plan, account: Any) -> None:
    if str(account) != plan.producer:
        raise Refused(
            say(
                "the plan is for {producer}, and {account} would sign: choose the producer's account, or "
                "plan again",
                producer=plan.producer,
                account=str(account),
            )
        )


def refuse_poor(plan: Plan) -> None:
    """Raises Refused unless the producer can pay for all of it, before the first call is sent."""
    chain.refuse_unfunded(plan.producer, sum(call.gas for call in plan.calls))
    terms, _ = read_proposal(proposing(plan).data)
    needed = sum(amount_of(call, terms) for call in plan.calls if call.action == "escrow")
    money = currency_of_plan(plan).in_words
    has = chain.contract_at("TestCurrency", plan.currency.address).balanceOf(plan.producer)
    if has < needed:
        raise Refused(
            say(
                "{producer} has {has} and puts {needed} in escrow: fund it, or plan without escrow",
                producer=plan.producer,
                has=money(has),
                needed=money(needed),
            )
        )
