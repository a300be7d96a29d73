"""The database, as tables.

What the mirror writes is a ledger: one row for each thing that the chain said, in order of `(block_number,
log_index)`. A reorg is undone by deleting from a block's number on, and the state at any block is a query.
Amounts are integers in the smallest unit of the project's currency; addresses are EIP-55 strings in Python
and 20 bytes in the database; times are seconds since 1970 UTC.
"""

from backend.tables.api import api_keys, kept_answers
from backend.tables.fates import fates
from backend.tables.following import blocks, cursor, endpoints, reconciliations, reorgs, retracted
from backend.tables.payer import (
    attempts,
    dues,
    payer_stops,
    payout_rounds,
    payouts,
    statements,
    transactions,
)
from backend.tables.producing import exits, marks, objections, outcomes, questions, wind_downs
from backend.tables.projects import (
    consents,
    line_changes,
    platform_changes,
    producer_changes,
    projects,
    status_changes,
)
from backend.tables.raising import (
    contributions,
    gift_refunds,
    gifts,
    gifts_in_kind,
    refunds,
    reopenings,
    revocations,
    tiers_freed,
)
from backend.tables.receipts import approval_rules, approvals, statement_lines, title_choices
from backend.tables.room import news, news_revisions, sessions, sign_in_nonces
from backend.tables.royalties import (
    cap_reductions,
    deposits,
    holdings,
    leavers,
    payee_changes,
    payments,
    proofs,
    push_choices,
    releases,
    statement_dues,
    sweeps,
    transfers,
)
from backend.tables.values import Address, Hash, Units, metadata
from backend.tables.webhooks import deliveries, webhooks

__all__ = [
    "Address",
    "Hash",
    "Units",
    "api_keys",
    "approval_rules",
    "approvals",
    "attempts",
    "blocks",
    "cap_reductions",
    "consents",
    "contributions",
    "cursor",
    "deliveries",
    "deposits",
    "dues",
    "endpoints",
    "exits",
    "fates",
    "gift_refunds",
    "gifts",
    "gifts_in_kind",
    "holdings",
    "kept_answers",
    "leavers",
    "line_changes",
    "marks",
    "metadata",
    "news",
    "news_revisions",
    "objections",
    "outcomes",
    "payee_changes",
    "payer_stops",
    "payments",
    "payout_rounds",
    "payouts",
    "platform_changes",
    "producer_changes",
    "projects",
    "proofs",
    "push_choices",
    "questions",
    "reconciliations",
    "refunds",
    "releases",
    "reopenings",
    "reorgs",
    "retracted",
    "revocations",
    "sessions",
    "sign_in_nonces",
    "statement_dues",
    "statement_lines",
    "statements",
    "status_changes",
    "sweeps",
    "tiers_freed",
    "title_choices",
    "transactions",
    "transfers",
    "webhooks",
    "wind_downs",
]
