"""Why a contract would refuse a call, in words."""

from typing import Any

from brownie import project
from eth_abi import decode
from eth_utils import function_abi_to_4byte_selector, is_address, to_checksum_address
from web3.exceptions import ContractLogicError

from scripts.language import mark, say
from scripts.sentences import SENTENCES
from scripts.times import utc as utc

STATUSES = ("proposed", "raising", "succeeded", "failed", "cancelled", "wound_down", "lapsed")
"""Of a campaign, by the numbers that ICampaignState gives them."""
LINE_STATES = ("open", "promised", "escrowed", "paid_elsewhere", "returned")
"""Of a financier's line, by the numbers that IFinancing gives them."""
STATE_WORDS = {
    "proposed": mark("proposed"),
    "approved": mark("approved"),
    "raising": mark("raising"),
    "succeeded": mark("succeeded"),
    "failed": mark("failed"),
    "cancelled": mark("cancelled"),
    "wound_down": mark("wound down"),
    "lapsed": mark("lapsed"),
    "open": mark("open"),
    "promised": mark("promised"),
    "escrowed": mark("escrowed"),
    "paid_elsewhere": mark("paid elsewhere"),
    "returned": mark("returned"),
    "released": mark("released"),
    "marked": mark("marked"),
    "refused": mark("refused"),
    "dropped": mark("dropped"),
}
COUNTED = ("line", "milestone", "position")
"""Values that the contracts count from 0 and people from 1."""
MOMENTS = ("deadline", "until", "recorded", "since")
"""Times whose names do not end in `At`."""


def sentence_of(error: Exception) -> str | None:
    """The revert in a node's error, in words; None when the error is about something else."""
    # Brownie hands the node's answer on as it is, web3 makes an error of it.
    answer = error.args[0] if error.args and isinstance(error.args[0], dict) else vars(error)
    if not isinstance(error, ContractLogicError) and "revert" not in str(answer.get("message")):
        return None
    data = bytes.fromhex(str(answer.get("data") or "0x")[2:])
    known = custom_errors().get(data[:4])
    if known is None:
        return say("the contract refuses it ({message})", message=answer.get("message"))
    values = decode([each["type"] for each in known["inputs"]], data[4:])
    named = {
        each["name"]: readable(each["name"], value)
        for each, value in zip(known["inputs"], values, strict=True)
    }
    if known["name"] == "Campaign_WrongStatus":
        status = in_words(STATUSES[values[0]])
        return say("this cannot be done with a campaign whose status is “{status}”", status=status)
    if known["name"] in SENTENCES:
        return say(SENTENCES[known["name"]], **named)
    return say("the contract answers {error} {values}", error=known["name"], values=named)


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
    if name.endswith("At") or name in MOMENTS:
        return utc(value)
    if name in COUNTED:
        return str(value + 1)
    if name == "state":
        return in_words(LINE_STATES[value])
    return to_checksum_address(value) if is_address(value) else str(value)


def in_words(status: str) -> str:
    """A state or an outcome, as the tables above and those of other modules name them."""
    return say(STATE_WORDS[status])
