"""What a ShareToken must answer (rules 4.2, 5.3 to 5.5)."""

from collections.abc import Sequence
from typing import Any

from backend.accrual import Account, Index, claimable
from backend.mirror.ledger.facts import Row
from backend.mirror.proof.books import Books
from backend.mirror.proof.campaigns import open_question
from backend.mirror.proof.expectation import Expectation, expect


def of_token(project: Row, books: Books, objectors: Sequence[Any]) -> list[Expectation]:
    """objectors: rows of sums.of_objectors, of this project."""
    token, sums = project["share_token"], books.sums
    key = {"campaign": project["campaign"]}
    asked = open_question(books)
    tally = {
        "round": asked["round"] if asked else 0,
        "objecting": sum(row.shares for row in objectors),
        "all shares": sums["shares"],
    }
    totals = {name: sums[name] for name in ("deposited", "released", "paid")}
    reserved = {"reserved": sums["deposited"] - sums["paid"]}
    is_open = {"transfers open": bool(books.status_row("succeeded"))}

    def ask(table: str, mirror: Row, function: str) -> Expectation:
        return expect(table, key, mirror, "ShareToken", token, function)

    return [
        ask("holdings", {"all shares": sums["shares"]}, "totalSupply"),
        ask("leavers", {"earning shares": sums["shares"] or sums["left_shares"]}, "earningShares"),
        ask("releases", {"royalty_index": sums["royalty_index"]}, "index"),
        ask("releases", {"royalty_index of leavers": sums["leaver_index"]}, "leaversIndex"),
        ask("payments", totals, "totals"),
        ask("payments", reserved, "reserved"),
        ask("objections", tally, "objections"),
        ask("status_changes", is_open, "transfersOpen"),
        *(_about_objector(row, token) for row in objectors),
    ]


def of_holder(row: Any, token: str, index: Index, leavers: Index) -> list[Expectation]:
    """A row of sums.of_holders. No account changes without an event: they are equal to the last fraction."""
    key, holder = {"campaign": row.campaign, "holder": row.holder}, row.holder
    account = Account(row.shares, row.royalty_index, row.fraction, row.owed)
    left = Account(row.left_shares or 0, row.left_index or 0, row.left_fraction or 0)
    columns = {name: getattr(row, name) for name in ("shares", "royalty_index", "fraction", "owed")}
    earned = {"claimable": claimable(account, index, left, leavers)}
    burned = {"shares": left.shares, "royalty_index": left.index, "fraction": left.fraction}
    return [
        expect("holdings", key, columns, "ShareToken", token, "accountOf", holder),
        expect("holdings", key, {"shares": row.shares}, "ShareToken", token, "balanceOf", holder),
        expect("holdings", key, earned, "ShareToken", token, "claimable", holder),
        expect("leavers", key, burned, "ShareToken", token, "leaverOf", holder),
    ]


def of_tranche(row: Any, token: str) -> Expectation:
    """A row of sums.of_tranches."""
    key = {"campaign": row.campaign, "tranche": row.tranche}
    mirror = {"holders_amount": row.holders_amount, "released": row.released, "received": row.received_at}
    return expect("deposits", key, mirror, "ShareToken", token, "tranche", row.tranche)


def of_choice(row: Any, token: str) -> Expectation:
    """A row of sums.of_choices."""
    key = {"campaign": row.campaign, "holder": row.holder}
    return expect(
        "push_choices", key, {"accepted": row.accepted}, "ShareToken", token, "isPushed", row.holder
    )


def _about_objector(row: Any, token: str) -> Expectation:
    key = {"campaign": row.campaign, "holder": row.holder}
    return expect("objections", key, {"objects": True}, "ShareToken", token, "hasObjected", row.holder)
