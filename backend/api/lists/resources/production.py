"""Milestones that were announced to be released, and the holders' objections."""

from typing import Literal, get_args

from pydantic import Field

from backend.api.lists import telling
from backend.api.lists.kinds import FLAG, WHOLE, one_of
from backend.api.lists.listing import CHAIN_ORDER, PLACED, Filter, Listing, Row, Sort, Told, amounts
from backend.api.lists.resources.scopes import CAMPAIGN, JOINS, OF_LEDGER, everywhere, who
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_WALLET,
    Address,
    Amount,
    Event,
    Hash,
    Time,
    example,
)
from backend.queries.status import AsOf

Outcome = Literal["announced", "released", "refused", "lapsed"]


class Release(Event):
    """A part of the pot that the producer announced for a milestone (4.1), and how it ended."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    round: int = Field(description="Of all questions to the holders, from 1.", ge=0, examples=[1])
    milestone: int = Field(description="From 0, in the order of the terms.", ge=0, examples=[0])
    amount: Amount = Field(examples=[example("40000")])
    objections_until: Time
    evidence_hash: Hash
    uri: str = Field(description="Where the evidence can be read.", examples=["https://example.org/cut.pdf"])
    objections: int = Field(description="How many holders objected.", ge=0, examples=[3])
    outcome: Outcome = Field(description="announced: the tally is still to be read.", examples=["released"])
    ended_at: Time | None = Field(examples=["2026-11-23T01:38:09Z"])


class Objection(Event):
    """A holder said no, with all shares held when the tally is read (4.2)."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    holder: Address = Field(examples=[EXAMPLE_WALLET])
    round: int = Field(description="Of all questions to the holders, from 1.", ge=0, examples=[1])
    milestone: int = Field(description="From 0, in the order of the terms.", ge=0, examples=[0])
    winds_down: bool = Field(
        description="Whether the question is to wind the project down, and this asks for it.",
        examples=[False],
    )


def _tell_release(row: Row, at: AsOf) -> Told:
    return {
        **telling.place(row, at),
        "campaign": telling.address(row.campaign),
        "round": row.round,
        "milestone": row.milestone,
        "amount": telling.amount(row.amount, row),
        "objections_until": telling.time(row.objections_until),
        "evidence_hash": telling.digest(row.evidence_hash),
        "uri": row.uri,
        "objections": row.objections,
        "outcome": row.outcome,
        "ended_at": None if row.ended_at is None else telling.time(row.ended_at),
    }


def _tell_objection(row: Row, at: AsOf) -> Told:
    return {
        **telling.place(row, at),
        "campaign": telling.address(row.campaign),
        "holder": telling.address(row.holder),
        "round": row.round,
        "milestone": row.milestone,
        "winds_down": row.winds_down,
    }


_ROUND = {"round": Filter("x.round = {}", WHOLE, "Only of this round.")}
_MILESTONE = {"milestone": Filter("x.milestone = {}", WHOLE, "Only of this milestone, from 0.")}

RELEASES = Listing(
    name="releases",
    item=Release,
    summary="Milestones that the producer announced, and how the holders decided",
    tag="projects",
    paths=everywhere("releases"),
    rows="""(select q.*, coalesce(o.outcome, 'announced') as outcome, o.block_number as ended_in from
    questions q
        left join outcomes o on o.campaign = q.campaign and o.round = q.round and o.block_number <= at.number
        where not q.winds_down) x""",
    joins=f"""{JOINS}
        left join blocks e on e.number = x.ended_in
        cross join lateral (select count(*) as objections from objections
            where campaign = x.campaign and round = x.round and block_number <= at.number) n""",
    columns=f"""{OF_LEDGER}, x.round, x.milestone, x.amount, x.objections_until, x.evidence_hash, x.uri,
        x.outcome, e.time as ended_at, n.objections""",
    tell=_tell_release,
    filters=CAMPAIGN
    | _ROUND
    | _MILESTONE
    | {
        "outcome": Filter(
            "x.outcome = {}", one_of(*get_args(Outcome)), "Only with these outcomes.", many=True
        )
    }
    | amounts("amount", "x.amount", "Amount")
    | PLACED,
    sorts={
        "block_number": CHAIN_ORDER,
        "amount": Sort("x.amount", "numeric"),
        "objections_until": Sort("x.objections_until"),
    },
    sort="-block_number",
)

OBJECTIONS = Listing(
    name="objections",
    item=Objection,
    summary="What holders objected to",
    tag="holders",
    paths=everywhere("objections"),
    rows="""(select o.*, q.milestone, q.winds_down from objections o
        join questions q on q.campaign = o.campaign and q.round = o.round) x""",
    joins=JOINS,
    columns=f"{OF_LEDGER}, x.holder, x.round, x.milestone, x.winds_down",
    tell=_tell_objection,
    filters=CAMPAIGN
    | {
        "holder": who("holder", "Only of these holders"),
        "winds_down": Filter("x.winds_down = {}", FLAG, "true: only votes for winding the project down."),
    }
    | _ROUND
    | _MILESTONE
    | PLACED,
    sorts={"block_number": CHAIN_ORDER},
    sort="-block_number",
    is_of_events=True,
)
