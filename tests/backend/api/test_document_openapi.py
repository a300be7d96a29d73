"""The OpenAPI document says what the server does, with examples that are true to their schemas."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.openapi.models import OpenAPI
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from backend.addresses import parse_address
from backend.api.documentation import BOUNDS
from backend.api.problems import Problem
from backend.app import create_app, is_api_path
from backend.settings import Settings


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings())


OTHER_BODIES = (
    "/v1/statements/{document_hash}",
    "/v1/wallets/{address}/years/{year}",
    "/v1/projects/{campaign}/years/{year}",
    "/metrics",
    "/v1/events/stream",
    "/.well-known/api-catalog",
    "/.well-known/security.txt",
)
"""Paths whose answers are no model's: a document byte for byte, papers, Prometheus' text, others' forms."""


def operations(openapi: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in openapi["paths"].items():
        for operation in methods.values():
            yield path, operation


def methods_of(openapi: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def success_of(operation: dict[str, Any]) -> dict[str, Any]:
    """The one answer that is no error."""
    (found,) = (each for status, each in operation["responses"].items() if status.startswith("2"))
    return dict(found)


async def test_it_is_served_as_3_1(client: httpx.AsyncClient) -> None:
    served = (await client.get("/openapi.json")).json()
    assert served["openapi"].startswith("3.1")
    OpenAPI.model_validate(served)


def test_every_operation_is_named_tagged_and_summed_up(app: FastAPI) -> None:
    openapi = app.openapi()
    found = list(operations(openapi))
    assert len(found) > 50
    assert len({operation["operationId"] for _, operation in found}) == len(found)
    tags = {tag["name"] for tag in openapi["tags"]}
    for path, operation in found:
        assert operation["summary"], path
        assert set(operation["tags"]) <= tags, path


def test_every_path_is_the_api_s(app: FastAPI) -> None:
    assert [path for path in app.openapi()["paths"] if not is_api_path(path)] == []


def test_every_parameter_has_an_example(app: FastAPI) -> None:
    for path, operation in operations(app.openapi()):
        for parameter in operation.get("parameters", ()):
            assert parameter["schema"]["examples"], f"{path} {parameter['name']}"
            assert parameter["description"], f"{path} {parameter['name']}"


def test_examples_of_answers_are_what_the_server_could_say(app: FastAPI) -> None:
    """Each is read by the model that makes the answers, and written by it again, unchanged."""
    openapi = app.openapi()
    models = {
        (context.path_format, method.lower()): context.response_field
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
        for method in context.original_route.methods
    }
    checked = 0
    for path, method, operation in methods_of(openapi):
        field = models[path, method]
        if field is None:
            assert path in OTHER_BODIES or "content" not in success_of(operation)
            continue
        example = success_of(operation)["content"]["application/json"]["example"]
        adapter: TypeAdapter[Any] = TypeAdapter(field.field_info.annotation)
        read = adapter.validate_python(example, strict=True)
        assert adapter.dump_python(read, mode="json") == example, path
        checked += 1
    assert checked > 45


def test_examples_of_answers_say_as_of_when(app: FastAPI) -> None:
    """7.1"""
    for path, operation in operations(app.openapi()):
        is_of_chain = not path.startswith(("/v1/keys", "/v1/session", "/v1/webhooks")) and path not in (
            "/health",
            "/ready",
        )
        if is_of_chain and path not in OTHER_BODIES:
            content = success_of(operation)["content"]["application/json"]
            assert set(content["example"]["as_of"]) == {"block", "hash", "time", "finality", "chain_id"}, path


def test_addresses_of_examples_are_checksummed(app: FastAPI) -> None:
    examples = [
        content["example"]
        for _, operation in operations(app.openapi())
        for content in success_of(operation).get("content", {}).values()
    ]
    addresses = re.findall(r"'(0x[0-9a-fA-F]{40})'", repr(examples))
    assert len(addresses) > 10
    assert [each for each in addresses if parse_address(each) != each] == []


def test_every_error_is_documented_as_a_problem(app: FastAPI) -> None:
    for path, operation in operations(app.openapi()):
        errors = {
            status: each for status, each in operation["responses"].items() if not status.startswith("2")
        }
        assert {"500", "503"} <= set(errors), path
        takes = operation.get("parameters") or operation.get("requestBody")
        assert ("422" in errors) == bool(takes), path
        for status, response in errors.items():
            assert list(response["content"]) == ["application/problem+json"], f"{path} {status}"
            content = response["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            for slug, example in content["examples"].items():
                problem = Problem.model_validate(example["value"])
                assert (str(problem.status), problem.type) == (status, f"/problems/{slug}")


def test_every_answer_s_headers_are_documented(app: FastAPI) -> None:
    openapi = app.openapi()
    for path, operation in operations(openapi):
        for status, response in operation["responses"].items():
            headers = set(response["headers"])
            assert {"RateLimit", "RateLimit-Policy", "X-Request-Id"} <= headers, f"{path} {status}"
            assert ("Retry-After" in headers) == (status in ("429", "503")), f"{path} {status}"
            assert ("WWW-Authenticate" in headers) == (status == "401"), f"{path} {status}"
        assert (
            "too-many-requests"
            in operation["responses"]["429"]["content"]["application/problem+json"]["examples"]
        )
    described = openapi["components"]["headers"]
    for each in described.values():
        assert re.search(each["schema"]["pattern"], each["example"])


async def test_headers_are_as_documented(client: httpx.AsyncClient) -> None:
    described = (await client.get("/openapi.json")).json()["components"]["headers"]
    refused = await client.get("/v1/keys")
    assert refused.status_code == 401
    waiting = await client.get("/v1/status")
    assert waiting.status_code == 503
    refused_too_often = [await client.post("/v1/keys") for _ in range(121)][-1]
    answers = (refused, waiting, refused_too_often)
    assert refused_too_often.status_code == 429
    for name, header in described.items():
        found = [each.headers[name] for each in answers if name in each.headers]
        assert found, name
        assert all(re.search(header["schema"]["pattern"], each) for each in found), name


def test_every_reference_leads_somewhere(app: FastAPI) -> None:
    openapi = app.openapi()
    references = set(re.findall(r"'\$ref': '#/components/schemas/(\w+)'", repr(openapi)))
    assert references <= set(openapi["components"]["schemas"])
    assert "HTTPValidationError" not in openapi["components"]["schemas"]


def test_what_the_guards_refuse_is_documented_of_every_write(app: FastAPI) -> None:
    for path, method, operation in methods_of(app.openapi()):
        is_write = method != "get"
        assert ({"403", "411", "413", "415"} <= set(operation["responses"])) == is_write, f"{method} {path}"


def bounds_of(part: Any) -> Iterator[Any]:
    for name, each in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(name, str) and name in BOUNDS and not isinstance(each, dict):
            yield each
        elif isinstance(each, dict | list):
            yield from bounds_of(each)


def test_bounds_are_whole_to_the_last_digit(app: FastAPI) -> None:
    bounds = list(bounds_of(app.openapi()))
    assert {type(each) for each in bounds} == {int}
    assert 2**63 in bounds


def test_no_parameter_is_null(app: FastAPI) -> None:
    """In an address or a header that would be a text."""
    for path, operation in operations(app.openapi()):
        for parameter in operation.get("parameters", ()):
            assert {"type": "null"} not in parameter["schema"].get("anyOf", ()), f"{path} {parameter['name']}"


def test_examples_of_parameters_fit_their_patterns(app: FastAPI) -> None:
    found = 0
    for path, operation in operations(app.openapi()):
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"]
            if "pattern" in schema:
                found += 1
                assert re.search(schema["pattern"], schema["examples"][0]), f"{path} {parameter['name']}"
    assert found > 100


def test_links_lead_to_operations_with_what_the_answer_tells(app: FastAPI) -> None:
    openapi = app.openapi()
    by_id = {operation["operationId"]: operation for _, operation in operations(openapi)}
    checked = 0
    for source in by_id.values():
        success = success_of(source)
        for name, link in success.get("links", {}).items():
            target = by_id[link["operationId"]]
            known = {each["name"] for each in target.get("parameters", ())}
            assert set(link.get("parameters", {})) <= known, name
            said = [*link.get("parameters", {}).values(), *link.get("requestBody", {}).values()]
            for expression in said:
                place = expression.removeprefix("$response.body#/")
                if place != expression:
                    find(success["content"]["application/json"]["example"], place)
                    checked += 1
    assert checked > 60


def find(told: Any, place: str) -> Any:
    """KeyError or IndexError where there is nothing."""
    for part in place.split("/"):
        told = told[int(part)] if isinstance(told, list) else told[part]
    return told
