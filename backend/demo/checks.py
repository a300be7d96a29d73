"""Whether a project's money adds up, to the smallest unit: what came in against what went where."""

from collections.abc import Iterator
from dataclasses import dataclass

from backend.demo.books import Books


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that has to agree: `sentence` names both sides, `agrees` says whether it does."""

    sentence: str
    agrees: bool


def check(books: Books) -> tuple[Check, ...]:
    """Every sum that the state of the project allows."""
    checks = [_shares(books)]
    if books.success is None:
        checks.append(_everything_back(books))
    else:
        checks += _raised(books)
        checks.append(_pot(books))
    if books.reported:
        checks += _royalties(books)
    return tuple(checks)


def _shares(books: Books) -> Check:
    held = books.held
    return Check(f"shares of all holders {held.sum:,} = supply {held.supply:,}", held.sum == held.supply)


def _everything_back(books: Books) -> Check:
    money, every = books.money, books.brought.values()
    pledged, revoked = sum(each.pledged for each in every), sum(each.revoked for each in every)
    given, escrowed = sum(each.given for each in every), sum(each.escrowed for each in every)
    back = {each: books.paid_for(each) for each in ("revocation", "refund", "gift", "line")}
    kept = books.held.sum * books.price + (given - back["gift"]) + (escrowed - back["line"])
    sentence = (
        f"contributed {money(pledged)} + given {money(given)} + in escrow {money(escrowed)}"
        f" = revoked {money(back['revocation'])} + refunded to fans {money(back['refund'])}"
        f" + to patrons {money(back['gift'])} + to financiers {money(back['line'])} + not yet {money(kept)}"
    )
    agrees = pledged + given + escrowed == sum(back.values()) + kept and revoked == back["revocation"]
    return Check(sentence, agrees)


def _raised(books: Books) -> Iterator[Check]:
    assert books.success is not None
    money, every = books.money, books.brought.values()
    pledged, revoked = sum(each.pledged for each in every), sum(each.revoked for each in every)
    given, escrowed = sum(each.given for each in every), sum(each.escrowed for each in every)
    raised, fee, pot = books.success.raised, books.paid_for("fee"), books.production.pot or 0
    yield Check(
        f"contributed {money(pledged)} - revoked {money(revoked)} + given {money(given)}"
        f" = raised {money(raised)}",
        pledged - revoked + given == raised,
    )
    yield Check(
        f"raised {money(raised)} + financiers' escrow {money(escrowed)}"
        f" = fee {money(fee)} + pot {money(pot)}",
        raised + escrowed == fee + pot,
    )


def _pot(books: Books) -> Check:
    money, made = books.money, books.production
    pot, released, unspent = made.pot or 0, books.paid_for("release"), made.unspent
    if made.wind_down is None:
        sentence = f"pot {money(pot)} = released by milestones {money(released)} + unspent {money(unspent)}"
        return Check(sentence, pot == released + unspent)
    back = books.paid_for("exit", "gift", "line")
    rounding = pot - released - back - unspent
    sentence = (
        f"pot {money(pot)} = released by milestones {money(released)} + given back {money(back)}"
        f" + still to give back {money(unspent)} + rounding {money(rounding)}"
    )
    # Rounded down once per share that was sold, and once for each patron and line.
    most = books.price and made.wind_down.brought // books.price + len(books.brought)
    return Check(sentence, 0 <= rounding <= most)


def _royalties(books: Books) -> Iterator[Check]:
    money = books.money
    net = sum(each.net for each in books.reported)
    for_holders = sum(each.holders_amount for each in books.reported)
    waiting = for_holders - sum(each.released for each in books.reported)
    positions, excess = books.paid_for("position"), books.paid_for("excess")
    paid, left = books.paid_for("royalty"), sum(each.claimable for each in books.held.holders)
    dust = for_holders - waiting - paid - left
    yield Check(
        f"receipts {money(net)} = other positions {money(positions)} + over the cap {money(excess)}"
        f" + holders {money(for_holders)}",
        net == positions + excess + for_holders,
    )
    yield Check(
        f"holders {money(for_holders)} = paid {money(paid)} + claimable {money(left)}"
        f" + not yet entered {money(waiting)} + fractions {money(dust)}",
        0 <= dust < max(1, len(books.held.holders)) and paid == sum(each.paid for each in books.held.holders),
    )
