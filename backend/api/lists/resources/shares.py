"""Who holds shares, what one wallet holds, and how shares moved."""

from typing import Literal

from pydantic import Field

from backend.addresses import ZERO_ADDRESS
from backend.api.lists import telling
from backend.api.lists.kinds import ADDRESS, one_of
from backend.api.lists.listing import (
    CHAIN_ORDER,
    PLACED,
    Filter,
    Listing,
    Row,
    Scope,
    Sort,
    Told,
    amounts,
    shares,
)
from backend.api.lists.resources.scopes import CAMPAIGN, JOINS, OF_LEDGER, OF_PROJECT, everywhere, pin, who
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_WALLET,
    Address,
    Event,
    Shares,
)
from backend.api.schemas.holders import Account, Holder
from backend.queries.laterals import CLAIMABLE, LEAVERS_INDEX, ROYALTY_INDEX, SUPPLY
from backend.queries.status import AsOf
from backend.tables.accounts import account_of, holders_of

Move = Literal["mint", "burn", "transfer"]


class Transfer(Event):
    """Shares that changed hands."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    kind: Move = Field(description="mint, burn: from and to the zero address.", examples=["transfer"])
    sender: Address = Field(examples=[EXAMPLE_WALLET])
    receiver: Address = Field(examples=["0x70997970C51812dc3A010C7d01b50e0d17dc79C8"])
    shares: Shares = Field(examples=[10])


class WalletHolding(Account):
    """A wallet's shares of one project, and what they earned. More, roles and payments too: /v1/wallets."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    share_token: Address = Field(examples=["0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9"])
    name: str = Field(examples=["La mer monte"])
    symbol: str = Field(examples=["MER"])


def _tell_account(row: Row, at: AsOf) -> Told:
    return {
        "shares": row.shares,
        "percent": f"{row.percent:.4f}",
        "earned": telling.amount(row.earned, row),
        "paid": telling.amount(row.paid, row),
        "claimable": telling.amount(row.claimable, row),
        "owed": telling.amount(row.owed, row),
        "block_number": row.account_block,
        "finality": at.finality_of(row.account_block),
    }


def _tell_holder(row: Row, at: AsOf) -> Told:
    return {"holder": telling.address(row.holder), **_tell_account(row, at)}


def _tell_holding(row: Row, at: AsOf) -> Told:
    return {
        **_tell_account(row, at),
        "campaign": telling.address(row.campaign),
        "share_token": telling.address(row.share_token),
        "name": telling.line(row.name),
        "symbol": telling.line(row.symbol),
    }


def _tell_transfer(row: Row, at: AsOf) -> Told:
    sender, receiver = telling.address(row.sender), telling.address(row.receiver)
    kind = "mint" if sender == ZERO_ADDRESS else "burn" if receiver == ZERO_ADDRESS else "transfer"
    return {
        **telling.place(row, at),
        "campaign": telling.address(row.campaign),
        "kind": kind,
        "sender": sender,
        "receiver": receiver,
        "shares": row.shares,
    }


def _tell_proof(row: Row) -> Told:
    return {
        "campaign": telling.address(row.of_campaign),
        "number": row.all_number,
        "supply": int(row.supply),
        "sum": int(row.all_shares),
    }


_ACCOUNT = """h.shares, h.paid, h.owed, h.block_number as account_block, h.claimable,
    h.paid + h.claimable as earned, coalesce(round(100 * h.shares / nullif(u.supply, 0), 4), 0) as percent"""
_EARNED = amounts("earned", "x.earned", "Earned, paid or not") | amounts(
    "claimable", "x.claimable", "Claimable"
)
_SORTS = {
    "shares": Sort("x.shares"),
    "earned": Sort("x.earned", "numeric"),
    "paid": Sort("x.paid", "numeric"),
    "claimable": Sort("x.claimable", "numeric"),
    "block_number": Sort("x.account_block"),
}
_TOLD = "x.shares, x.percent, x.earned, x.paid, x.claimable, x.owed, x.account_block"

