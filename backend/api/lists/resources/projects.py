"""All projects, and how their campaigns stand."""

from types import SimpleNamespace
from typing import Any, cast, get_args

from pydantic import Field

from backend.api.lists import telling
from backend.api.lists.kinds import FLAG, line, one_of
from backend.api.lists.listing import CHAIN_ORDER, PLACED, Filter, Listing, Row, Scope, Sort, Told
from backend.api.lists.resources.scopes import pin, who
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    Address,
    Amount,
    Schema,
    Shares,
    Time,
    example,
)
from backend.api.schemas.projects import ProjectSummary
from backend.queries.catalogue import (
    CARD_COLUMNS,
    CARD_JOINS,
    CARD_TYPES,
    ProjectStatus,
    SaidStatus,
    read_card,
)
from backend.queries.closing import STATUS_NOW
from backend.queries.laterals import APPROVED, RAISED
from backend.queries.status import AsOf
from backend.queries.terms import read_campaign
from backend.tables import Address as AddressType
from backend.tables import Units


class CampaignStanding(Schema):
    """The raising of a project's money: its terms, and how far it is."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    name: str = Field(examples=["La mer monte"])
    status: ProjectStatus = Field(examples=["raising"])
    price_per_share: Amount = Field(examples=[example("50")])
    goal: Amount = Field(examples=[example("100000")])
    cap: Amount = Field(description="The most that can be raised.", examples=[example("135000")])
    cap_shares: Shares = Field(examples=[2700])
    raised: Amount = Field(examples=[example("121500")])
    gifts: Amount = Field(description="Of it, the patrons'.", examples=[example("0")])
    refunded: Amount = Field(description="What of it was given back.", examples=[example("0")])
    percent: int = Field(description="Raised, of the goal, rounded down; may be above 100.", examples=[121])
    backers: int = Field(description="How many fans contributed and did not revoke.", examples=[412])
    opens_at: Time
    closes_at: Time = Field(description="With pauses and the one reopening, as of now.")
    paused: bool = Field(description="Whether the platform's pause keeps fans out now.", examples=[False])


def _read_card(row: Row, at: AsOf) -> Told:
    """By the model of the card: as few of them are read as there are projects."""
    kinds: dict[Any, Any] = {AddressType: telling.address, Units: int}
    read = {
        name: kinds[kind](value)
        for name, kind in CARD_TYPES.items()
        if (value := getattr(row, name)) is not None
    }
    card = read_card(cast(Any, SimpleNamespace(**{**row._asdict(), **read})), at.time)
    return ProjectSummary.of(card).model_dump(mode="json")


def _tell_campaign(row: Row, at: AsOf) -> Told:
    terms = read_campaign(row.campaign_terms)
    told = _read_card(row, at) | {
        "price_per_share": telling.amount(terms.price_per_share, row),
        "cap_shares": terms.cap_shares,
    }
    return {name: told[name] for name in CampaignStanding.model_fields}


def _of(sql: str) -> str:
    """SQL about a project `p` as of `:at`, about the row `x` of this statement."""
    return sql.replace("p.campaign", "x.campaign").replace("p.terms", "x.terms").replace(":now", "at.time")


_STATUSES = one_of(*get_args(SaidStatus), "closed", "lapsed")
_JOINS = pin(f"join projects p on p.campaign = x.campaign {CARD_JOINS}")
_COLUMNS = f"{CARD_COLUMNS}, p.currency_decimals as decimals"
_FILTERS = {
    "campaign": who("campaign", "Only these projects"),
    "status": Filter(f"{pin(_of(STATUS_NOW))} = {{}}", _STATUSES, "Only with these statuses.", many=True),
    "model": Filter("x.model = {}", line("complement"), "Only of this funding model."),
    "approved": Filter(
        pin(_of(f"(select approved from {APPROVED} a)")) + " = {}",
        FLAG,
        "true: only what the platform has approved; anyone can propose anything.",
    ),
    "producer": who("producer", "Only proposed by these"),
    "artist": who("artist", "Only with these artists"),
    "currency": who("currency", "Only in these currencies, by their contracts' addresses"),
    "share_token": who("share_token", "Only with these share tokens"),
    **PLACED,
}
_SORTS = {
    "block_number": CHAIN_ORDER,
    "opens_at": Sort("(x.terms #>> '{campaign,opensAt}')::numeric", "numeric"),
    "closes_at": Sort("(x.terms #>> '{campaign,closesAt}')::numeric", "numeric"),
    "goal": Sort("(x.terms #>> '{campaign,goal}')::numeric", "numeric"),
    "raised": Sort(pin(_of(f"(select pledged + gifts from {RAISED} r)")), "numeric"),
}

PROJECTS = Listing(
    name="projects",
    item=ProjectSummary,
    summary="All projects",
    tag="projects",
    paths=(Scope("/v1/projects", ""),),
    rows="projects x",
    joins=_JOINS,
    columns=_COLUMNS,
    tell=_read_card,
    filters=_FILTERS,
    sorts=_SORTS,
    sort="-block_number",
    expands=False,
    notes="Newest first, also those that the platform never approved: see `approved`. "
    "By `closes_at`: that of the terms, without pauses.",
)

CAMPAIGNS = Listing(
    name="campaigns",
    item=CampaignStanding,
    summary="How the campaigns of all projects stand",
    tag="projects",
    paths=(Scope("/v1/campaigns", ""),),
    rows="projects x",
    joins=_JOINS,
    columns=_COLUMNS,
    tell=_tell_campaign,
    filters=_FILTERS,
    sorts=_SORTS,
    sort="-block_number",
    notes="By `closes_at`: that of the terms, without pauses.",
)
