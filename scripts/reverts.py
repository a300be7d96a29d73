"""Why a contract would refuse a call, in words."""

from datetime import UTC, datetime
from typing import Any

from brownie import project
from eth_abi import decode
from eth_utils import function_abi_to_4byte_selector, is_address, to_checksum_address
from web3.exceptions import ContractLogicError

SENTENCES = {
    "Campaign_GoalMet": "the goal was met and the closing has passed: finalize it",
    "Campaign_NotApproved": "the platform has not approved this project yet",
    "Campaign_NotClosedYet": "the campaign closes on {closesAt}: finalize it then",
    "Campaign_NothingToRefund": "{fan} has no shares to be refunded for",
    "Campaign_OnlyProducer": "only the producer can do this, not {caller}",
    "Campaign_OpeningPassed": "it had to be opened before {opensAt}: propose it again with later times",
    "OwnableUnauthorizedAccount": "only the platform can do this, not {account}",
    "ProjectFactory_AlreadyApproved": "the platform has already approved {campaign}",
    "ProjectFactory_CurrencyHasNoCode": "there is no token at {currency} on this chain",
    "ProjectFactory_FeeAboveCeiling": "a fee of {feeBps} bps is above the ceiling of {ceilingBps} bps",
    "ProjectFactory_UnknownProject": "{campaign} is no project of this factory",
}
"""What each custom error means to the person at the terminal; others are told by name and values."""
STATUSES = ("proposed", "raising", "succeeded", "failed", "cancelled", "lapsed")


def sentence_of(error: Exception) -> str | None:
    """The revert in a node's error, in words; None when the error is about something else."""
    # Brownie hands the node's answer on as it is, web3 makes an error of it.
    answer = error.args[0] if error.args and isinstance(error.args[0], dict) else vars(error)
    if not isinstance(error, ContractLogicError) and "revert" not in str(answer.get("message")):
        return None
    data = bytes.fromhex(str(answer.get("data") or "0x")[2:])
    known = custom_errors().get(data[:4])
    if known is None:
        return f"the contract refuses it ({answer.get('message')})"
    values = decode([each["type"] for each in known["inputs"]], data[4:])
    named = {
        each["name"]: readable(each["name"], value)
        for each, value in zip(known["inputs"], values, strict=True)
    }
    if known["name"] == "Campaign_WrongStatus":
        return f"this cannot be done with a campaign whose status is “{STATUSES[values[0]]}”"
    if known["name"] in SENTENCES:
        return SENTENCES[known["name"]].format(**named)
    return f"the contract answers {known['name']} {named}"


def custom_errors() -> dict[bytes, dict[str, Any]]:
    """Every custom error of our contracts, by its selector."""
    return {
        function_abi_to_4byte_selector({**each, "type": "function"}): each
        for container in project.get_loaded_projects()[0]
        for each in container.abi
        if each["type"] == "error"
    }


def readable(name: str, value: Any) -> str:
    """A value of an error by the unit in its name (times end in `At`); addresses as everywhere else."""
    if name.endswith("At"):
        return utc(value)
    return to_checksum_address(value) if is_address(value) else str(value)


def utc(seconds: int) -> str:
    """A time as people read it, to the minute."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
