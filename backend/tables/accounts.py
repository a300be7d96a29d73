"""SQL of a holder's account as of a block: its newest row in `holdings`, and what was paid since."""

from backend.accrual import FINE

NEWEST = str(2**63 - 1)
"""As of the newest block that there is."""


def account_of(campaign: str, holder: str, at: str) -> str:
    """A lateral of at most one row, with the columns of `holdings`; the arguments are SQL too.

    A claim or payout takes all that was earned, down to the fraction (rule 5.5): where it happened says what
    it left. Its row in `payments` is enough, and the largest table needs no second row for each.
    """
    return f"""(
        select a.shares,
            coalesce(i.royalty_index, a.royalty_index) as royalty_index,
            coalesce(mod(i.earned, {FINE})::bigint, a.fraction) as fraction,
            case when i.earned is null then a.owed else 0 end as owed,
            a.paid + coalesce(a.owed + div(i.earned, {FINE}), 0) as paid,
            coalesce(y.block_number, a.block_number) as block_number,
            coalesce(y.log_index, a.log_index) as log_index
        from (
            select * from holdings
            where campaign = {campaign} and holder = {holder} and block_number <= {at}
            order by block_number desc, log_index desc limit 1) a
        left join lateral (
            select block_number, log_index from payments
            where campaign = {campaign} and payee = {holder} and block_number <= {at}
                and kind = 'royalty' and succeeded
                and (block_number, log_index) > (a.block_number, a.log_index)
            order by block_number desc, log_index desc limit 1) y on true
        left join lateral (
            select royalty_index, (royalty_index - a.royalty_index) * a.shares + a.fraction as earned
            from releases
            where campaign = {campaign} and not to_leavers
                and (block_number, log_index) < (y.block_number, y.log_index)
            order by block_number desc, log_index desc limit 1) i on true)"""


def holders_of(campaign: str, at: str) -> str:
    """A lateral of all who ever held shares of a project, with the columns of `holdings` but `campaign`."""
    return f"""(
        select w.holder, a.* from (
            select distinct holder from holdings where campaign = {campaign} and block_number <= {at}) w
        cross join lateral {account_of(campaign, "w.holder", at)} a)"""
