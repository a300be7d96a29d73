"""From what was said to the rows of the database. Pure: the mirror writes them, reconcile makes them anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from backend.chain import events
from backend.chain.codec import text_of
from backend.mirror.accounts import Accounts
from backend.mirror.contracts import Said
from backend.mirror.payments import Payments, read_payees
from backend.mirror.terms import write_terms

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""By table, in the order in which it was said."""

TABLES = (
    "projects",
    "status_changes",
    "contributions",
    "refunds",
    "transfers",
    "holdings",
    "deposits",
    "releases",
    "payments",
    "sweeps",
)


@dataclass(slots=True)
class State:
    """What earlier events left, as far as later ones need it."""

    accounts: Accounts = field(default_factory=Accounts)
    payments: Payments = field(default_factory=Payments)


def write_rows(state: State, said: Iterable[Said]) -> Rows:
    """The rows of whole blocks; `state` goes with them. Raises ChainContradictsItself."""
    rows: Rows = {name: [] for name in TABLES}
    for each in said:
        if isinstance(each.event, events.ProjectProposed):
            state.payments.payees[each.campaign] = read_payees(each.event.producer, each.event.terms)
        kind = state.payments.take(each)
        for table, values in _describe(each, state, kind):
            rows[table].append(_place(each) | values)
        for holder in state.accounts.take(each):
            rows["holdings"].append(_holding(each, holder, state))
    state.payments.close()
    return rows


def _place(said: Said) -> Row:
    return {
        "block_number": said.block_number,
        "log_index": said.log_index,
        "transaction_hash": said.transaction_hash,
        "campaign": said.campaign,
    }


def _describe(said: Said, state: State, kind: str | None) -> list[tuple[str, Row]]:
    """Table and columns of each row of an event; what the accounts become is not among them."""
    contract = said.address
    match said.event:
        case events.ProjectProposed() as proposed:
            return [("projects", _project(proposed)), ("status_changes", {"status": "proposed"} | _NOTHING)]
        case events.ListingApproved():
            return [("status_changes", {"status": "approved"} | _NOTHING)]
        case events.Opened():
            return [("status_changes", {"status": "raising"} | _NOTHING)]
        case events.Cancelled():
            return [("status_changes", {"status": "cancelled"} | _NOTHING)]
        case events.Failed(_, raised):
            return [("status_changes", {"status": "failed"} | _NOTHING | {"raised": raised})]
        case events.Succeeded(_, raised, fee, proceeds):
            sums = {"raised": raised, "fee": fee, "proceeds": proceeds}
            return [("status_changes", {"status": "succeeded"} | sums)]
        case events.Contributed(fan, shares, amount):
            return [("contributions", {"fan": fan, "shares": shares, "amount": amount})]
        case events.Refunded(fan, shares, amount):
            return [("refunds", {"fan": fan, "shares": shares, "amount": amount})]
        case events.Transfer(sender, receiver, shares):
            return [("transfers", {"sender": sender, "receiver": receiver, "shares": shares})]
        case events.RoyaltiesReleased(tranche, amount, index):
            return [("releases", {"tranche": tranche, "amount": amount, "royalty_index": index})]
        case events.RoyaltyPaid(payee, receiver, amount):
            return [("payments", _payment(contract, "royalty", payee, receiver, amount))]
        case events.RoyaltyPaymentFailed(payee, amount):
            return [("payments", _payment(contract, "royalty", payee, None, amount))]
        case events.Paid(payee, receiver, amount):
            return [("payments", _payment(contract, kind, payee, receiver, amount))]
        case events.PaymentFailed(payee, amount):
            return [("payments", _payment(contract, kind, payee, None, amount))]
        case events.Deposited() as deposited:
            holders = state.payments.payees[said.campaign].holders_position
            return [("deposits", _deposit(deposited, holders))]
        case events.Swept(token, receiver, amount):
            values = {"contract": contract, "token": token, "receiver": receiver, "amount": amount}
            return [("sweeps", values)]
        case _:
            return []


_NOTHING: Row = {"raised": None, "fee": None, "proceeds": None}


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
    return {
        "waterfall": event.waterfall,
        "share_token": event.share_token,
        "producer": event.producer,
        "terms_hash": event.terms_hash,
        "nonce": event.nonce,
        "fee_bps": event.fee_bps,
        "currency": event.terms["campaign"]["currency"],
        "currency_symbol": event.currency_symbol,
        "currency_decimals": event.decimals,
        "model": event.terms["model"],
        "name": event.terms["name"],
        "symbol": event.terms["symbol"],
        "terms": write_terms(event.terms),
    }


def _deposit(event: events.Deposited, holders_position: int) -> Row:
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
        "holders_amount": event.amounts[holders_position],
        "document_hash": statement["documentHash"],
        "uri": statement["uri"],
        "corrects": corrects if int(corrects, 16) else None,
    }


def _holding(said: Said, holder: str, state: State) -> Row:
    holding = state.accounts.holdings[said.campaign, holder]
    return {
        "campaign": said.campaign,
        "holder": holder,
        "block_number": said.block_number,
        "log_index": said.log_index,
        "shares": holding.account.shares,
        "royalty_index": holding.account.index,
        "fraction": holding.account.fraction,
        "owed": holding.account.owed,
        "paid": holding.paid,
    }
