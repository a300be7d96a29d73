"""What the rows of the ledger are called as events, and what of them is money or a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.addresses import ZERO_ADDRESS

ZERO = "decode(repeat('00', 20), 'hex')"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of event: rows of `table` for which the SQL `where` holds."""

    type: str
    table: str
    where: str = "true"


def _by(table: str, column: str, prefix: str, *words: str) -> tuple[Kind, ...]:
    """A type for each word of a column."""
    return tuple(Kind(f"{prefix}.{word}", table, f"{column} = '{word}'") for word in words)


KINDS: tuple[Kind, ...] = (
    Kind("project.created", "projects"),
    *_by(
        "status_changes",
        "status",
        "project",
        "proposed",
        "approved",
        "raising",
        "succeeded",
        "failed",
        "cancelled",
        "wound_down",
    ),
    Kind("consent.given", "consents", "deadline is not null"),
    Kind("consent.revoked", "consents", "deadline is null"),
    Kind("producer.offered", "producer_changes", "candidate is not null"),
    Kind("producer.changed", "producer_changes", "candidate is null"),
    *_by("line_changes", "state", "line", "escrowed", "withdrawn", "promised", "paid_elsewhere", "returned"),
    Kind("contribution.made", "contributions"),
    Kind("contribution.revoked", "revocations"),
    Kind("contribution.refunded", "refunds"),
    Kind("tier.freed", "tiers_freed"),
    Kind("gift.made", "gifts"),
    Kind("gift.refunded", "gift_refunds"),
    Kind("gift.in_kind", "gifts_in_kind"),
    Kind("campaign.reopened", "reopenings"),
    Kind("shares.minted", "transfers", f"sender = {ZERO}"),
    Kind("shares.burned", "transfers", f"receiver = {ZERO} and sender <> {ZERO}"),
    Kind("shares.transferred", "transfers", f"sender <> {ZERO} and receiver <> {ZERO}"),
    Kind("shares.exited", "exits"),
    Kind("payout.accepted", "push_choices", "accepted"),
    Kind("payout.declined", "push_choices", "not accepted"),
    Kind("statement.deposited", "deposits"),
    Kind("statement.due", "statement_dues"),
    Kind("royalties.released", "releases"),
    Kind("position.proved", "proofs"),
    Kind("position.offered", "payee_changes", "candidate is not null"),
    Kind("position.changed", "payee_changes", "candidate is null"),
    Kind("cap.reduced", "cap_reductions"),
    Kind("payment.made", "payments", "succeeded"),
    Kind("payment.failed", "payments", "not succeeded"),
    Kind("tokens.swept", "sweeps"),
    Kind("release.announced", "questions", "not winds_down"),
    Kind("wind_down.asked", "questions", "winds_down"),
    Kind("objection.raised", "objections"),
    Kind("objections.marked", "marks"),
    *_by("outcomes", "outcome", "release", "released", "refused", "lapsed"),
    *_by("outcomes", "outcome", "wind_down", "dropped", "wound_down"),
    Kind("wind_down.settled", "wind_downs"),
    *_by(
        "platform_changes",
        "kind",
        "platform",
        "owner",
        "treasury",
        "fee",
        "currency",
        "financier",
        "paused",
        "resumed",
    ),
)
TYPES: tuple[str, ...] = tuple(each.type for each in KINDS)
TABLES: tuple[str, ...] = tuple(dict.fromkeys(each.table for each in KINDS))

_MONEY = frozenset(
    {"amount", "fee", "gross", "holders_amount", "net", "per_share", "pot", "proved", "raised"}
    | {"to_producer", "unspent", "brought", "amounts"}
)
_TIMES = frozenset(
    {"closes_at", "deadline", "due_at", "firm_at", "objections_until", "period_end", "period_start"}
    | {"read_again_at"}
)


def is_money(table: str, column: str) -> bool:
    """Whether it is in the project's currency: the platform's amounts are bps and seconds, and what is swept
    may be of any token."""
    return column in _MONEY and table not in ("platform_changes", "sweeps")


def is_time(column: str) -> bool:
    return column in _TIMES


def name_type(table: str, row: Mapping[str, Any]) -> str:
    """The type of a row, whose values are as `queries.retractions` reads them."""
    match table:
        case "projects":
            return "project.created"
        case "status_changes":
            return f"project.{row['status']}"
        case "consents":
            return "consent.revoked" if row["deadline"] is None else "consent.given"
        case "producer_changes":
            return "producer.changed" if row["candidate"] is None else "producer.offered"
        case "payee_changes":
            return "position.changed" if row["candidate"] is None else "position.offered"
        case "line_changes":
            return f"line.{row['state']}"
        case "transfers":
            return f"shares.{_name_move(row)}"
        case "push_choices":
            return "payout.accepted" if row["accepted"] else "payout.declined"
        case "payments":
            return "payment.made" if row["succeeded"] else "payment.failed"
        case "questions":
            return "wind_down.asked" if row["winds_down"] else "release.announced"
        case "outcomes":
            ends = "wind_down" if row["outcome"] in ("dropped", "wound_down") else "release"
            return f"{ends}.{row['outcome']}"
        case "platform_changes":
            return f"platform.{row['kind']}"
        case _:
            (only,) = (each for each in KINDS if each.table == table)
            return only.type


def _name_move(row: Mapping[str, Any]) -> str:
    if row["sender"] == ZERO_ADDRESS:
        return "minted"
    return "burned" if row["receiver"] == ZERO_ADDRESS else "transferred"
