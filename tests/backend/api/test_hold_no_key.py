"""The API never holds a fan's key (7.3): it has no field for one, and could sign nothing."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from backend.app import create_app
from backend.local.paths import ROOT
from backend.settings import Settings

SIGNING = (
    "eth_account",
    "eth_keys",
    "backend.chain.signing",
    "backend.royalties.sender.keys",
)


PASSED_OVER = {"SentCall"}
"""Calls are given back as they were prepared: the words beside `to` and `data` are not read, nor kept."""
KEY_WORDS = ("key", "secret", "seed", "mnemonic", "password", "passphrase", "keystore")


def test_no_operation_has_a_field_for_a_key() -> None:
    """7.3: what is sent are wishes, signatures and hashes; what no field is for is refused."""
    openapi = create_app(Settings()).openapi()
    bodies = dict(list_bodies(openapi))
    assert "/v1/calls/contribute" in bodies
    for path, body in bodies.items():
        for shape in list_objects(body, openapi["components"]["schemas"]):
            is_closed = shape.get("additionalProperties") is False or shape["title"] in PASSED_OVER
            assert is_closed, f"{path}: {shape['title']} takes anything"
            names = [each.lower() for each in shape["properties"]]
            assert not [name for name in names for word in KEY_WORDS if word in name], path


async def test_key_that_is_sent_all_the_same_is_refused(client: httpx.AsyncClient) -> None:
    """7.3: and not read back."""
    secret = "0x" + "ab" * 32
    body = {"campaign": "0x" + 40 * "1", "wallet": "0x" + 40 * "2", "private_key": secret}
    answer = await client.post("/v1/calls/claim", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["location"] == "body.private_key"
    assert secret not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nothing_is_taken_by_another_verb(client: httpx.AsyncClient, method: str) -> None:
    """7.3: what somebody sends all the same is refused, and not read back."""
    secret = "ab" * 32
    answer = await client.request(method, "/v1/projects", json={"key": secret})
    assert answer.status_code == 405
    assert secret not in answer.text


def test_the_server_loads_nothing_that_signs() -> None:
    """7.3: the part of the backend that has keys, the payer's own, is the worker."""
    assert signing_parts_of("backend.app") == "[]"
    assert "backend.royalties.sender.keys" in signing_parts_of("backend.worker")


def signing_parts_of(module: str) -> str:
    """What a fresh Python has loaded of SIGNING once it has loaded this module."""
    program = f"import sys, {module}; print([each for each in {SIGNING} if each in sys.modules])"
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def list_bodies(openapi: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """By path, the schema of each body that is read; all are JSON."""
    for path, methods in openapi["paths"].items():
        for operation in methods.values():
            if "requestBody" in operation:
                (content,) = operation["requestBody"]["content"].items()
                assert content[0] == "application/json", path
                yield path, content[1]["schema"]


def list_objects(schema: dict[str, Any], schemas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every object in a schema, at any depth."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    if "properties" in schema:
        yield schema
    parts = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    if "items" in schema:
        parts.append(schema["items"])
    for part in parts:
        yield from list_objects(part, schemas)
