"""What fans brought."""

from pydantic import Field

from backend.api.lists import telling
from backend.api.lists.kinds import WHOLE
from backend.api.lists.listing import CHAIN_ORDER, PLACED, Filter, Listing, Row, Sort, Told, amounts, shares
from backend.api.lists.resources.scopes import CAMPAIGN, JOINS, OF_LEDGER, everywhere, who
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_WALLET,
    Address,
    Amount,
    Event,
    Shares,
    Time,
    example,
)
from backend.queries.status import AsOf


class Contribution(Event):
    """A pledge of shares, by a fan or for one. It may have been revoked or given back since."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    fan: Address = Field(description="Who gets the shares.", examples=[EXAMPLE_WALLET])
    payer: Address = Field(description="Who paid.", examples=[EXAMPLE_WALLET])
    shares: Shares = Field(examples=[10])
    amount: Amount = Field(examples=[example("500")])
    tier: int = Field(description="The reward taken with it, from 1; 0: none.", ge=0, examples=[1])
    firm_at: Time = Field(description="Until then the fan can revoke it.")


def _tell(row: Row, at: AsOf) -> Told:
    return {
        **telling.place(row, at),
        "campaign": telling.address(row.campaign),
        "fan": telling.address(row.fan),
        "payer": telling.address(row.payer),
        "shares": row.shares,
        "amount": telling.amount(row.amount, row),
        "tier": row.tier,
        "firm_at": telling.time(row.firm_at),
    }


CONTRIBUTIONS = Listing(
    name="contributions",
    item=Contribution,
    summary="What fans contributed",
    tag="projects",
    paths=everywhere("contributions"),
    rows="contributions x",
    joins=JOINS,
    columns=f"{OF_LEDGER}, x.fan, x.payer, x.shares, x.amount, x.tier, x.firm_at",
    tell=_tell,
    filters=CAMPAIGN
    | {
        "fan": who("fan", "Only for these wallets"),
        "payer": who("payer", "Only paid by these wallets"),
        "tier": Filter("x.tier = {}", WHOLE, "Only with this reward, from 1; 0: without one."),
    }
    | shares("shares", "x.shares", "Shares")
    | amounts("amount", "x.amount", "Amount")
    | PLACED,
    sorts={
        "block_number": CHAIN_ORDER,
        "amount": Sort("x.amount", "numeric"),
        "shares": Sort("x.shares"),
        "firm_at": Sort("x.firm_at"),
    },
    sort="-block_number",
    is_of_events=True,
)
