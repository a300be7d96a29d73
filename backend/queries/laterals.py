"""SQL of one thing about a project `p` as of block `:at`, to be joined `cross join lateral`."""

STATUS = """(
    select coalesce((
        select status from status_changes where campaign = p.campaign and block_number <= :at
        order by block_number desc, log_index desc limit 1), 'proposed') as status)"""

# Whether the platform ever approved the listing.
APPROVED = """(
    select exists (select from status_changes
        where campaign = p.campaign and status = 'approved' and block_number <= :at) as approved)"""

# What one share has earned since the beginning, in 2^-48 units.
ROYALTY_INDEX = """(
    select coalesce((
        select royalty_index from releases
        where campaign = p.campaign and not to_leavers and block_number <= :at
        order by block_number desc, log_index desc limit 1), 0) as royalty_index)"""

# The same of a share that was burned at a wind-down.
LEAVERS_INDEX = """(
    select coalesce((
        select royalty_index from releases
        where campaign = p.campaign and to_leavers and block_number <= :at
        order by block_number desc, log_index desc limit 1), 0) as royalty_index)"""

# What fans brought less what they thought better of, what patrons gave, what of both went back later, and how
# many fans it is from.
RAISED = """(
    with pledges as (
        select fan, shares, amount from contributions where campaign = p.campaign and block_number <= :at
        union all
        select fan, -shares, -amount from revocations where campaign = p.campaign and block_number <= :at),
    backs as (
        select amount from refunds where campaign = p.campaign and block_number <= :at
        union all select amount from gift_refunds where campaign = p.campaign and block_number <= :at
        union all select amount from exits where campaign = p.campaign and block_number <= :at)
    select (select coalesce(sum(amount), 0) from pledges) as pledged,
        (select coalesce(sum(amount), 0) from gifts
            where campaign = p.campaign and block_number <= :at) as gifts,
        (select count(*) from (select from pledges group by fan having sum(shares) > 0) x) as backers,
        (select coalesce(sum(amount), 0) from backs) as refunded)"""

# What decides when a campaign closes: the one reopening, and the platform's pauses since the opening.
CLOSING = """(
    select (select x.closes_at from reopenings x where x.campaign = p.campaign and x.block_number <= :at)
            as reopened_until,
        (select b.time from reopenings x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.block_number <= :at) as reopened_at,
        (select min(b.time) from status_changes x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.status = 'raising' and x.block_number <= :at) as opened_at,
        (select jsonb_agg(jsonb_build_array(x.kind, b.time, x.amount) order by x.block_number, x.log_index)
            from platform_changes x join blocks b on b.number = x.block_number
            where x.kind in ('paused', 'resumed') and x.block_number <= :at) as pauses)"""

# Shares minted less shares burned. Apart from the holdings, so that the two prove each other.
_MINTED_LESS_BURNED = """
    select coalesce(sum(
        case zero.address when sender then shares when receiver then -shares else 0 end), 0) as supply
    from transfers cross join (select decode(repeat('00', 20), 'hex') as address) zero"""
SUPPLY = f"({_MINTED_LESS_BURNED} where campaign = p.campaign and block_number <= :at)"

# The same when a question ended with the outcome `e`.
SUPPLY_THEN = f"""({_MINTED_LESS_BURNED}
    where campaign = p.campaign and (block_number, log_index) < (e.block_number, e.log_index))"""

# All that came in for the holders: with statements, and given without one.
ROYALTIES = """(
    select (select coalesce(sum(holders_amount), 0) from deposits
            where campaign = p.campaign and block_number <= :at) as deposited,
        (select coalesce(sum(amount), 0) from releases
            where campaign = p.campaign and tranche = 0 and block_number <= :at) as given)"""

# Of a holder's newest account `h` with the ROYALTY_INDEX `i`, and its burned shares `g` (if any) with the
# LEAVERS_INDEX `l`: what `claim` pays (ShareAccounts._earned).
CLAIMABLE = """(
    div((i.royalty_index - h.royalty_index) * h.shares + h.fraction
        + coalesce((l.royalty_index - g.royalty_index) * g.shares + g.fraction, 0), 281474976710656)
    + h.owed)"""
