"""A row of the ledger as the event that was said: what facts took apart, put together. Pure.

Raises, from read_event, LookupError, TypeError or ValueError for a row that facts cannot have written.
"""

from typing import Any, NamedTuple

from backend.chain import events
from backend.chain.codec import word_of
from backend.mirror.ledger.facts import AS_THEY_ARE, Row
from backend.mirror.ledger.questions import Asked
from backend.mirror.ledger.terms import read_terms

PLAIN = {table: event for event, table in AS_THEY_ARE.items()}
"""Tables whose columns are an event's fields."""


class Project(NamedTuple):
    """Its other two contracts, and how many positions its waterfall has."""

    waterfall: str
    share_token: str
    positions: int


class Context(NamedTuple):
    """What a row leaves to others. owner: of the platform, before. project: the row's, None without one.
    asked: the question that is open in it, if there is one."""

    owner: str
    project: Project | None
    asked: Asked | None


def read_event(table: str, row: Row, context: Context) -> events.Event:
    """The event that a row of one of ledger.EVENTS stands for."""
    match table:
        case "platform_changes":
            return _read_change(row, context.owner)
        case "projects":
            return _read_project(row)
        case "status_changes":
            return _read_status(row)
        case "line_changes":
            return _read_line(row)
        case "questions":
            return _read_question(row)
        case "outcomes":
            return _read_outcome(row, context.asked)
        case "deposits":
            return _read_deposit(row, context.project)
        case "payments":
            return _read_payment(row, context.project)
        case "consents" if row["deadline"] is None:
            return events.ConsentRevoked(row["campaign"], row["artist"])
        case "consents":
            return events.ConsentRecorded(row["campaign"], row["artist"], row["deadline"])
        case "producer_changes" if row["candidate"] is None:
            return events.ProducerChanged(row["producer"])
        case "payee_changes" if row["candidate"] is None:
            return events.PayeeChanged(row["position"], row["payee"])
        case "transfers":
            return events.Transfer(row["sender"], row["receiver"], row["shares"])
        case "releases":
            kind = events.RoyaltiesReleasedToLeavers if row["to_leavers"] else events.RoyaltiesReleased
            return kind(row["tranche"], row["amount"], row["royalty_index"])
        case "sweeps":
            return events.Swept(row["token"], row["receiver"], row["amount"])
        case "wind_downs":
            return _read_plain(events.WoundDown, row)
    return _read_plain(PLAIN[table], row)


def _read_plain(event: Any, row: Row) -> events.Event:
    read: events.Event = event(*(row[name] for name in event._fields))
    return read


def _read_change(row: Row, owner: str) -> events.Event:
    match row["kind"]:
        case "owner":
            return events.OwnershipTransferred(owner, row["account"])
        case "treasury":
            return events.TreasurySet(row["account"])
        case "fee":
            return events.FeeSet(row["amount"])
        case "currency":
            return events.CurrencyAllowed(row["account"], row["allowed"])
        case "financier":
            return events.FinancierApproved(row["account"], row["allowed"])
        case "paused":
            return events.ContributionsPaused()
        case "resumed":
            return events.ContributionsResumed(row["amount"])
    raise ValueError(f"nothing of the kind {row['kind']!r} is said of the platform")


def _read_status(row: Row) -> events.Event:
    match row["status"]:
        case "approved":
            return events.ListingApproved(row["campaign"])
        case "raising":
            return events.Opened()
        case "cancelled":
            return events.Cancelled()
        case "failed":
            return events.Failed(row["shares"], row["raised"])
        case "succeeded":
            return events.Succeeded(row["shares"], row["raised"], row["fee"], row["pot"])
    raise ValueError(f"nothing else is said where the status becomes {row['status']!r}")


def _read_line(row: Row) -> events.Event:
    line, financier = row["line"], row["financier"]
    match row["state"]:
        case "escrowed":
            return events.LineEscrowed(line, financier, row["amount"])
        case "withdrawn":
            return events.LineWithdrawn(line, financier, row["amount"])
        case "returned":
            return events.LineReturned(line, financier, row["amount"])
        case "paid_elsewhere" | "promised" as state:
            return events.LineSigned(line, financier, state == "paid_elsewhere", row["deadline"])
    raise ValueError(f"no line becomes {row['state']!r}")


def _read_question(row: Row) -> events.Event:
    milestone, until, number = row["milestone"], row["objections_until"], row["round"]
    if row["holder"] is not None:
        return events.WindDownOpened(milestone, until, number, row["holder"])
    return events.ReleaseAnnounced(milestone, row["amount"], until, number, row["evidence_hash"], row["uri"])


def _read_outcome(row: Row, asked: Asked | None) -> events.Event:
    if asked is None:
        raise ValueError("it answers what was not asked")
    match row["outcome"]:
        case "released":
            return events.Released(asked.milestone, row["amount"])
        case "refused":
            return events.ReleaseRefused(asked.milestone, row["refusals"])
        case "lapsed":
            return events.ReleaseLapsed(asked.milestone)
        case "dropped":
            return events.WindDownDropped(asked.round)
    raise ValueError(f"nothing else is said where the outcome is {row['outcome']!r}")


def _read_payment(row: Row, project: Project | None) -> events.Event:
    payee, receiver, amount = row["payee"], row["receiver"], row["amount"]
    if project and row["contract"] == project.share_token:
        if receiver is None:
            return events.RoyaltyPaymentFailed(payee, amount)
        return events.RoyaltyPaid(payee, receiver, amount)
    return events.PaymentFailed(payee, amount) if receiver is None else events.Paid(payee, receiver, amount)


def _read_project(row: Row) -> events.Event:
    return events.ProjectProposed(
        producer=row["producer"],
        campaign=row["campaign"],
        waterfall=row["waterfall"],
        share_token=row["share_token"],
        terms_hash=row["terms_hash"],
        nonce=row["nonce"],
        fee_bps=row["fee_bps"],
        decimals=row["currency_decimals"],
        currency_symbol=row["currency_symbol"],
        terms=read_terms(row["terms"]),
    )


def _read_deposit(row: Row, project: Project | None) -> events.Event:
    if project and len(row["amounts"]) != project.positions:
        raise ValueError(
            f"{len(row['amounts'])} amounts are not one for each of {project.positions} positions"
        )
    statement = {
        "periodStart": row["period_start"],
        "periodEnd": row["period_end"],
        "source": word_of(row["source"]),
        "gross": row["gross"],
        "deductions": [
            {"category": word_of(each["category"]), "amount": int(each["amount"])}
            for each in row["deductions"]
        ],
        "net": row["net"],
        "documentHash": row["document_hash"],
        "uri": row["uri"],
        "corrects": row["corrects"] or "0x" + 64 * "0",
    }
    return events.Deposited(
        row["statement_id"], row["reporter"], row["tranche"], row["amounts"], row["to_producer"], statement
    )
