"""What the contracts refuse is said in words at the terminal, whatever it is."""

from string import Formatter
from typing import Any

import pytest
from brownie import project
from web3.exceptions import ContractLogicError

from scripts.reverts import custom_errors, sentence_of
from scripts.sentences import SENTENCES

OURS = (
    "AllowList",
    "Campaign",
    "CampaignProduction",
    "ProjectFactory",
    "ShareToken",
    "TestCurrency",
    "Waterfall",
)
CHECKED_BEFORE = "Terms_"
"""scripts/description/terms.py finds these in the preset, with the key they are about."""
WORDED_BY_STATUS = "Campaign_WrongStatus"
BETWEEN_CONTRACTS = {
    *("ShareToken_AlreadyInitialized", "ShareToken_NotReceived", "ShareToken_OnlyCampaign"),
    *("ShareToken_OnlyWaterfall", "ShareToken_SupplyAboveMaximum", "ShareToken_SupplyFixed"),
    *("Waterfall_OnlyCampaign", "AddressEmptyCode", "CloneArgumentsTooLong", "Create2EmptyBytecode"),
    *("FailedCall", "FailedDeployment", "InsufficientBalance", "InvalidShortString", "StringTooLong"),
    *("ReentrancyGuardReentrantCall", "ERC20InvalidApprover", "ERC20InvalidReceiver"),
    *("ERC20InvalidSender", "ERC20InvalidSpender"),
}
"""What our contracts say to one another, or no account can bring about."""
WALLETS_ONLY = {
    *("ECDSAInvalidSignature", "ECDSAInvalidSignatureLength", "ECDSAInvalidSignatureS"),
    *("ERC2612ExpiredSignature", "ERC2612InvalidSigner", "InvalidAccountNonce"),
}
"""Of permits and nonces, which no script uses."""


def errors() -> dict[str, dict[str, Any]]:
    contracts = project.get_loaded_projects()[0]
    return {each["name"]: each for name in OURS for each in contracts[name].abi if each["type"] == "error"}


def test_every_error_has_a_sentence() -> None:
    known = {name for name in errors() if not name.startswith(CHECKED_BEFORE)}
    assert known - SENTENCES.keys() == BETWEEN_CONTRACTS | WALLETS_ONLY | {WORDED_BY_STATUS}


def test_every_sentence_is_of_an_error() -> None:
    assert SENTENCES.keys() <= errors().keys()


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence_names_only_what_its_error_tells(name: str) -> None:
    told = {each["name"] for each in errors()[name]["inputs"]}
    assert {field for _, field, _, _ in Formatter().parse(SENTENCES[name]) if field} <= told


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence_is_said_of_a_revert(name: str) -> None:
    selector = next(selector for selector, each in custom_errors().items() if each["name"] == name)
    words = "".join(f"{1:064x}" for _ in errors()[name]["inputs"] if _["type"] != "string")
    said = sentence_of(ContractLogicError("execution reverted", data=f"0x{selector.hex()}{words}"))
    assert said
    assert "{" not in said
    assert "the contract" not in said
