"""Who stands behind a project besides its shares:

artist, financiers, patrons; and the rewards (rules 2.4, 3).
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.queries.project import ProjectUnknown
from backend.queries.status import AsOf, as_of
from backend.queries.terms import Currency, FinancierLine, TierTerms, read_financiers, read_tiers
from backend.queries.writing import show_line
from backend.tables import Address, Units

LineState = Literal["open", "promised", "escrowed", "paid_elsewhere", "returned"]


@dataclass(frozen=True, slots=True)
class Consent:
    """Of the artist of the terms.

    deadline: until when its signature serves; None when there is none, or it was revoked. recorded_at: when
    the newest signature was brought. served_at: when the project opened with it. is_valid: whether it can
    serve for an opening now, which says nothing of a project that is open.
    """

    artist: str
    deadline: int | None
    recorded_at: int | None
    served_at: int | None
    is_revoked: bool
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A financier's part of the budget.

    state: "escrowed" is money in the contract, or brought to it; "promised" is a signature until
    `deadline`, and no money; "paid_elsewhere" is the financier's signature that it has paid the producer;
    "returned" went back. has_lapsed: of a promise whose deadline has passed. time, block_number: of the
    state; None of an open line.
    """

    terms: FinancierLine
    state: LineState
    deadline: int | None
    has_lapsed: bool
    returned: int | None
    time: int | None
    block_number: int | None

    @property
    def escrowed(self) -> int:
        """What of it was brought to the contract, also when it went back since."""
        return self.terms.amount if self.state in ("escrowed", "returned") else 0

    @property
    def was_brought(self) -> bool:
        """Whether it came, here or elsewhere; a promise is none."""
        return self.state in ("escrowed", "paid_elsewhere", "returned")


@dataclass(frozen=True, slots=True)
class Gift:
    """A patron's currency: it counts toward the goal. refunded: what of it went back."""

    patron: str
    amount: int
    refunded: int


@dataclass(frozen=True, slots=True)
class GiftInKind:
    """The producer's words; never counted."""

    patron: str
    description: str
    time: int
    block_number: int


@dataclass(frozen=True, slots=True)
class Tier:
    """number: from 1, as contributions name it. taken: by how many fans, now."""

    number: int
    terms: TierTerms
    taken: int


@dataclass(frozen=True, slots=True)
class Reflection:
    """Of shares that were sold and neither revoked nor refunded: firm ones, and those that their fans may
    still revoke. last_firm_at: the end of the last window of all; None before the first pledge. closes_at,
    reopened_at: of the one reopening.
    """

    firm: int
    revocable: int
    last_firm_at: int | None
    reopened_at: int | None
    reopened_until: int | None


@dataclass(frozen=True, slots=True)
class Financing:
    as_of: AsOf
    campaign: str
    currency: Currency
    consent: Consent
    lines: tuple[Line, ...]
    gifts: tuple[Gift, ...]
    gifts_in_kind: tuple[GiftInKind, ...]
    tiers: tuple[Tier, ...]
    reflection: Reflection