HOLDERS = Listing(
    name="holders",
    item=Holder,
    summary="Who holds the shares of a project, and what each has earned",
    tag="holders",
    paths=(Scope("/v1/projects/{campaign}/holders", "campaign"),),
    ctes=pin(
        f""", gone as (
            select distinct on (holder) l.holder, l.shares, l.royalty_index, l.fraction
            from at join leavers l on l.campaign = :scope and l.block_number <= at.number
            order by holder, l.block_number desc, l.log_index desc
        ), everyone as materialized (
            select p.campaign, u.supply, h.holder, {_ACCOUNT}
            from at join projects p on p.campaign = :scope and p.block_number <= at.number
            cross join lateral {SUPPLY} u
            cross join lateral {ROYALTY_INDEX} i
            cross join lateral {LEAVERS_INDEX} l
            join lateral (
                select h.*, {CLAIMABLE} as claimable
                from {holders_of("p.campaign", ":at")} h left join gone g on g.holder = h.holder) h
                on h.shares > 0 or h.paid > 0 or h.claimable > 0
        )"""
    ),
    proof=pin(
        f"""select p.campaign as of_campaign, u.supply, e.*
        from projects p cross join lateral {SUPPLY} u
        cross join (select count(*) as all_number, coalesce(sum(shares), 0) as all_shares from everyone) e
        where p.campaign = :scope"""
    ),
    tell_proof=_tell_proof,
    proof_fields={
        "campaign": (Address, Field(examples=[EXAMPLE_CAMPAIGN])),
        "number": (int, Field(description="How many holders there are in all.", examples=[412])),
        "supply": (Shares, Field(description="Shares minted less shares burned.", examples=[2430])),
        "sum": (
            Shares,
            Field(description="The shares of all holders together: equals supply.", examples=[2430]),
        ),
    },
    rows="everyone x",
    pinned="",
    joins="join projects p on p.campaign = x.campaign",
    columns=f"{OF_PROJECT}, x.holder, {_TOLD}",
    tell=_tell_holder,
    filters={"holder": who("holder", "Only these wallets")}
    | shares("shares", "x.shares", "Shares")
    | _EARNED,
    sorts=_SORTS,
    sort="-shares",
    key=(Sort("x.holder", "bytea"),),
    notes="The list proves itself: `sum`, of all holders, equals `supply`, whatever is filtered. Who sold "
    "everything stays in it if royalties were earned.",
)

HOLDINGS = Listing(
    name="holdings",
    item=WalletHolding,
    summary="What a wallet holds, in all projects",
    tag="wallets",
    paths=(Scope("/v1/wallets/{address}/holdings", "address"),),
    rows=pin(
        f"""(
        select p.campaign, p.block_number as proposed_in, p.log_index as proposed_at, {_ACCOUNT}
        from (select distinct campaign from holdings where holder = :scope and block_number <= at.number) w
        join projects p on p.campaign = w.campaign
        cross join lateral {SUPPLY} u
        cross join lateral {ROYALTY_INDEX} i
        cross join lateral {LEAVERS_INDEX} l
        left join lateral (
            select * from leavers where campaign = p.campaign and holder = :scope and block_number <= :at
            order by block_number desc, log_index desc limit 1) g on true
        join lateral (
            select h.*, {CLAIMABLE} as claimable from {account_of("p.campaign", ":scope", ":at")} h) h
            on h.shares > 0 or h.paid > 0 or h.claimable > 0
        ) x"""
    ),
    pinned="",
    joins="join projects p on p.campaign = x.campaign",
    columns=f"{OF_PROJECT}, p.share_token, p.name, p.symbol, {_TOLD}",
    tell=_tell_holding,
    filters=CAMPAIGN | shares("shares", "x.shares", "Shares") | _EARNED,
    sorts=_SORTS | {"proposed": Sort("x.proposed_in")},
    sort="-proposed",
    key=(Sort("x.proposed_in"), Sort("x.proposed_at")),
)

TRANSFERS = Listing(
    name="transfers",
    item=Transfer,
    summary="How shares moved",
    tag="holders",
    paths=everywhere("transfers"),
    rows="transfers x",
    joins=JOINS,
    columns=f"{OF_LEDGER}, x.sender, x.receiver, x.shares",
    tell=_tell_transfer,
    filters=CAMPAIGN
    | {
        "sender": who("sender", "Only from these wallets"),
        "receiver": who("receiver", "Only to these wallets"),
        "wallet": Filter("{} in (x.sender, x.receiver)", ADDRESS, "Only from or to this wallet."),
        "kind": Filter(
            "case decode(repeat('00', 20), 'hex') when x.sender then 'mint' when x.receiver then 'burn' "
            "else 'transfer' end = {}",
            one_of("mint", "burn", "transfer"),
            "Only mints, burns or transfers between wallets.",
            many=True,
        ),
    }
    | shares("shares", "x.shares", "Shares")
    | PLACED,
    sorts={"block_number": CHAIN_ORDER, "shares": Sort("x.shares")},
    sort="-block_number",
    is_of_events=True,
)
