"""Checks of our own: Schemathesis looks at the status, and these at the type of the problem (RFC 9457).

Runs in Schemathesis' environment.
"""

from typing import Any

import schemathesis
from schemathesis.core.failures import Failure

# What fits the schema and is refused all the same: by type of problem, what no schema can say.
BEYOND_SCHEMA = {
    "address-checksum-wrong": "Mixed case has to fit EIP-55.",
    "amount-unreadable": "How many decimals there may be depends on the project's currency.",
    "calls-unfit": "Calls are those of the action, to contracts of a project.",
    "action-unknown": "The list of actions is in /v1/calls.",
    "cursor-unreadable": "A cursor belongs to one list with its filters.",
    "idempotency-key-reused": "A key goes with one request.",
    "news-incomplete": "A title goes with a text, in one language at least.",
    "not-the-signer": "Who has to sign is in the project's terms.",
    "permit-unusable": "The currency decides which signature it takes.",
    "receiver-refused": "Whether a name has an address that may be reached is not in its text.",
    "receiver-strands": "Whether an address is a project's contract is on the chain.",
    "sign-in-message-invalid": "EIP-4361 has a grammar of its own.",
    "siren-wrong": "Its last digit is a checksum.",
    "rate-missing": "Whether a rate is wanted depends on the currency.",
    "year-ahead": "Which years there are depends on the chain.",
}
BEYOND_PARAMETER = ("query.at: Give at_block or at, not both.", "body.last: ")
"""How sentences begin that tell of two parameters which go together."""
AWAITED = ("not-mirrored-yet", "mirror-behind")
"""503 by design: what was asked for may be there in a moment."""


def _type_of(response: Any) -> str:
    return str(response.json()["type"]).rpartition("/")[2]


@schemathesis.check
def refusal_for_a_reason(ctx: Any, response: Any, case: Any) -> None:
    """422 to what fits the schema; any other status is for positive_data_acceptance."""
    if response.status_code != 422 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    detail = str(response.json()["detail"])
    if _type_of(response) in BEYOND_SCHEMA:
        return
    if not any(detail.startswith(each) for each in BEYOND_PARAMETER):
        raise Failure(
            operation=case.operation.label,
            title="Fits the schema and is refused for no reason",
            message=detail,
        )


@schemathesis.check
def unavailable_for_a_reason(ctx: Any, response: Any, case: Any) -> None:
    """503 only for what waits for the chain: database and node are there."""
    if response.status_code == 503 and _type_of(response) not in AWAITED:
        raise Failure(operation=case.operation.label, title="Unavailable", message=response.text)
