"""What a campaign holds for others, reckoned again from the mirror's rows (rules 3.3, 4.1, 4.3). Pure."""

from dataclasses import dataclass

from backend.mirror.ledger.facts import Row
from backend.mirror.proof.books import Books

WHOLE_BPS = 10_000


@dataclass(frozen=True, slots=True)
class Pot:
    """Currency units. raised: contributed and given, and not taken back before success; whole: the pot of a
    success; unspent: what of it is neither released nor given back; reserved: what the campaign holds for
    others, debts of failed payments aside."""

    raised: int
    whole: int
    unspent: int
    reserved: int

    def milestones(self, terms: Row) -> list[int]:
        """The amount of each; all but the last rounded down."""
        parts = [int(each["bps"]) for each in terms["production"]["milestones"]]
        amounts = [self.whole * bps // WHOLE_BPS for bps in parts[:-1]]
        return [*amounts, self.whole - sum(amounts)]


def read_pot(books: Books, terms: Row) -> Pot:
    """From the rows of one project."""
    price, succeeded, wound_down = (
        int(terms["campaign"]["pricePerShare"]),
        books.status_row("succeeded"),
        books.last("wind_downs"),
    )
    # What a wind-down gives back stays on the campaign's books as brought.
    given = books.sums["given"] - (0 if wound_down else books.sums["given_back"])
    escrowed = _escrowed(books, terms, was_wound_down=wound_down is not None)
    raised = books.sums["sold"] * price + given
    if succeeded is None:
        return Pot(raised, 0, 0, raised + escrowed)
    place = succeeded["block_number"], succeeded["log_index"]
    whole = succeeded["pot"] + sum(
        row["amount"]
        for row in books.rows["line_changes"]
        if row["state"] == "escrowed" and (row["block_number"], row["log_index"]) > place
    )
    unspent = whole - books.total("outcomes", "amount")
    if wound_down:
        # Nothing was brought only in a row that is wrong.
        brought = wound_down["brought"] or 1
        rounded = sum(part * wound_down["unspent"] // brought for part in (given, escrowed))
        returned = sum(row["amount"] for row in books.rows["line_changes"] if row["state"] == "returned")
        gone = books.total("exits", "amount") + books.sums["given_back"] + returned
        unspent = wound_down["per_share"] * books.sums["sold"] + rounded - gone
    return Pot(raised, whole, unspent, unspent)


def _escrowed(books: Books, terms: Row, was_wound_down: bool) -> int:
    """What is in escrow; after a wind-down also what was given back since."""
    states = {row["line"]: row["state"] for row in books.rows["line_changes"]}
    counted = {"escrowed", "returned"} if was_wound_down else {"escrowed"}
    lines = enumerate(terms["financiers"])
    return sum(int(line["amount"]) for number, line in lines if states.get(number) in counted)
