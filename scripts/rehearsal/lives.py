"""What came of the lives that a plan was tried out in, in lines and as data. See simulation.py."""

from collections.abc import Callable, Iterator
from typing import Any

from scripts import chain
from scripts.description.project_terms import HOLDERS, ProjectTerms
from scripts.description.terms import Money
from scripts.language import mark, say

KINDS = {
    "propose": mark("propose (you)"),
    "approve": mark("approve the listing (platform)"),
    "consent": mark("bring a consent (anybody)"),
    "allow": mark("allow a payment (who pays)"),
    "escrow": mark("put a line in escrow (financier)"),
    "open": mark("open (anybody)"),
    "admit": mark("admit a fan (keeper of the rule)"),
    "contribute": mark("contribute (fan)"),
    "give": mark("give (patron)"),
    "finalize": mark("finalize, as a success (anybody)"),
    "fail": mark("finalize, as a failure (anybody)"),
    "announce": mark("announce a release (you)"),
    "read": mark("read a tally (anybody)"),
    "deposit": mark("report receipts (you, a collector)"),
    "release": mark("release royalties (anybody)"),
    "payout": mark("pay a holder, among many (anybody)"),
    "refund": mark("refund a fan, among many (anybody)"),
    "refund_gift": mark("refund a patron (anybody)"),
    "return_line": mark("give a line back (anybody)"),
}
"""Kinds of calls, and who sends them."""
COUNTS = ("fans", "shares", "days")


def lines_of_lives(lives: dict[str, Any], terms: ProjectTerms, money: Money, gas_price: int) -> Iterator[str]:
    yield say("Tried out on a copy of this chain, where nothing was sent")
    yield from lines_of_success(lives["success"], terms, money)
    yield from lines_of_royalty(lives["royalty"], terms, money)
    yield from lines_of_failure(lives["failure"], money)
    yield say("  Gas of each kind of call, and its cost now")
    for kind, gas in lives["gas"].items():
        what, cost = say(KINDS[kind]), chain.ether(gas * gas_price)
        yield say("    {gas:>12,}  {cost:>16}  {what}", gas=gas, cost=cost, what=what)


def lines_of_success(life: dict[str, Any], terms: ProjectTerms, money: Money) -> Iterator[str]:
    yield say(
        "  It succeeds: {fans:,} fans buy {shares:,} shares for {paid}",
        fans=life["fans"],
        shares=life["shares"],
        paid=money(life["paid_by_fans"]),
    )
    if life["given"]:
        yield f"    {money(life['given']):>20}  " + say("a patron gives, because so few fans tried it out")
    yield f"    {money(life['escrowed']):>20}  " + say("the financiers had put in escrow")
    yield f"    {money(life['fee']):>20}  " + say("the platform's fee")
    for milestone, amount in zip(terms.production.milestones, life["milestones"], strict=True):
        yield f"    {money(amount):>20}  " + say("released for {label}", label=milestone.label)
    yield f"    {money(life['producer']):>20}  " + say(
        "in all for the producer, {days} days after the opening at the earliest", days=life["days"]
    )


def lines_of_royalty(life: dict[str, Any], terms: ProjectTerms, money: Money) -> Iterator[str]:
    """Three first statements side by side: a tenth of the budget in receipts, all of it, three times as
    much."""
    low, high = life["previews"]
    columns = [low, life, high]
    yield say("  Receipts come in and are shared; what one first statement would bring to whom")
    yield line_of_columns([money(each["gross"]) for each in columns], say("gross receipts"))
    yield line_of_columns(
        [money(each["net"]) for each in columns], say("net, half of what may be deducted taken off")
    )
    for number, position in enumerate(terms.waterfall.positions):
        who = say("the holders") if position.payee == HOLDERS else position.payee
        amounts = [money(each["positions"][number]) for each in columns]
        yield line_of_columns(amounts, f"{position.label} ({who})")
    if any(each["to_producer"] for each in columns):
        amounts = [money(each["to_producer"]) for each in columns]
        yield line_of_columns(amounts, say("the producer, above the holders' cap"))
    yield say(
        "    Of the middle one a share that costs {price} gets {gets}",
        price=money(terms.campaign.price_per_share),
        gets=money(life["per_share"]),
    )


def line_of_columns(amounts: list[str], label: str) -> str:
    return "    " + "  ".join(f"{amount:>20}" for amount in amounts) + f"  {label}"


def lines_of_failure(life: dict[str, Any], money: Money) -> Iterator[str]:
    yield say(
        "  It fails: {fans:,} fans paid {paid}, a patron gave {given}; both got {refunded} back, and the "
        "financiers {lines}; {left} is left in the campaign",
        fans=life["fans"],
        paid=money(life["paid_by_fans"]),
        given=money(life["given"]),
        refunded=money(life["refunded"]),
        lines=money(life["lines"]),
        left=money(life["left"]),
    )


def lives_in_data(lives: dict[str, Any], money: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    """The same with every amount as machines read it; counts, days and gas stay numbers."""

    def turn(key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: turn(name, each) for name, each in value.items()}
        if isinstance(value, list):
            return [turn(key, each) for each in value]
        return value if key in COUNTS else money(value)

    return {"gas": lives["gas"]} | {name: turn(name, life) for name, life in lives.items() if name != "gas"}
