"""From what was said to the rows of the database. Pure: the mirror writes them, reconcile makes them anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from backend.chain.events import RoyaltyPaid
from backend.mirror.contracts import Said
from backend.mirror.ledger.accounts import NOTHING, Accounts
from backend.mirror.ledger.facts import Row, describe, describe_platform
from backend.mirror.ledger.payments import Payments
from backend.mirror.ledger.questions import Questions

Rows = dict[str, list[Row]]
"""By table, in the order in which it was said."""

EVENTS = (
    "platform_changes",
    "projects",
    "status_changes",
    "consents",
    "producer_changes",
    "line_changes",
    "contributions",
    "revocations",
    "refunds",
    "tiers_freed",
    "gifts",
    "gift_refunds",
    "gifts_in_kind",
    "reopenings",
    "questions",
    "objections",
    "marks",
    "outcomes",
    "wind_downs",
    "exits",
    "transfers",
    "push_choices",
    "deposits",
    "releases",
    "statement_dues",
    "proofs",
    "cap_reductions",
    "payee_changes",
    "payments",
    "sweeps",
)
"""The tables of what was said."""
ACCOUNTS = ("holdings", "leavers")
"""The tables of what follows from it."""
TABLES = (*EVENTS, *ACCOUNTS)


@dataclass(slots=True)
class State:
    """What earlier events left, as far as later ones need it.

    whole: the campaigns of which everything is known, because all that they ever said came by. loaded: those
    of which everything but accounts is; see write.load_state.
    """

    accounts: Accounts = field(default_factory=Accounts)
    payments: Payments = field(default_factory=Payments)
    questions: Questions = field(default_factory=Questions)
    whole: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)


def write_rows(state: State, said: Iterable[Said]) -> Rows:
    """The rows of whole blocks; `state` goes with them. Raises ChainContradictsItself."""
    rows, royalties = take_in(state, said)
    for each in royalties:
        ((table, values),) = describe(each, None, None, None)
        rows[table].append(_place(each) | values)
    return rows


def take_in(state: State, said: Iterable[Said]) -> tuple[Rows, list[Said]]:
    """The same, but for the rows of RoyaltyPaid: of these, most of all that is ever said, the events."""
    rows: Rows = {name: [] for name in TABLES}
    royalties: list[Said] = []
    pay = state.accounts.pay_royalty
    for each in said:
        if type(each.event) is RoyaltyPaid:
            # Nothing but accounts depends on it.
            royalties.append(each)
            touched = pay(each)
        else:
            _add(rows, state, each)
            touched = state.accounts.take(each)
        if touched is NOTHING:
            continue
        rows["holdings"] += [_holding(each, holder, state.accounts) for holder in touched.holders]
        rows["leavers"] += [_leaver(each, holder, state.accounts) for holder in touched.leavers]
    state.payments.close()
    return rows, royalties


def _add(rows: Rows, state: State, said: Said) -> None:
    """The rows of an event but for accounts."""
    place = _place(said)
    if said.campaign:
        kind, ended = state.payments.take(said), state.questions.take(said)
        for table, values in describe(said, state.payments.payees.get(said.campaign), kind, ended):
            rows[table].append(place | values)
    elif change := describe_platform(said.event):
        del place["campaign"]
        rows["platform_changes"].append(place | change)


def _place(said: Said) -> Row:
    return {
        "block_number": said.block_number,
        "log_index": said.log_index,
        "transaction_hash": said.transaction_hash,
        "campaign": said.campaign,
    }


def _holding(said: Said, holder: str, accounts: Accounts) -> Row:
    holding = accounts.holdings[said.campaign, holder]
    account = holding.account
    return {
        "campaign": said.campaign,
        "holder": holder,
        "block_number": said.block_number,
        "log_index": said.log_index,
        "shares": account.shares,
        "royalty_index": account.index,
        "fraction": account.fraction,
        "owed": account.owed,
        "paid": holding.paid,
    }


def _leaver(said: Said, holder: str, accounts: Accounts) -> Row:
    left = accounts.left[said.campaign, holder]
    return {
        "campaign": said.campaign,
        "holder": holder,
        "block_number": said.block_number,
        "log_index": said.log_index,
        "shares": left.shares,
        "royalty_index": left.index,
        "fraction": left.fraction,
    }
