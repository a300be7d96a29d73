"""SQL of what holders' shares have earned, in 2^-48 units, from transfers and releases alone (rule 5.3).

Nothing here reads the accounts that the mirror keeps: the two prove each other. To be put after `with`.
"""

FINE = 2**48

# moves: shares that came to an account or left it; `burned`: those burned at a wind-down, which come to an
# account of their own. paid: what each holder was paid, and where last; a payment takes all that is owed.
# told: all of them where they happened, with what one share had earned by then. balances: by holder, what was
# earned when it was last paid, and by now.
EARNINGS = """
    moves as (
        select campaign, receiver as holder, false as burned, array[block_number, log_index::bigint] as place,
            shares as change
        from transfers where receiver <> decode(repeat('00', 20), 'hex')
        union all
        select campaign, sender, false, array[block_number, log_index::bigint], -shares
        from transfers where sender <> decode(repeat('00', 20), 'hex')
        union all
        select campaign, holder, true, array[block_number, log_index::bigint], shares from exits),
    paid as (
        select campaign, payee as holder, max(array[block_number, log_index::bigint]) as place,
            sum(amount) as paid
        from payments where kind = 'royalty' and succeeded group by campaign, payee),
    told as (
        select *, coalesce(max(royalty_index) over (
            partition by campaign, burned order by place), 0) as index_then
        from (
            select campaign, burned, place, holder, change, null::numeric as royalty_index from moves
            union all
            select campaign, to_leavers, array[block_number, log_index::bigint], null, null, royalty_index
            from releases
            union all
            select campaign, burned, place, holder, null, null
            from paid cross join (values (false), (true)) b (burned)) x),
    indexes as (
        select campaign, burned, max(index_then) as index_now from told group by campaign, burned),
    balances as (
        select t.campaign, t.holder,
            coalesce(div(sum(t.change * (l.index_then - t.index_then)) filter (where t.place < l.place),
                281474976710656), 0) as earned_then,
            div(sum(t.change * (i.index_now - t.index_then)), 281474976710656) as earned,
            coalesce(max(p.paid), 0) as paid
        from told t
        join indexes i on i.campaign = t.campaign and i.burned = t.burned
        left join paid p on p.campaign = t.campaign and p.holder = t.holder
        left join told l on l.campaign = t.campaign and l.holder = t.holder and l.burned = t.burned
            and l.change is null
        where t.change is not null
        group by t.campaign, t.holder)"""
