"""Which table each event goes to, and its columns. Pure.

Events whose fields are a table's columns say so in AS_THEY_ARE; the others are taken apart.
"""

from typing import Any

from backend.chain import events
from backend.chain.codec import text_of
from backend.mirror.contracts import Said
from backend.mirror.ledger.payments import Payees
from backend.mirror.ledger.questions import Asked
from backend.mirror.ledger.terms import write_terms

Row = dict[str, Any]
Fact = tuple[str, Row]
"""Table and columns."""

AS_THEY_ARE: dict[type[events.Event], str] = {
    events.ProducerOffered: "producer_changes",
    events.Contributed: "contributions",
    events.Revoked: "revocations",
    events.TierFreed: "tiers_freed",
    events.Given: "gifts",
    events.GivenInKind: "gifts_in_kind",
    events.Reopened: "reopenings",
    events.Refunded: "refunds",
    events.GiftRefunded: "gift_refunds",
    events.Objected: "objections",
    events.Marked: "marks",
    events.Exited: "exits",
    events.StatementDue: "statement_dues",
    events.Proved: "proofs",
    events.HoldersCapReduced: "cap_reductions",
    events.PayeeOffered: "payee_changes",
    events.PushAccepted: "push_choices",
}


def describe_platform(event: events.Event) -> Row | None:
    """The columns of platform_changes; None for an event of a project."""
    match event:
        case events.OwnershipTransferred(_, owner):
            return _change("owner", account=owner)
        case events.TreasurySet(treasury):
            return _change("treasury", account=treasury)
        case events.FeeSet(fee_bps):
            return _change("fee", amount=fee_bps)
        case events.CurrencyAllowed(currency, allowed):
            return _change("currency", account=currency, allowed=allowed)
        case events.FinancierApproved(financier, approved):
            return _change("financier", account=financier, allowed=approved)
        case events.ContributionsPaused():
            return _change("paused")
        case events.ContributionsResumed(paused_seconds):
            return _change("resumed", amount=paused_seconds)
    return None


def describe(said: Said, payees: Payees | None, kind: str | None, ended: Asked | None) -> list[Fact]:
    """The rows of an event of a project but for accounts, without their place.

    payees: those of the project; kind: of a payment; ended: the question that the event ends.
    """
    if table := AS_THEY_ARE.get(type(said.event)):
        named: Any = said.event
        return [(table, named._asdict())]
    if ended:
        return _describe_end(said.event, ended)
    return _describe_money(said, payees, kind) or _describe_people(said.event)


def _describe_people(event: events.Event) -> list[Fact]:
    match event:
        case events.ProjectProposed() as proposed:
            return [("projects", _project(proposed)), _status("proposed")]
        case events.ListingApproved():
            return [_status("approved")]
        case events.ConsentRecorded(_, artist, deadline):
            return [("consents", {"artist": artist, "deadline": deadline})]
        case events.ConsentRevoked(_, artist):
            return [("consents", {"artist": artist, "deadline": None})]
        case events.Opened():
            return [_status("raising")]
        case events.Cancelled():
            return [_status("cancelled")]
        case events.Failed(shares, raised):
            return [_status("failed", shares=shares, raised=raised)]
        case events.Succeeded(shares, raised, fee, pot):
            return [_status("succeeded", shares=shares, raised=raised, fee=fee, pot=pot)]
        case events.ProducerChanged(producer):
            return [("producer_changes", {"producer": producer, "candidate": None})]
        case events.PayeeChanged(position, payee):
            return [("payee_changes", {"position": position, "payee": payee, "candidate": None})]
        case events.LineEscrowed(line, financier, amount):
            return [_line(line, financier, "escrowed", amount=amount)]
        case events.LineWithdrawn(line, financier, amount):
            return [_line(line, financier, "withdrawn", amount=amount)]
        case events.LineReturned(line, financier, amount):
            return [_line(line, financier, "returned", amount=amount)]
        case events.LineSigned(line, financier, paid_elsewhere, deadline):
            state = "paid_elsewhere" if paid_elsewhere else "promised"
            return [_line(line, financier, state, deadline=deadline)]
        case events.ReleaseAnnounced(milestone, amount, until, number, evidence_hash, uri):
            release = {"amount": amount, "evidence_hash": evidence_hash, "uri": uri}
            return [_question(number, milestone, until, release)]
        case events.WindDownOpened(milestone, until, number, holder):
            return [_question(number, milestone, until, {"holder": holder})]
    return []


