"""What our contracts say. One class per event, with the fields of the ABI in its order: addresses as EIP-55
strings, bytes32 as 0x-strings, structs as dicts (see codec).

A field that the ABI has not, or has elsewhere, stops `logs.decoders`.
"""

from typing import Any, NamedTuple

Event = tuple[Any, ...]

# --- ProjectFactory ---


class ProjectProposed(NamedTuple):
    producer: str
    campaign: str
    waterfall: str
    share_token: str
    terms_hash: str
    nonce: int
    fee_bps: int
    decimals: int
    currency_symbol: str
    terms: dict[str, Any]


class ListingApproved(NamedTuple):
    campaign: str


class ConsentRecorded(NamedTuple):
    campaign: str
    artist: str
    deadline: int


class ConsentRevoked(NamedTuple):
    campaign: str
    artist: str


class CurrencyAllowed(NamedTuple):
    currency: str
    allowed: bool


class FinancierApproved(NamedTuple):
    financier: str
    approved: bool


class FeeSet(NamedTuple):
    fee_bps: int


class TreasurySet(NamedTuple):
    treasury: str


class ContributionsPaused(NamedTuple):
    pass


class ContributionsResumed(NamedTuple):
    paused_seconds: int


class OwnershipTransferred(NamedTuple):
    previous_owner: str
    new_owner: str


# --- Campaign: who and when ---


class ProducerOffered(NamedTuple):
    producer: str
    candidate: str


class ProducerChanged(NamedTuple):
    producer: str


class Opened(NamedTuple):
    pass


class LineEscrowed(NamedTuple):
    line: int
    financier: str
    amount: int


class LineWithdrawn(NamedTuple):
    line: int
    financier: str
    amount: int


class LineSigned(NamedTuple):
    line: int
    financier: str
    paid_elsewhere: bool
    deadline: int


class LineReturned(NamedTuple):
    line: int
    financier: str
    amount: int


# --- Campaign: raising ---


class Contributed(NamedTuple):
    fan: str
    payer: str
    shares: int
    amount: int
    tier: int
    firm_at: int


class Revoked(NamedTuple):
    fan: str
    payer: str
    shares: int
    amount: int


class TierFreed(NamedTuple):
    fan: str
    tier: int


class Given(NamedTuple):
    patron: str
    amount: int


class GivenInKind(NamedTuple):
    patron: str
    description: str


class Reopened(NamedTuple):
    closes_at: int


class Cancelled(NamedTuple):
    pass


class Succeeded(NamedTuple):
    shares: int
    raised: int
    fee: int
    pot: int


class Failed(NamedTuple):
    shares: int
    raised: int


class Refunded(NamedTuple):
    fan: str
    payer: str
    shares: int
    amount: int


class GiftRefunded(NamedTuple):
    patron: str
    amount: int


# --- Campaign: producing ---


class ReleaseAnnounced(NamedTuple):
    milestone: int
    amount: int
    objections_until: int
    round: int
    evidence_hash: str
    uri: str


class Objected(NamedTuple):
    holder: str
    round: int


class Marked(NamedTuple):
    round: int
    objecting: int
    supply: int
    read_again_at: int


class Released(NamedTuple):
    milestone: int
    amount: int


class ReleaseRefused(NamedTuple):
    milestone: int
    refusals: int


class ReleaseLapsed(NamedTuple):
    milestone: int


class WindDownOpened(NamedTuple):
    milestone: int
    objections_until: int
    round: int
    holder: str


class WindDownDropped(NamedTuple):
    round: int


class WoundDown(NamedTuple):
    unspent: int
    brought: int
    per_share: int


class Exited(NamedTuple):
    holder: str
    shares: int
    amount: int


# --- Campaign, Waterfall and ShareToken: money out ---


class Paid(NamedTuple):
    payee: str
    to: str
    amount: int


class PaymentFailed(NamedTuple):
    payee: str
    amount: int


class Swept(NamedTuple):
    token: str
    to: str
    amount: int


# --- Waterfall ---


class Deposited(NamedTuple):
    statement_id: str
    reporter: str
    tranche: int
    amounts: list[int]
    to_producer: int
    statement: dict[str, Any]


class StatementDue(NamedTuple):
    due_at: int


class Proved(NamedTuple):
    position: int
    proved: int


class HoldersCapReduced(NamedTuple):
    per_share: int


class PayeeOffered(NamedTuple):
    position: int
    payee: str
    candidate: str


class PayeeChanged(NamedTuple):
    position: int
    payee: str


# --- ShareToken ---


class Transfer(NamedTuple):
    from_: str
    to: str
    value: int


class RoyaltiesReleased(NamedTuple):
    tranche: int
    amount: int
    index_: int


class RoyaltiesReleasedToLeavers(NamedTuple):
    tranche: int
    amount: int
    index_: int


class RoyaltyPaid(NamedTuple):
    holder: str
    to: str
    amount: int


class RoyaltyPaymentFailed(NamedTuple):
    holder: str
    amount: int


class PushAccepted(NamedTuple):
    holder: str
    accepted: bool


_VAULT = (Paid, PaymentFailed, Swept)

EVENTS: dict[str, tuple[type[Event], ...]] = {
    "ProjectFactory": (
        ProjectProposed, ListingApproved, ConsentRecorded, ConsentRevoked, CurrencyAllowed,
        FinancierApproved, FeeSet, TreasurySet, ContributionsPaused, ContributionsResumed,
        OwnershipTransferred,
    ),
    "Campaign": (
        ProducerOffered, ProducerChanged, Opened, LineEscrowed, LineWithdrawn, LineSigned, LineReturned,
        Contributed, Revoked, TierFreed, Given, GivenInKind, Reopened, Cancelled, Succeeded, Failed,
        Refunded, GiftRefunded, ReleaseAnnounced, Objected, Marked, Released, ReleaseRefused,
        ReleaseLapsed, WindDownOpened, WindDownDropped, WoundDown, Exited, *_VAULT,
    ),
    "Waterfall": (
        Deposited, StatementDue, Proved, HoldersCapReduced, PayeeOffered, PayeeChanged, *_VAULT,
    ),
    "ShareToken": (
        Transfer, RoyaltiesReleased, RoyaltiesReleasedToLeavers, RoyaltyPaid, RoyaltyPaymentFailed,
        PushAccepted, Swept,
    ),
}  # fmt: skip
"""Who says what, of the things that we listen to. Not among them is what moves nothing (Approval), and what
another event of the same call says as well (TransfersOpened, RoyaltiesReceived, ReportingProducerChanged)."""
