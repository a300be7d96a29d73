"""The OpenAPI document: examples for every answer, and the problems that each operation may answer with."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from backend.addresses import AddressChecksumWrong, AddressUnreadable
from backend.api.bearers import KeyWrong
from backend.api.headers import EVERYWHERE, HEADERS, SCHEMES, SOMETIMES
from backend.api.links import add_links
from backend.api.problems import MEDIA_TYPE, DatabaseUnreachable, Internal, Problem, RequestInvalid, describe
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN
from backend.errors import CoprodError
from backend.guards.refusals import AnotherSite, BodyTooLarge, JsonWanted, LengthWanted, TooManyRequests
from backend.queries.project import ProjectUnknown
from backend.queries.status import BlockTooEarly, NotFinalYet, NotMirroredYet

Responses = dict[int | str, dict[str, Any]]
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")

ALWAYS = (
    KeyWrong(),
    TooManyRequests(7),
    DatabaseUnreachable("The database does not answer: try again in a moment."),
    Internal("A fault of ours; it has been recorded. Try again in a moment."),
)
WRITES = (AnotherSite(), LengthWanted(), BodyTooLarge(1_000_000), JsonWanted())
"""What the guards refuse (`guards.origins`)."""
MIRRORED = (
    NotMirroredYet(
        "Block 21450200 has not been read, and may not exist yet: the newest one read is 21450117."
    ),
    BlockTooEarly("Nothing is known of block 7, before the factory: ask for one from 21400002 to 21450117."),
    NotFinalYet("Block 21450117 is not final yet: the newest one that is has the number 21450053."),
    RequestInvalid("query.at_block: It must be 0 at least."),
)
ADDRESSED = (
    AddressUnreadable("An address is 0x and 40 hexadecimal digits: copy it whole from your wallet."),
    AddressChecksumWrong(EXAMPLE_CAMPAIGN),
)
OF_PROJECT = (*MIRRORED, *ADDRESSED, ProjectUnknown(EXAMPLE_CAMPAIGN))


def problems(*errors: CoprodError) -> Responses:
    """The `responses` of an operation that may raise these, or fail as every operation may."""
    responses: Responses = {}
    _add(responses, *errors, *ALWAYS)
    return responses


def _add(responses: Responses, *errors: CoprodError) -> None:
    for error in errors:
        response = responses.setdefault(str(error.status), {"description": error.title, "content": {}})
        if error.title not in response["description"]:
            response["description"] += "; or: " + error.title
        content = response["content"].setdefault(
            MEDIA_TYPE, {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}
        )
        content["examples"][error.type] = {
            "summary": error.title,
            "value": describe(error).model_dump(exclude_none=True),
        }


def document(api: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1 of the application."""
    openapi = get_openapi(
        title=api.title,
        version=api.version,
        summary=api.summary,
        description=api.description,
        routes=api.routes,
        tags=api.openapi_tags,
        license_info=api.license_info,
    )
    schemas = openapi["components"]["schemas"]
    described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= described.pop("$defs", {}) | {"Problem": described}
    components = openapi["components"]
    components |= {"headers": HEADERS, "securitySchemes": SCHEMES}
    for path in openapi["paths"].values():
        for method, operation in path.items():
            if method != "get":
                _add(operation["responses"], *WRITES)
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _leave_null_out(parameter["schema"])
            for status, response in operation["responses"].items():
                _name_headers(status, response)
                content = response.get("content", {}).get("application/json")
                if content and "example" not in content:
                    content["example"] = compose_example(content["schema"], schemas)
    _make_bounds_whole(openapi)
    add_links(openapi)
    return openapi


def _leave_null_out(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is not there is no null: in an address or a header `null` would be a text."""
    kinds: list[dict[str, Any]] = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return kinds[0] | {name: each for name, each in schema.items() if name != "anyOf"}


def _make_bounds_whole(part: Any) -> None:
    """FastAPI writes them with a fraction, and what is beyond 2**53 then reads as another number."""
    if isinstance(part, list):
        for each in part:
            _make_bounds_whole(each)
    elif isinstance(part, dict):
        for name, each in part.items():
            if name in BOUNDS and not isinstance(each, dict):
                part[name] = int(each)
            else:
                _make_bounds_whole(each)


def _name_headers(status: str, response: dict[str, Any]) -> None:
    """Those that the guards put on each answer."""
    names = [*EVERYWHERE, *SOMETIMES.get(status, ())]
    refer = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    response["headers"] = response.get("headers", {}) | refer


def compose_example(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """What a schema describes, made of the examples of its parts."""
    for name in ("examples", "enum"):
        if name in schema:
            return schema[name][0]
    for name in ("const", "default"):
        if name in schema:
            return schema[name]
    if "$ref" in schema:
        return compose_example(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return compose_example(schema["anyOf"][0], schemas)
    if schema["type"] == "array":
        return [compose_example(schema["items"], schemas)]
    return {name: compose_example(part, schemas) for name, part in schema["properties"].items()}