def _describe_end(event: events.Event, ended: Asked) -> list[Fact]:
    def outcome(name: str, amount: int | None = None, refusals: int | None = None) -> Fact:
        asked = {"round": ended.round, "milestone": ended.milestone}
        return "outcomes", asked | {"outcome": name, "amount": amount, "refusals": refusals}

    match event:
        case events.Released(_, amount):
            return [outcome("released", amount=amount)]
        case events.ReleaseRefused(_, refusals):
            return [outcome("refused", refusals=refusals)]
        case events.ReleaseLapsed():
            return [outcome("lapsed")]
        case events.WindDownDropped():
            return [outcome("dropped")]
        case events.WoundDown() as wound_down:
            return [outcome("wound_down"), ("wind_downs", wound_down._asdict()), _status("wound_down")]
    return []


def _describe_money(said: Said, payees: Payees | None, kind: str | None) -> list[Fact]:
    contract = said.address
    match said.event:
        case events.Transfer(sender, receiver, shares):
            return [("transfers", {"sender": sender, "receiver": receiver, "shares": shares})]
        case events.RoyaltiesReleased(tranche, amount, index):
            return [_release(tranche, amount, index, to_leavers=False)]
        case events.RoyaltiesReleasedToLeavers(tranche, amount, index):
            return [_release(tranche, amount, index, to_leavers=True)]
        case events.RoyaltyPaid(payee, receiver, amount):
            return [("payments", _payment(contract, "royalty", payee, receiver, amount))]
        case events.RoyaltyPaymentFailed(payee, amount):
            return [("payments", _payment(contract, "royalty", payee, None, amount))]
        case events.Paid(payee, receiver, amount):
            return [("payments", _payment(contract, kind, payee, receiver, amount))]
        case events.PaymentFailed(payee, amount):
            return [("payments", _payment(contract, kind, payee, None, amount))]
        case events.Deposited() as deposited if payees:
            return [("deposits", _deposit(deposited, payees.holders_part(deposited.amounts)))]
        case events.Swept(token, receiver, amount):
            values = {"contract": contract, "token": token, "receiver": receiver, "amount": amount}
            return [("sweeps", values)]
    return []


def _change(
    kind: str, account: str | None = None, allowed: bool | None = None, amount: int | None = None
) -> Row:
    return {"kind": kind, "account": account, "allowed": allowed, "amount": amount}


def _status(status: str, **sums: int) -> Fact:
    nothing = dict.fromkeys(("shares", "raised", "fee", "pot"))
    return "status_changes", {"status": status} | nothing | sums


def _line(
    line: int, financier: str, state: str, amount: int | None = None, deadline: int | None = None
) -> Fact:
    said = {"line": line, "financier": financier, "state": state}
    return "line_changes", said | {"amount": amount, "deadline": deadline}


def _question(number: int, milestone: int, until: int, more: Row) -> Fact:
    asked = {"round": number, "milestone": milestone, "objections_until": until}
    nothing = dict.fromkeys(("amount", "evidence_hash", "uri", "holder"))
    return "questions", asked | {"winds_down": "holder" in more} | nothing | more


def _release(tranche: int, amount: int, index: int, to_leavers: bool) -> Fact:
    values = {"tranche": tranche, "amount": amount, "royalty_index": index, "to_leavers": to_leavers}
    return "releases", values


def _payment(contract: str, kind: str | None, payee: str, receiver: str | None, amount: int) -> Row:
    return {
        "contract": contract,
        "kind": kind,
        "payee": payee,
        "receiver": receiver,
        "amount": amount,
        "succeeded": receiver is not None,
    }


def _project(event: events.ProjectProposed) -> Row:
    campaign = event.terms["campaign"]
    return {
        "waterfall": event.waterfall,
        "share_token": event.share_token,
        "producer": event.producer,
        "artist": campaign["artist"],
        "terms_hash": event.terms_hash,
        "nonce": event.nonce,
        "fee_bps": event.fee_bps,
        "currency": campaign["currency"],
        "currency_symbol": event.currency_symbol,
        "currency_decimals": event.decimals,
        "model": event.terms["model"],
        "name": event.terms["name"],
        "symbol": event.terms["symbol"],
        "terms": write_terms(event.terms),
    }


def _deposit(event: events.Deposited, holders_amount: int) -> Row:
    statement = event.statement
    corrects = statement["corrects"]
    return {
        "statement_id": event.statement_id,
        "reporter": event.reporter,
        "tranche": event.tranche,
        "period_start": statement["periodStart"],
        "period_end": statement["periodEnd"],
        "source": text_of(statement["source"]),
        "gross": statement["gross"],
        "deductions": [
            {"category": text_of(each["category"]), "amount": str(each["amount"])}
            for each in statement["deductions"]
        ],
        "net": statement["net"],
        "amounts": event.amounts,
        "holders_amount": holders_amount,
        "to_producer": event.to_producer,
        "document_hash": statement["documentHash"],
        "uri": statement["uri"],
        "corrects": corrects if int(corrects, 16) else None,
    }
