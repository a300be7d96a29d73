"""The API never holds a fan's key (7.3): it takes nothing, and could sign nothing."""

import subprocess
import sys

import httpx
import pytest

from backend.app import create_app
from backend.local.paths import ROOT
from backend.settings import Settings

SIGNING = (
    "coincurve",
    "eth_account",
    "eth_keys",
    "backend.chain.signing",
    "backend.royalties.sender.keys",
)


def test_every_operation_only_reads() -> None:
    """7.3: no operation has a body in which somebody could send a key."""
    for path, methods in create_app(Settings()).openapi()["paths"].items():
        assert set(methods) == {"get"}, path
        assert "requestBody" not in methods["get"], path


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
