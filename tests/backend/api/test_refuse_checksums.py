"""A mistyped address is refused wherever one is taken, with the right one in the answer (7.4)."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
from fastapi import FastAPI

from backend.api.documentation import compose_example
from backend.app import create_app
from backend.settings import Settings

RIGHT = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
WRONG = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"
ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
SIGNED_IN = ("/v1/webhooks", "/v1/keys")
"""Nothing of a request is read there before it is known whose it is; so it is with news."""


def is_address(value: Any) -> bool:
    return isinstance(value, str) and ADDRESS.fullmatch(value) is not None


def places(body: Any) -> Iterator[tuple[str, Any]]:
    """Each address of a body by name, and the body with the wrong one in its place."""
    if is_address(body):
        yield "", WRONG
    for name, part in body.items() if isinstance(body, dict) else ():
        for deeper, changed in places(part):
            yield f".{name}{deeper}", {**body, name: changed}
    for number, part in enumerate(body) if isinstance(body, list) else ():
        for deeper, changed in places(part):
            yield f".{number}{deeper}", [*body[:number], changed, *body[number + 1 :]]


def wrong_requests(openapi: dict[str, Any]) -> Iterator[tuple[str, httpx.Request]]:
    """For each address that an operation takes, a request where only that one is wrong."""
    site = "http://coprod.example"
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            if path.startswith(SIGNED_IN) or operation["operationId"] == "postNews":
                continue
            taken = operation.get("parameters", [])
            examples = {each["name"]: each["schema"]["examples"][0] for each in taken}
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            whole = body and compose_example(body["schema"], openapi["components"]["schemas"])
            required = {each["name"] for each in taken if each.get("required") and each["in"] == "query"}
            for each in taken:
                if is_address(examples[each["name"]]):
                    told = examples | {each["name"]: WRONG}
                    query = {
                        name: told[name] for name in {*required, each["name"]} if f"{{{name}}}" not in path
                    }
                    url = site + path.format(**told)
                    yield (
                        f"{method} {path} {each['name']}",
                        httpx.Request(method, url, params=query, json=whole),
                    )
            for name, changed in places(whole):
                url = site + path.format(**examples)
                yield f"{method} {path} body{name}", httpx.Request(method, url, json=changed)


async def test_it_is_refused_everywhere(client: httpx.AsyncClient) -> None:
    app: FastAPI = create_app(Settings())
    asked = list(wrong_requests(app.openapi()))
    assert len(asked) > 120
    answered = {place: await client.send(request) for place, request in asked}
    unrefused = {
        place: answer.text
        for place, answer in answered.items()
        if answer.status_code != 422 or answer.json()["type"] != "/problems/address-checksum-wrong"
    }
    assert unrefused == {}
    assert {answer.json()["expected"] for answer in answered.values()} == {RIGHT}
