"""What an installation may choose, and how a wrong choice is told without repeating what may be secret."""

import os
import subprocess
import sys

import pytest
from pydantic import ValidationError

from backend.settings import Settings


@pytest.mark.parametrize(
    "written", ["http://a:1,https://b/key", "http://a:1 https://b/key", "  http://a:1 ,\n https://b/key,"]
)
def test_several_nodes_in_the_order_of_preference(written: str) -> None:
    assert Settings(rpc_url=written).rpc_urls == ["http://a:1", "https://b/key"]


def test_one_node() -> None:
    assert Settings(rpc_url="http://127.0.0.1:8545").rpc_urls == ["http://127.0.0.1:8545"]


@pytest.mark.parametrize("written", ["", " , ", "a:1", "ws://a", "http://", "http://a:99999", "http://a, b"])
def test_an_address_that_is_none(written: str) -> None:
    with pytest.raises(ValidationError, match="address of a node"):
        Settings(rpc_url=written)


def test_where_blocks_are_announced() -> None:
    assert Settings(ws_url="wss://a/key").ws_url == "wss://a/key"
    with pytest.raises(ValidationError, match="ws:// or wss://"):
        Settings(ws_url="https://a/key")


def test_the_terminal_names_the_variable_and_no_secret() -> None:
    wrong = os.environ | {"COPROD_RPC_URL": "htp://user:secret@node/key"}
    said = subprocess.run(
        [sys.executable, "-c", "from backend.cli import main; main()", "worker"],
        env=wrong,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 1
    assert said.stderr.startswith("coprod: COPROD_RPC_URL: ")
    assert "secret" not in said.stderr + said.stdout
    assert "key" not in said.stderr + said.stdout
