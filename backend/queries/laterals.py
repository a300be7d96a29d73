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
        select royalty_index from releases where campaign = p.campaign and block_number <= :at
        order by block_number desc, log_index desc limit 1), 0) as royalty_index)"""

# Shares minted less shares burned. Apart from the holdings, so that the two prove each other.
SUPPLY = """(
    select coalesce(sum(
        case zero.address when sender then shares when receiver then -shares else 0 end), 0) as supply
    from transfers cross join (select decode(repeat('00', 20), 'hex') as address) zero
    where campaign = p.campaign and block_number <= :at)"""

# All that came in for the holders: with statements, and given without one.
ROYALTIES = """(
    select (select coalesce(sum(holders_amount), 0) from deposits
            where campaign = p.campaign and block_number <= :at) as deposited,
        (select coalesce(sum(amount), 0) from releases
            where campaign = p.campaign and tranche = 0 and block_number <= :at) as given)"""

# Of a holder's newest account `h` and the ROYALTY_INDEX `i`: what `claim` pays (HolderAccount.settleDown).
CLAIMABLE = "div((i.royalty_index - h.royalty_index) * h.shares + h.fraction, 281474976710656) + h.owed"
