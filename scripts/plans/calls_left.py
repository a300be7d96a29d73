"""What of a plan is done, by the chain and by the journal in use."""

from brownie import web3

from scripts import chain
from scripts.description.project_terms import ProjectTerms
from scripts.plans.call_data import read_proposal
from scripts.plans.plan import Call, Plan, proposing
from scripts.reverts import LINE_STATES
from scripts.transactions import journal

COVERED = ("escrowed", "paid_elsewhere")
"""States of a line that needs no escrow any more."""


def intent_of(plan: Plan, call: Call) -> str:
    """The journal's key of a call: the same one is never sent twice."""
    if call.action == "propose":
        return f"propose:{plan.project.terms_hash}:{plan.source.nonce}"
    line = "" if call.line is None else f":{call.line}"
    return f"{call.action}:{plan.project.campaign}{line}"


def calls_left(plan: Plan) -> list[Call]:
    """Those that are not done yet, in their order."""
    terms, _ = read_proposal(proposing(plan).data)
    return [call for call in plan.calls if not is_done(plan, call, terms)]


def is_final(plan: Plan) -> bool:
    """Whether no reorg can take any of it away, as far as the journal in use has sent it."""
    intents, known = {intent_of(plan, each) for each in plan.calls}, journal.current()
    ours = [each for each in known.entries(plan.producer) if each.intent in intents] if known else []
    return not any(each.is_open for each in ours)


def is_begun(plan: Plan) -> bool:
    """Whether its first call is on its way or mined: a journal in use knows the former."""
    if is_proposed(plan):
        return True
    known, intent = journal.current(), intent_of(plan, proposing(plan))
    if known is None:
        return False
    entries = [each for each in known.entries(plan.producer) if each.intent == intent]
    return any(each.is_out and (each.is_waiting or each.is_done) for each in entries)


def is_proposed(plan: Plan) -> bool:
    factory = plan.factory.address
    if not web3.eth.get_code(factory):
        return False
    return bool(chain.contract_at("ProjectFactory", factory).isProject(plan.project.campaign))


def is_done(plan: Plan, call: Call, terms: ProjectTerms) -> bool:
    """Whether the chain is already as this call would leave it."""
    if not is_proposed(plan):
        return False
    campaign = chain.contract_at("Campaign", plan.project.campaign)
    if call.action == "propose":
        return True
    if call.action == "consent":
        return bool(chain.contract_at("ProjectFactory", plan.factory.address).hasConsent(campaign))
    covered = LINE_STATES[campaign.lineOf(call.line)[0]] in COVERED
    if call.action == "allow" and not covered:
        token = chain.contract_at("TestCurrency", plan.currency.address)
        return bool(token.allowance(plan.producer, campaign) == amount_of(call, terms))
    return covered


def amount_of(call: Call, terms: ProjectTerms) -> int:
    """Currency units of the line that a call is about."""
    assert call.line is not None
    return terms.financiers[call.line].amount
