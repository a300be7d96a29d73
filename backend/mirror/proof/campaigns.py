"""What a Campaign must answer (rules 2 to 4)."""

from typing import Any

from backend.mirror.ledger.facts import Row
from backend.mirror.proof.books import Books
from backend.mirror.proof.expectation import Expectation, expect
from backend.mirror.proof.pauses import Pauses, closing, is_paused
from backend.mirror.proof.pledges import Pledge
from backend.mirror.proof.pots import Pot, read_pot

STATUSES = ("proposed", "raising", "succeeded", "failed", "cancelled", "wound_down", "lapsed")
"""In the order of ICampaignState.Status. What the platform approved is still proposed to the campaign."""
LINES = ("open", "promised", "escrowed", "paid_elsewhere", "returned")
"""In the order of IFinancing.LineState."""
LONGEST = 2**48 - 1
"""Deadlines beyond it are kept as it."""


def status_of(books: Books, terms: Row, now: int) -> str:
    """As the campaign tells it at a time."""
    newest = books.last("status_changes")
    status = newest["status"] if newest else None
    if status == "approved":
        status = "proposed"
    if status == "proposed" and now >= int(terms["campaign"]["opensAt"]):
        return "lapsed"
    return str(status)


def of_campaign(
    project: Row, factory: str, books: Books, owed: int, pauses: Pauses, now: int
) -> list[Expectation]:
    """owed: what payments that failed left in the campaign's debt."""
    campaign, terms = project["campaign"], project["terms"]
    key = {"campaign": campaign}
    status, pot = status_of(books, terms, now), read_pot(books, terms)

    def ask(table: str, column: str, value: Any, function: str, *arguments: Any) -> Expectation:
        return expect(table, key, {column: value}, "Campaign", campaign, function, *arguments)

    def ask_factory(table: str, column: str, value: Any, function: str) -> Expectation:
        return expect(table, key, {column: value}, "ProjectFactory", factory, function, campaign)

    changed = books.last("producer_changes")
    return [
        ask("status_changes", "status", status, "status")._replace(read=_read_status),
        ask_factory("status_changes", "approved", bool(books.status_row("approved")), "isApproved"),
        ask_factory("consents", "consent", _has_consent(books, now), "hasConsent"),
        ask("contributions", "raised", pot.raised, "raised"),
        ask("contributions", "left", int(terms["campaign"]["capShares"]) - books.sums["sold"], "sharesLeft"),
        ask("contributions", "last firm_at", books.sums["last_firm_at"], "lastFirmAt"),
        ask("reopenings", "closes_at", closing(books, terms, pauses, now), "closesAt"),
        ask("platform_changes", "paused", is_paused(books, pauses, now), "isPaused"),
        ask("producer_changes", "producer", (changed or project)["producer"], "producer"),
        ask("payments", "reserved", pot.reserved + owed, "reserved"),
        ask("questions", "question", _question(books), "question"),
        expect("outcomes", key, {"pot": pot.whole, "unspent": pot.unspent}, "Campaign", campaign, "pot"),
        *_of_lines(campaign, books, terms),
        *_of_milestones(campaign, books, terms, pot),
    ]


def of_fan(campaign: str, fan: str, pledge: Pledge, now: int) -> list[Expectation]:
    key = {"campaign": campaign, "fan": fan}
    window = {"revocable": pledge.revocable(now), "firm_at": pledge.firm_at(), "tier": pledge.tier}
    payer = {"payer": pledge.payer, "shares": pledge.paid_for}
    return [
        expect("contributions", key, window, "Campaign", campaign, "pledgeOf", fan),
        expect("contributions", key, payer, "Campaign", campaign, "payerOf", fan),
    ]


def of_patron(row: Any) -> Expectation:
    """A row of sums.of_patrons."""
    key = {"campaign": row.campaign, "patron": row.patron}
    left = {"amount": 0 if row.is_refunded else row.amount}
    return expect("gifts", key, left, "Campaign", row.campaign, "giftOf", row.patron)


def of_tier(row: Any) -> Expectation:
    """A row of sums.of_tiers."""
    key = {"campaign": row.campaign, "tier": row.tier}
    return expect("contributions", key, {"taken": row.taken}, "Campaign", row.campaign, "tierTaken", row.tier)


def _of_lines(campaign: str, books: Books, terms: Row) -> list[Expectation]:
    found = []
    for line, _ in enumerate(terms["financiers"]):
        newest = next((row for row in reversed(books.rows["line_changes"]) if row["line"] == line), None)
        state = newest["state"] if newest and newest["state"] != "withdrawn" else "open"
        deadline = min(LONGEST, newest["deadline"] or 0) if newest else 0
        mirror = {"state": state, "deadline": deadline}
        key = {"campaign": campaign, "line": line}
        about = expect("line_changes", key, mirror, "Campaign", campaign, "lineOf", line)
        found.append(about._replace(read=_read_line))
    return found


def _of_milestones(campaign: str, books: Books, terms: Row, pot: Pot) -> list[Expectation]:
    found = []
    for milestone, amount in enumerate(pot.milestones(terms)):
        ends = [row for row in books.rows["outcomes"] if row["milestone"] == milestone]
        mirror = {
            "amount": amount,
            "released": any(row["outcome"] == "released" for row in ends),
            "refusals": max((row["refusals"] or 0 for row in ends), default=0),
        }
        key = {"campaign": campaign, "milestone": milestone}
        found.append(expect("outcomes", key, mirror, "Campaign", campaign, "milestoneOf", milestone))
    return found


def open_question(books: Books) -> Row | None:
    """The one that has no outcome yet."""
    ended = {row["round"] for row in books.rows["outcomes"]}
    return next((row for row in books.rows["questions"] if row["round"] not in ended), None)


def _question(books: Books) -> Row:
    asked = open_question(books)
    if asked is None:
        return {"round": 0, "milestone": 0, "windsDown": False, "objectionsUntil": 0, "readAgainAt": 0}
    marked = [row["read_again_at"] for row in books.rows["marks"] if row["round"] == asked["round"]]
    return {
        "round": asked["round"],
        "milestone": asked["milestone"],
        "windsDown": asked["winds_down"],
        "objectionsUntil": asked["objections_until"],
        "readAgainAt": marked[0] if marked else 0,
    }


def _has_consent(books: Books, now: int) -> bool:
    newest = books.last("consents")
    revoked = any(row["deadline"] is None for row in books.rows["consents"])
    return newest is not None and not revoked and min(LONGEST, newest["deadline"]) >= now


def _read_status(number: int) -> Row:
    return {"status": STATUSES[number]}


def _read_line(state: int, deadline: int) -> Row:
    return {"state": LINES[state], "deadline": deadline}