# A pledge counts unless a revocation came within its window, or a refund ever.
_FINANCING = (
    text(
        """
        select p.currency, p.currency_symbol, p.currency_decimals, p.artist,
            p.terms -> 'financiers' as financiers, p.terms -> 'tiers' as tiers,
            c.consents, d.opened_at, l.lines, g.gifts, k.in_kind, t.taken, f.firm, f.revocable,
            f.last_firm_at, o.reopened_at, o.reopened_until
        from projects p
        cross join lateral (
            select jsonb_agg(jsonb_build_array(x.deadline, b.time) order by x.block_number, x.log_index)
                as consents
            from consents x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.block_number <= :at) c
        cross join lateral (
            select min(b.time) as opened_at from status_changes x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.status = 'raising' and x.block_number <= :at) d
        cross join lateral (
            select jsonb_agg(jsonb_build_array(
                    x.line, x.state, x.amount, x.deadline, b.time, x.block_number)
                order by x.block_number, x.log_index) as lines
            from line_changes x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.block_number <= :at) l
        cross join lateral (
            select jsonb_agg(jsonb_build_array(encode(patron, 'hex'), amount, refunded) order by first)
                as gifts
            from (
                select g.patron, sum(g.amount) as amount, min(g.block_number) as first,
                    (select coalesce(sum(r.amount), 0) from gift_refunds r
                        where r.campaign = p.campaign and r.patron = g.patron and r.block_number <= :at)
                        as refunded
                from gifts g where g.campaign = p.campaign and g.block_number <= :at group by g.patron) x) g
        cross join lateral (
            select jsonb_agg(jsonb_build_array(x.patron, x.description, b.time, x.block_number)
                order by x.block_number, x.log_index) as in_kind
            from gifts_in_kind x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.block_number <= :at) k
        cross join lateral (
            select jsonb_object_agg(tier, taken) as taken from (
                select tier, sum(taken) as taken from (
                    select tier, 1 as taken from contributions
                    where campaign = p.campaign and tier > 0 and block_number <= :at
                    union all
                    select tier, -1 from tiers_freed where campaign = p.campaign and block_number <= :at) x
                group by tier) x) t
        cross join lateral (
            select coalesce(sum(x.shares) filter (where x.firm_at <= :now), 0) as firm,
                coalesce(sum(x.shares) filter (where x.firm_at > :now), 0) as revocable,
                max(x.firm_at) as last_firm_at
            from contributions x
            where x.campaign = p.campaign and x.block_number <= :at
                and not exists (
                    select from revocations r join blocks b on b.number = r.block_number
                    where r.campaign = x.campaign and r.fan = x.fan and r.block_number <= :at
                        and (r.block_number, r.log_index) > (x.block_number, x.log_index)
                        and b.time < x.firm_at)
                and not exists (
                    select from refunds r where r.campaign = x.campaign and r.fan = x.fan
                        and r.block_number <= :at)) f
        left join lateral (
            select b.time as reopened_at, x.closes_at as reopened_until
            from reopenings x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.block_number <= :at) o on true
        where p.campaign = :campaign and p.block_number <= :at
        """
    )
    .bindparams(
        bindparam("at", type_=BIGINT), bindparam("now", type_=BIGINT), bindparam("campaign", type_=Address)
    )
    .columns(currency=Address, artist=Address, firm=Units, revocable=Units)
)


async def financing(connection: AsyncConnection, campaign: str, at_block: int | None = None) -> Financing:
    """Consent, lines, gifts, rewards and reflection of a project. Raises ProjectUnknown."""
    at = await as_of(connection, at_block)
    values = {"at": at.number, "now": at.time, "campaign": campaign}
    row = (await connection.execute(_FINANCING, values)).one_or_none()
    if row is None:
        raise ProjectUnknown(campaign)
    taken = row.taken or {}
    return Financing(
        as_of=at,
        campaign=campaign,
        currency=Currency(row.currency, row.currency_symbol, row.currency_decimals),
        consent=_consent(row, at.time),
        lines=tuple(
            read_line(terms, [each for each in row.lines or () if each[0] == number], at.time)
            for number, terms in enumerate(read_financiers(row.financiers))
        ),
        gifts=tuple(
            Gift(parse_address("0x" + patron), int(amount), int(refunded))
            for patron, amount, refunded in row.gifts or ()
        ),
        gifts_in_kind=tuple(
            GiftInKind(show_line(patron), show_line(what), time, block)
            for patron, what, time, block in row.in_kind or ()
        ),
        tiers=tuple(
            Tier(number, terms, int(taken.get(str(number), 0)))
            for number, terms in enumerate(read_tiers(row.tiers), start=1)
        ),
        reflection=Reflection(
            int(row.firm), int(row.revocable), row.last_firm_at, row.reopened_at, row.reopened_until
        ),
    )


def _consent(row: Row[Any], now: int) -> Consent:
    said = row.consents or ()
    given = [(int(deadline), time) for deadline, time in said if deadline is not None]
    is_revoked = len(given) < len(said)
    deadline = given[-1][0] if given and not is_revoked else None
    return Consent(
        artist=row.artist,
        deadline=deadline,
        recorded_at=given[-1][1] if given else None,
        served_at=row.opened_at,
        is_revoked=is_revoked,
        is_valid=deadline is not None and deadline >= now,
    )


def read_line(terms: FinancierLine, changes: Any, now: int) -> Line:
    """Where the line stands. changes: of it, oldest first: (line, state, amount, deadline, time, block)."""
    if not changes or changes[-1][1] == "withdrawn":
        return Line(terms, "open", None, False, None, None, None)
    _, state, amount, deadline, time, block_number = changes[-1]
    is_promise = state == "promised"
    until = int(deadline) if is_promise else None
    return Line(
        terms=terms,
        state=state,
        deadline=until,
        has_lapsed=until is not None and until < now,
        returned=int(amount) if state == "returned" else None,
        time=time,
        block_number=block_number,
    )
