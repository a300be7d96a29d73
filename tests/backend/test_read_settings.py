"""What an installation may choose, and how a wrong choice is told without repeating what may be secret."""

import os
import subprocess
import sys
from decimal import Decimal

import pytest
from pydantic import SecretStr, ValidationError

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


def test_nodes_that_wallets_are_told_of() -> None:
    assert Settings().public_rpc_urls == []
    assert Settings(public_rpc_url="https://a, https://b").public_rpc_urls == ["https://a", "https://b"]
    with pytest.raises(ValidationError, match="address of a node"):
        Settings(public_rpc_url="a:1")


def test_where_blocks_are_announced() -> None:
    assert Settings(ws_url="wss://a/key").ws_url == "wss://a/key"
    with pytest.raises(ValidationError, match="ws:// or wss://"):
        Settings(ws_url="https://a/key")


def test_which_database() -> None:
    for written in (
        "postgresql://me:secret@here:5432/mine",
        "postgres:///mine",
        "postgresql+psycopg:///mine",
    ):
        found = Settings(database_url=SecretStr(written)).database_url
        assert found
        assert found.get_secret_value() == written
    assert Settings(database_url=SecretStr("")).database_url is None


def test_where_names_are_registered() -> None:
    assert Settings().ens_registry == ""
    registry = "0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e"
    assert Settings(ens_registry=registry.lower()).ens_registry == registry
    for written in ("ens", "0x12", registry.swapcase()):
        with pytest.raises(ValidationError, match="the registry is given by its address"):
            Settings(ens_registry=written)


def test_what_a_coin_is_worth() -> None:
    assert Settings().coin_prices == {}
    prices = Settings(coin_price="2450.10 EURC,2600 USDC").coin_prices
    assert prices == {"EURC": Decimal("2450.10"), "USDC": Decimal(2600)}
    for written in ("2450", "EURC", "2450,10 EURC", "1e3 EURC", "-1 EURC", "2450 EURC,", "2450 EUR C"):
        with pytest.raises(ValidationError, match="a price of the coin is written as"):
            Settings(coin_price=written)


@pytest.mark.parametrize(
    ("variable", "written", "wanted"),
    [
        ("RPC_URL", "htp://user:secret@node/key", "an address of a node begins with http:// or https://"),
        ("DATABASE_URL", "secret", "a database is given as postgresql://user:password@host:port/name"),
        ("DATABASE_URL", "mysql://user:secret@here/mine", "a database is given as postgresql://"),
        ("DATABASE_URL", "postgresql://user:secret@here:port/mine", "a database is given as postgresql://"),
    ],
)
def test_the_terminal_names_the_variable_and_no_secret(variable: str, written: str, wanted: str) -> None:
    wrong = os.environ | {f"COPROD_{variable}": written}
    said = subprocess.run(
        [sys.executable, "-c", "from backend.cli import main; main()", "worker"],
        env=wrong,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 1
    assert said.stderr.startswith(f"coprod: COPROD_{variable}: {wanted}")
    assert "secret" not in said.stderr + said.stdout
    assert "key" not in said.stderr + said.stdout


def test_a_database_that_does_not_answer_is_one_line_with_the_variable() -> None:
    away = os.environ | {"COPROD_DATABASE_URL": "postgresql://user:secret@127.0.0.1:9/mine"}
    said = subprocess.run(
        [sys.executable, "-c", "from backend.cli import main; main()", "reconcile"],
        env=away,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 1
    (line,) = said.stderr.splitlines()
    assert line.startswith("coprod: The database gives no answer (")
    assert line.endswith("Is COPROD_DATABASE_URL right?")
    assert "secret" not in line
