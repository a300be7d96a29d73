"""What no document says of the API: which parameters go together, and why requests are refused.

Schemathesis looks at the status, and the checks here at the type of the problem (RFC 9457). Runs in its
environment.
"""

from typing import Any

import schemathesis
from jsonschema_rs import Draft202012Validator
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
OF_PAGE = {"at_block", "at", "finality", "expand", "limit", "cursor"}
"""Parameters of lists that may change from page to page, and leave in it what links read."""
BEYOND_PARAMETER = ("query.at: Give at_block or at, not both.", "body.last: ")
"""How sentences begin that tell of two parameters which go together."""
AWAITED = ("not-mirrored-yet", "mirror-behind")
"""503 by design: what was asked for may be there in a moment."""


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """What fits the schema is made to go together, or most of it would be refused before anything is read."""
    query = case.query
    if not query or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if "at_block" in query:
        query.pop("at", None)
    examples = _cursors(case)
    if examples and case.meta.phase.name.value == "stateful":
        # A link leads to the next page of the same rows in the same order.
        for name in query.keys() - OF_PAGE:
            del query[name]
    cursor = str(query.get("cursor"))
    if examples and (cursor in examples or cursor[:4] != examples[0][:4]):
        # Nothing that the server gave.
        query.pop("cursor", None)


def _cursors(case: Any) -> list[str]:
    """The document's examples; none of what is no list."""
    of_list = (each.definition for each in case.operation.iter_parameters() if each.name == "cursor")
    return [example for each in of_list for example in each["schema"]["examples"]]


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


@schemathesis.check
def whole_items(ctx: Any, response: Any, case: Any) -> None:
    """The document allows any object as an item, for `fields` and `expand`: without them it is whole."""
    if response.status_code != 200 or not _cursors(case) or {"fields", "expand"} & (case.query or {}).keys():
        return
    if not response.headers["content-type"][0].startswith("application/json"):
        return
    openapi = case.operation.schema.raw_schema
    operation = openapi["paths"][case.operation.path][case.operation.method]
    page = _resolve(openapi, operation["responses"]["200"]["content"]["application/json"]["schema"])
    (name,) = (each for each, schema in page["properties"].items() if "anyOf" in schema.get("items", ()))
    item = {**page["properties"][name]["items"]["anyOf"][0], "components": openapi["components"]}
    validator = Draft202012Validator(item)
    for each in response.json()[name]:
        for error in validator.iter_errors(each):
            raise Failure(operation=case.operation.label, title="No whole item", message=str(error))


def _resolve(openapi: Any, schema: Any) -> Any:
    return openapi["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
