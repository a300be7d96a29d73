"""What a Waterfall must answer (rules 2.5, 5.1, 5.2, 5.6), reckoned from deposits, proofs and exits."""

from collections.abc import Sequence

from backend.mirror.ledger.facts import Row
from backend.mirror.proof.books import Books
from backend.mirror.proof.expectation import Expectation, expect

WHOLE_BPS = 10_000
UNLIMITED = 2**256 - 1


def of_waterfall(project: Row, books: Books, owed: int) -> list[Expectation]:
    """owed: what payments that failed left in the waterfall's debt."""
    waterfall, terms = project["waterfall"], project["terms"]["waterfall"]
    key = {"campaign": project["campaign"]}
    due, changed = books.last("statement_dues"), books.last("producer_changes")
    room = _room(books, int(terms["holdersCapPerShare"]))

    def ask(table: str, mirror: Row, function: str) -> Expectation:
        return expect(table, key, mirror, "Waterfall", waterfall, function)

    return [
        ask("statement_dues", {"due_at": due["due_at"] if due else 0}, "reportDueAt"),
        ask("producer_changes", {"producer": (changed or project)["producer"]}, "producer"),
        ask("deposits", {"holders' room": room}, "holdersRoom"),
        ask("payments", {"reserved": owed}, "reserved"),
        *(_about_deposit(row, waterfall) for row in books.rows["deposits"]),
        *_of_positions(project, books, terms["positions"]),
    ]


def _about_deposit(row: Row, waterfall: str) -> Expectation:
    key = {"campaign": row["campaign"], "statement_id": row["statement_id"]}
    reported = {"reported": True}
    return expect("deposits", key, reported, "Waterfall", waterfall, "isReported", row["statement_id"])


def _of_positions(project: Row, books: Books, positions: Sequence[Row]) -> list[Expectation]:
    payees = {row["position"]: row["payee"] for row in books.rows["payee_changes"]}
    proofs = {row["position"]: row["proved"] for row in books.rows["proofs"]}
    waterfall, found = project["waterfall"], []
    for place, position in enumerate(positions):
        key = {"campaign": project["campaign"], "position": place}
        # An amount that is missing is named by the replay.
        got = sum(sum(row["amounts"][place : place + 1]) for row in books.rows["deposits"])
        proved = proofs.get(place, 0)
        recoups = position["kind"] == "Recoup"
        recouped = {"proved": proved, "recouped": got if recoups else 0}
        payee = {"payee": payees.get(place, position["payee"])}
        due = {"due": _due(books, position, proved, got)}
        found += [
            expect("proofs", key, recouped, "Waterfall", waterfall, "recoupedOf", place),
            expect("payee_changes", key, payee, "Waterfall", waterfall, "payeeOf", place),
            expect("deposits", key, due, "Waterfall", waterfall, "dueOf", place),
        ]
    return found


def _due(books: Books, position: Row, proved: int, got: int) -> int:
    """See Waterfall.dueOf."""
    bps = int(position["bps"])
    match position["kind"]:
        case "OffTheTop":
            owed: int = sum(row["gross"] * bps // WHOLE_BPS for row in books.rows["deposits"])
            return owed - got
        case "Recoup":
            return max(0, proved * (WHOLE_BPS + bps) // WHOLE_BPS - got)
    return 0


def _room(books: Books, cap: int) -> int:
    """See Waterfall.holdersRoom: what the holders got is counted for the shares that are left, rounded up."""
    if not cap:
        return UNLIMITED
    got, shares = 0, 0
    for deposit in books.rows["deposits"]:
        now = _earning(books, deposit)
        got = _for_shares(got, shares, now) + int(deposit["holders_amount"])
        shares = now
    now = int(books.sums["shares"] or books.sums["left_shares"])
    returned = books.last("cap_reductions")
    most = max(0, cap - (int(returned["per_share"]) if returned else 0)) * now
    return max(0, most - _for_shares(got, shares, now))


def _for_shares(got: int, shares: int, now: int) -> int:
    return got if shares in (0, now) else -(-got * now // shares)


def _earning(books: Books, deposit: Row) -> int:
    """Among how many shares a deposit's royalties are divided: what is left or, without any, all burned."""
    succeeded = books.status_row("succeeded")
    all_shares = int(succeeded["shares"]) if succeeded else 0
    before = deposit["block_number"], deposit["log_index"]
    burned: int = sum(
        row["shares"] for row in books.rows["exits"] if (row["block_number"], row["log_index"]) < before
    )
    return all_shares - burned or burned
