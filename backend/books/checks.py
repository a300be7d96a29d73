"""What must hold in the books, each as a query that returns nothing when it does.

A row that is returned has `campaign`, `subject` (which one it is), `found` and `wanted`.
"""

from dataclasses import dataclass

from backend.books.earnings import EARNINGS
from backend.books.postings import POSTINGS


@dataclass(frozen=True, slots=True)
class Check:
    """name: for good; sentence: what must hold, as a person reads it."""

    name: str
    sentence: str
    query: str


ENTRIES = Check(
    "entries",
    "each entry's debits are its credits (5.1)",
    f"""
    select campaign, kind || ' in block ' || block_number || ', log ' || log_index as subject,
        sum(debit) as found, sum(credit) as wanted
    from {POSTINGS} j group by campaign, kind, block_number, log_index
    having sum(debit) <> sum(credit)
    """,
)

SHARING = Check(
    "sharing",
    "what a deposit gives to the holders is what their positions got (5.2)",
    """
    select d.campaign, 'statement 0x' || encode(d.statement_id, 'hex') as subject,
        d.holders_amount as found, h.amount as wanted
    from deposits d join projects p on p.campaign = d.campaign
    cross join lateral (
        select coalesce(sum(a.amount), 0) as amount
        from unnest(d.amounts) with ordinality a (amount, place)
        where (p.terms #> '{waterfall,positions}' -> (a.place - 1)::int ->> 'payee')
            = '0x' || repeat('0', 40)) h
    where d.holders_amount <> h.amount
    """,
)

DEPOSITS = Check(
    "deposits",
    "each deposit's claimable + paid + not yet entered + dust is its amount, and dust less than a unit (5.5)",
    f"""
    with {EARNINGS},
    held as (
        select m.campaign, m.burned, m.place, m.change,
            coalesce(p.place > m.place, false) as is_settled
        from moves m left join paid p on p.campaign = m.campaign and p.holder = m.holder
        union all
        select m.campaign, m.burned, p.place, sum(m.change) * s.sign, s.is_settled
        from moves m join paid p on p.campaign = m.campaign and p.holder = m.holder and p.place > m.place
        cross join (values (true, -1), (false, 1)) s (is_settled, sign)
        group by m.campaign, m.burned, m.holder, p.place, s.is_settled, s.sign),
    grown as (
        select campaign, to_leavers as burned, array[block_number, log_index::bigint] as place, tranche,
            amount, royalty_index - lag(royalty_index, 1, 0::numeric) over (
                partition by campaign, to_leavers order by block_number, log_index) as growth
        from releases),
    entered as (
        select g.*, h.supply, g.growth * h.settled as paid, g.growth * h.unsettled as claimable,
            sum(g.amount * 281474976710656 - g.growth * h.supply) over (
                partition by g.campaign, g.burned order by g.place) as dust
        from grown g cross join lateral (
            select coalesce(sum(change) filter (where is_settled), 0) as settled,
                coalesce(sum(change) filter (where not is_settled), 0) as unsettled,
                coalesce(sum(change), 0) as supply
            from held where campaign = g.campaign and burned = g.burned and place < g.place) h)
    select d.campaign, 'statement 0x' || encode(d.statement_id, 'hex') as subject,
        div(sum(e.paid), 281474976710656) + div(sum(e.claimable), 281474976710656)
            + d.holders_amount - sum(e.amount) as found,
        d.holders_amount as wanted
    from deposits d join entered e on e.campaign = d.campaign and e.tranche = d.tranche
    where d.tranche > 0
    group by d.campaign, d.block_number, d.log_index, d.statement_id, d.holders_amount
    having sum(e.amount) > d.holders_amount or bool_or(e.dust < 0 or e.dust >= e.supply)
    """,
)

PAYMENTS = Check(
    "payments",
    "each holder was paid what its shares had earned when it was last paid (5.3, 5.5)",
    f"""
    with {EARNINGS}
    select campaign, 'holder 0x' || encode(holder, 'hex') as subject, paid as found, earned_then as wanted
    from balances where paid <> earned_then
    """,
)

CLAIMABLE = Check(
    "claimable",
    "what is owed to the holders is what each can claim, and less than a unit for each account (5.5)",
    f"""
    with {EARNINGS},
    owed as (
        select campaign, coalesce(sum(credit - debit) filter (where account = 'holders'), 0) as holders,
            coalesce(sum(debit - credit) filter (where account = 'shares'), 0)
                - coalesce(sum(credit - debit) filter (where account = 'waiting'), 0) as kept
        from {POSTINGS} j group by campaign)
    select o.campaign, 'holders together' as subject, o.holders as found, b.claimable as wanted
    from owed o cross join lateral (
        select coalesce(sum(earned - paid), 0) as claimable, count(*) as accounts,
            coalesce(bool_or(earned < paid), false) as is_overpaid
        from balances where campaign = o.campaign) b
    where o.holders < b.claimable or o.holders > b.claimable + b.accounts + 1 or b.is_overpaid
        or o.holders <> o.kept
    """,
)

