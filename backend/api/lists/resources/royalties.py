"""What became the holders', and everything that left the contracts."""

from typing import get_args

from pydantic import Field

from backend.api.lists import telling
from backend.api.lists.kinds import FLAG, WHOLE, one_of
from backend.api.lists.listing import CHAIN_ORDER, PLACED, Filter, Listing, Row, Sort, Told, amounts
from backend.api.lists.resources.scopes import CAMPAIGN, JOINS, OF_LEDGER, everywhere, who
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN, Address, Amount, Event, example
from backend.api.schemas.payments import Payment
from backend.queries.payments import Purpose
from backend.queries.status import AsOf


class RoyaltyRelease(Event):
    """Royalties that became the holders': to be claimed or paid out from then on."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    tranche: int = Field(description="Of which deposit; 0: given without a statement.", ge=0, examples=[1])
    amount: Amount = Field(examples=[example("21033.017887")])
    to_leavers: bool = Field(
        description="Whether no share was left, so that it went to those who burned theirs at a wind-down.",
        examples=[False],
    )


def _tell_payment(row: Row, at: AsOf) -> Told:
    return {
        **telling.place(row, at),
        "campaign": telling.address(row.campaign),
        "purpose": row.kind,
        "payee": telling.address(row.payee),
        "receiver": telling.somebody(row.receiver),
        "amount": telling.amount(row.amount, row),
        "succeeded": row.succeeded,
        "contract": telling.address(row.contract),
    }


def _tell_release(row: Row, at: AsOf) -> Told:
    return {
        **telling.place(row, at),
        "campaign": telling.address(row.campaign),
        "tranche": row.tranche,
        "amount": telling.amount(row.amount, row),
        "to_leavers": row.to_leavers,
    }


_SORTS = {"block_number": CHAIN_ORDER, "amount": Sort("x.amount", "numeric")}

PAYMENTS = Listing(
    name="payments",
    item=Payment,
    summary="Money that left the contracts, or tried to",
    tag="payments",
    paths=everywhere("payments"),
    rows="payments x",
    pinned="x.block_number <= at.number and x.amount > 0",
    joins=JOINS,
    columns=f"{OF_LEDGER}, x.kind, x.payee, x.receiver, x.amount, x.succeeded, x.contract",
    tell=_tell_payment,
    filters=CAMPAIGN
    | {
        "payee": who("payee", "Only to these, whoever received it"),
        "receiver": who("receiver", "Only what went to these addresses"),
        "contract": who("contract", "Only of these contracts"),
        "purpose": Filter("x.kind = {}", one_of(*get_args(Purpose)), "Only for these purposes.", many=True),
        "succeeded": Filter("x.succeeded = {}", FLAG, "false: only what failed and stayed owed."),
    }
    | amounts("amount", "x.amount", "Amount")
    | PLACED,
    sorts=_SORTS,
    sort="-block_number",
    is_of_events=True,
)

ROYALTIES = Listing(
    name="royalties",
    item=RoyaltyRelease,
    summary="When royalties became the holders'",
    tag="receipts",
    paths=everywhere("royalties"),
    rows="releases x",
    joins=JOINS,
    columns=f"{OF_LEDGER}, x.tranche, x.amount, x.to_leavers",
    tell=_tell_release,
    filters=CAMPAIGN
    | {"tranche": Filter("x.tranche = {}", WHOLE, "Only of this deposit; 0: given without a statement.")}
    | amounts("amount", "x.amount", "Amount")
    | PLACED,
    sorts=_SORTS,
    sort="-block_number",
    is_of_events=True,
)
