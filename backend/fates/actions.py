"""What a wallet can be asked to do: which functions do it, and which event of the mirror shows it."""

from dataclasses import dataclass

from backend.chain.abi import find_entry
from backend.chain.contracts import selector


@dataclass(frozen=True, slots=True)
class Action:
    """contract: of the project, or the factory; its currency is IERC20Metadata. functions: any of them
    does it.

    table: of the mirror, or several as SQL, where the event is; None when the mirror does not keep it.
    wallet: the column that names who did it; None when the event does not say. where: what else the row must
    be, as SQL.
    """

    contract: str
    functions: tuple[str, ...]
    table: str | None
    wallet: str | None
    where: str = "true"

    @property
    def selectors(self) -> frozenset[bytes]:
        """The first four bytes of its calls."""
        return frozenset(selector(find_entry(self.contract, "function", each)) for each in self.functions)


_CONTRIBUTE = (
    "contribute",
    "contributeUpTo",
    "contributeWithPermit",
    "contributeFor",
    "contributeBySignature",
)

_READINGS = (
    "(select campaign, block_number, transaction_hash from outcomes"
    " union all select campaign, block_number, transaction_hash from marks)"
)

PREPARING = ("approve", "release")
"""What a wallet without batches may have to do before anything else, in a transaction of its own."""

ACTIONS: dict[str, Action] = {
    "approve": Action("IERC20Metadata", ("approve",), None, None),
    "contribute": Action("Campaign", _CONTRIBUTE, "contributions", "payer"),
    "contribute_for": Action("Campaign", ("contributeFor",), "contributions", "payer"),
    "give": Action("Campaign", ("give",), "gifts", "patron"),
    "revoke": Action("Campaign", ("revoke",), "revocations", "fan"),
    "refund": Action("Campaign", ("refund", "refundMany"), "refunds", "fan"),
    "refund_gift": Action("Campaign", ("refundGift",), "gift_refunds", "patron"),
    "object": Action("Campaign", ("object",), "objections", "holder"),
    "exit": Action("Campaign", ("exit",), "exits", "holder"),
    "open_wind_down": Action("Campaign", ("openWindDown",), "questions", "holder", "winds_down"),
    "claim": Action("ShareToken", ("claim", "claimTo"), "payments", "payee", "kind = 'royalty'"),
    "claim_to": Action("ShareToken", ("claimTo",), "payments", "payee", "kind = 'royalty'"),
    "claim_all": Action("ShareToken", ("claim", "claimTo"), "payments", "payee", "kind = 'royalty'"),
    "withdraw": Action("Campaign", ("withdraw", "withdrawTo"), "payments", "payee", "kind = 'withdrawal'"),
    "accept_push": Action("ShareToken", ("acceptPush",), "push_choices", "holder"),
    "transfer": Action("ShareToken", ("transfer",), "transfers", "sender"),
    "escrow_line": Action("Campaign", ("escrowLine",), "line_changes", "financier", "state = 'escrowed'"),
    "withdraw_line": Action(
        "Campaign", ("withdrawLine",), "line_changes", "financier", "state = 'withdrawn'"
    ),
    "return_line": Action("Campaign", ("returnLine",), "line_changes", "financier", "state = 'returned'"),
    "record_consent": Action("ProjectFactory", ("recordConsent",), "consents", None, "deadline is not null"),
    "revoke_consent": Action("ProjectFactory", ("revokeConsent",), "consents", "artist", "deadline is null"),
    "cover_line": Action(
        "Campaign", ("signLine",), "line_changes", None, "state in ('promised', 'paid_elsewhere')"
    ),
    "deposit": Action("Waterfall", ("deposit",), "deposits", "reporter"),
    "open": Action("Campaign", ("open",), "status_changes", None, "status = 'raising'"),
    "record_gift_in_kind": Action("Campaign", ("recordGiftInKind",), "gifts_in_kind", None),
    "offer_producer": Action(
        "Campaign", ("offerProducer",), "producer_changes", "producer", "candidate is not null"
    ),
    "accept_producer": Action(
        "Campaign", ("acceptProducer",), "producer_changes", "producer", "candidate is null"
    ),
    "announce": Action("Campaign", ("announce",), "questions", None, "not winds_down"),
    "cancel": Action("Campaign", ("cancel",), "status_changes", None, "status = 'cancelled'"),
    "finalize": Action(
        "Campaign", ("finalize",), "status_changes", None, "status in ('succeeded', 'failed')"
    ),
    "read": Action("Campaign", ("read",), _READINGS, None),
    "release": Action("ShareToken", ("release",), "releases", None),
}