POSITIONS = Check(
    "positions",
    "what is owed to payees is what could not be paid to them and was not withdrawn (5.4)",
    f"""
    with owed as (
        select campaign, sum(credit - debit) as amount
        from {POSTINGS} j where account = 'positions' group by campaign)
    select o.campaign, 'payees together' as subject, o.amount as found, f.amount as wanted
    from owed o cross join lateral (
        select coalesce(sum(case when not y.succeeded then y.amount
            when y.kind = 'withdrawal' then -y.amount else 0 end), 0) as amount
        from payments y join projects p on p.campaign = y.campaign and p.waterfall = y.contract
        where y.campaign = o.campaign) f
    where o.amount <> f.amount or o.amount < 0
    """,
)

PAYOUTS = Check(
    "payouts",
    "each holder of a payout of ours has its payment's event, unless nothing was owed to it (7.2)",
    """
    with unanswered as materialized (
        select r.campaign, x.holder, t.hash, t.block_number
        from payouts o join payout_rounds r on r.id = o.round_id
        join transactions t on t.id = o.transaction_id
        cross join lateral unnest(o.holders) x (holder)
        where t.status = 'final' and t.block_number <= (select block_number from cursor)
            and not exists (select from payments y
                where y.campaign = r.campaign and y.payee = x.holder and y.kind = 'royalty'
                    and y.transaction_hash = t.hash)),
    moves as (
        select campaign, receiver as holder, false as burned, block_number, shares as change from transfers
        union all select campaign, sender, false, block_number, -shares from transfers
        union all select campaign, holder, true, block_number, shares from exits)
    select u.campaign, 'holder 0x' || encode(u.holder, 'hex') || ' in 0x' || encode(u.hash, 'hex') as subject,
        p.paid as found, e.earned as wanted
    from unanswered u
    cross join lateral (
        select coalesce(sum(amount), 0) as paid from payments
        where campaign = u.campaign and payee = u.holder and kind = 'royalty' and succeeded
            and block_number <= u.block_number) p
    cross join lateral (
        select coalesce(div(sum(m.change * (
            (select coalesce(max(royalty_index), 0) from releases r where r.campaign = m.campaign
                and r.to_leavers = m.burned and r.block_number < u.block_number)
            - (select coalesce(max(royalty_index), 0) from releases r where r.campaign = m.campaign
                and r.to_leavers = m.burned and r.block_number <= m.block_number))), 281474976710656), 0)
            as earned
        from moves m
        where m.campaign = u.campaign and m.holder = u.holder and m.block_number < u.block_number) e
    where e.earned > p.paid
    """,
)

EVENTS = Check(
    "events",
    "each payment of royalties in a transaction of ours is to a holder of that payout; any other is a claim, "
    "or a payout by somebody else (5.4, 7.2)",
    """
    select y.campaign, 'holder 0x' || encode(y.payee, 'hex') || ' in 0x' || encode(y.transaction_hash, 'hex')
        as subject, y.amount as found, 0 as wanted
    from payments y join attempts a on a.hash = y.transaction_hash
    where y.kind = 'royalty' and not exists (
        select from payouts o where o.transaction_id = a.transaction_id and y.payee = any(o.holders))
    """,
)

STATEMENTS = Check(
    "statements",
    "each statement that was deposited has its deposit, with the same sums (5.1)",
    """
    select s.campaign, 'statement ' || s.id as subject, d.net as found, s.net as wanted
    from statements s
    left join deposits d on d.campaign = s.campaign and d.statement_id = s.statement_id
    where s.status in ('deposited', 'paid')
        and (d.statement_id is null or d.net <> s.net or d.gross <> s.gross
            or d.document_hash <> s.document_hash)
    """,
)

OURS = Check(
    "ours",
    "each deposit in a transaction of ours has its statement (5.1, 7.2)",
    """
    select d.campaign, 'statement 0x' || encode(d.statement_id, 'hex') as subject, d.net as found, 0 as wanted
    from deposits d join attempts a on a.hash = d.transaction_hash
    where not exists (select from statements s
        where s.campaign = d.campaign and s.statement_id = d.statement_id)
    """,
)

CHECKS = (
    ENTRIES, SHARING, DEPOSITS, PAYMENTS, CLAIMABLE, POSITIONS, PAYOUTS, EVENTS, STATEMENTS, OURS,
)  # fmt: skip
