"""A project's money is the currency that its issuer says, on the chain as it is now (9.5)."""

from typing import Any

import pytest
from brownie import TestCurrency

from backend.local.networks import read_networks
from scripts import networks
from scripts.networks import check_currencies, current_network, final_in_words, issued_here, refuse_impostor
from scripts.records import Records
from scripts.refusal import Refused
from tests.contracts.scripts.conftest import refused_unsent

BASE = next(each for each in read_networks() if each.id == "base")
GNOSIS = next(each for each in read_networks() if each.id == "gnosis")
SEPOLIA = next(each for each in read_networks() if each.id == "sepolia")


@pytest.fixture
def impostor(accounts: Any) -> str:
    return str(TestCurrency.deploy("Euro, they say", "EURC", 18, {"from": accounts[0]}))


def test_recorded_currencies_are_what_they_say(records: Records) -> None:
    check_currencies(records.factory()["currencies"])


def test_other_decimals_are_refused(impostor: str, accounts: Any) -> None:
    recorded = {"EURC": {"address": impostor, "decimals": 6}}
    with refused_unsent("18 decimals; 6 are recorded", accounts[0]):
        check_currencies(recorded)


def test_other_symbol_is_refused(impostor: str, accounts: Any) -> None:
    with refused_unsent("calls itself EURC, not USDC", accounts[0]):
        check_currencies({"USDC": {"address": impostor, "decimals": 18}})


def test_address_without_a_contract_is_refused(stranger: Any) -> None:
    with refused_unsent("there is no", stranger):
        check_currencies({"EURC": {"address": str(stranger), "decimals": 6}})


def test_token_of_the_same_name_is_refused_where_money_is_real(
    impostor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(networks, "current_network", lambda: BASE)
    own = BASE.currencies["EURC"].address
    with pytest.raises(Refused, match=f"on Base its issuer's own is {own}"):
        refuse_impostor("EURC", impostor)
    refuse_impostor("EURC", str(own))


def test_currency_that_its_issuer_has_not_there_is_refused(
    impostor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(networks, "current_network", lambda: GNOSIS)
    with pytest.raises(Refused, match="its issuer has none on Gnosis"):
        refuse_impostor("EURC", impostor)
    assert issued_here() == {}


def test_test_networks_are_for_any_token(impostor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "current_network", lambda: SEPOLIA)
    refuse_impostor("EURC", impostor)
    assert set(issued_here()) == {"EURC", "USDC"}


def test_finality_is_said_in_words() -> None:
    assert "two blocks behind" in final_in_words()
    assert getattr(current_network(), "chain_id", None) == 31337


def test_name_of_a_network_names_its_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """COPROD_RPC_URL may be another chain's."""
    from scripts import chain

    monkeypatch.delenv("COPROD_CHAIN_ID", raising=False)
    monkeypatch.setattr(chain.network, "show_active", lambda: "base")
    with pytest.raises(Refused, match="this is chain 31337, and chain 8453 is expected"):
        chain.refuse_wrong_chain()
