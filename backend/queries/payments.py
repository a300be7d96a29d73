"""Money that left a contract of a project, or tried to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.queries.project import ProjectUnknown
from backend.queries.status import AsOf, as_of
from backend.queries.terms import Currency
from backend.tables import Address

Purpose = Literal[
    "royalty",
    "fee",
    "release",
    "refund",
    "revocation",
    "gift",
    "line",
    "exit",
    "position",
    "excess",
    "withdrawal",
]


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid to `payee`, at the address `receiver`.

    purpose: "royalty" of a holder; "fee" of the platform at success; "release" of a milestone to the
        producer; back to who paid: "refund" and "revocation" of shares, "gift" of a patron, "line" of a
        financier, "exit" of a holder after a wind-down; "position" of the waterfall, "excess" over the
        holders' cap to the producer; "withdrawal" of what one of these had failed to pay before.
    succeeded: False when the payment was tried and failed: the amount stays owed, and receiver is None.
    """

    campaign: str
    purpose: Purpose
    payee: str
    receiver: str | None
    amount: int
    succeeded: bool
    contract: str
    transaction_hash: str
    block_number: int
    log_index: int
    time: int


@dataclass(frozen=True, slots=True)
class Payments:
    """Of one project, newest first; a payment of nothing is none. number: how many there are, of which
    `payments` may be only the newest."""

    as_of: AsOf
    campaign: str
    currency: Currency
    number: int
    payments: tuple[Payment, ...]


# Of a payment y in block b, as JSON that `read_payment` reads.
PAYMENT = """
    jsonb_build_object(
        'campaign', encode(y.campaign, 'hex'), 'contract', encode(y.contract, 'hex'),
        'payee', encode(y.payee, 'hex'), 'receiver', encode(y.receiver, 'hex'),
        'amount', y.amount, 'succeeded', y.succeeded, 'transaction_hash', encode(y.transaction_hash, 'hex'),
        'block_number', y.block_number, 'log_index', y.log_index, 'time', b.time, 'purpose', y.kind)
"""

_PAYMENTS = (
    text(
        f"""
        select p.currency, p.currency_symbol, p.currency_decimals,
            y.number, case when y.block_number is not null then {PAYMENT} end as payment
        from projects p
        left join lateral (
            select *, count(*) over () as number from payments
            where campaign = p.campaign and amount > 0 and block_number <= :at
            order by block_number desc, log_index desc limit :most) y on true
        left join blocks b on b.number = y.block_number
        where p.campaign = :campaign and p.block_number <= :at
        order by y.block_number desc, y.log_index desc
        """
    )
    .bindparams(
        bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address), bindparam("most", type_=BIGINT)
    )
    .columns(currency=Address)
)


async def payments(
    connection: AsyncConnection, campaign: str, at_block: int | None = None, most: int | None = None
) -> Payments:
    """All payments of a project's contracts, or the `most` newest (those of a wallet: queries.portfolio).

    Raises ProjectUnknown.
    """
    at = await as_of(connection, at_block)
    asked = {"at": at.number, "campaign": campaign, "most": most}
    rows = (await connection.execute(_PAYMENTS, asked)).all()
    if not rows:
        raise ProjectUnknown(campaign)
    return Payments(
        as_of=at,
        campaign=campaign,
        currency=Currency(rows[0].currency, rows[0].currency_symbol, rows[0].currency_decimals),
        number=rows[0].number or 0,
        payments=tuple(read_payment(row.payment) for row in rows if row.payment is not None),
    )


def read_payment(payment: Mapping[str, Any]) -> Payment:
    receiver = payment["receiver"]
    return Payment(
        campaign=parse_address("0x" + payment["campaign"]),
        purpose=payment["purpose"],
        payee=parse_address("0x" + payment["payee"]),
        receiver=None if receiver is None else parse_address("0x" + receiver),
        amount=int(payment["amount"]),
        succeeded=payment["succeeded"],
        contract=parse_address("0x" + payment["contract"]),
        transaction_hash="0x" + payment["transaction_hash"],
        block_number=payment["block_number"],
        log_index=payment["log_index"],
        time=payment["time"],
    )
