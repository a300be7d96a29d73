"""Why a contract would refuse a call, in words."""

from datetime import UTC, datetime
from typing import Any

from brownie import project
from eth_abi import decode
from eth_utils import function_abi_to_4byte_selector, is_address, to_checksum_address
from web3.exceptions import ContractLogicError

SENTENCES = {
    "Campaign_AlreadyReleased": "milestone {milestone} was released already",
    "Campaign_FinancierNotApproved": "the platform has not approved {financier}: no signature counts yet",
    "Campaign_GoalMet": "the goal was met and the closing has passed: finalize it",
    "Campaign_LineUncovered": "line {line} is not covered: its financier brings the money, or signs",
    "Campaign_NoConsent": "the artist has not consented, or no longer does",
    "Campaign_NoGroundsToWindDown": "milestone {milestone} is not refused twice, nor overdue past its grace",
    "Campaign_NoQuestionOpen": "the holders are asked nothing now",
    "Campaign_NotApproved": "the platform has not approved this project yet",
    "Campaign_NotClosedYet": "the campaign closes on {closesAt}: finalize it then",
    "Campaign_NothingToRefund": "{account} has nothing to be refunded",
    "Campaign_ObjectionsClosed": "objections were open until {until}: the tally can be read now",
    "Campaign_ObjectionsOpen": "holders can object until {until}: read the tally then",
    "Campaign_OnlyFinancier": "only the financier {financier} can do this, not {caller}",
    "Campaign_OnlyHolder": "only a holder can do this: {caller} has no shares",
    "Campaign_OnlyProducer": "only the producer can do this, not {caller}",
    "Campaign_OpeningPassed": "it had to be opened before {opensAt}: propose it again with later times",
    "Campaign_QuestionOpen": "the holders are asked something else now: read that tally first",
    "Campaign_ReadAgainLater": "the tally is read again on {readAgainAt}",
    "Campaign_ReflectionRunning": "fans can think again until {until}: finalize it then",
    "Campaign_RefusedTwice": "milestone {milestone} was refused twice: it cannot be announced any more",
    "Campaign_ReleaseRoyaltiesFirst": "royalties came in meanwhile: exit again, which releases them first",
    "Campaign_SignatureExpired": "the signature expired on {deadline}: ask for another",
    "Campaign_UnknownMilestone": "there is no milestone {milestone}",
    "Campaign_WrongLineState": "line {line} is {state} already",
    "Campaign_WrongSigner": "this is not the signature of {signer} for this line",
    "Consents_OnlyArtist": "only the artist {artist} can do this, not {caller}",
    "Consents_Revoked": "the artist has revoked the consent to {campaign}: propose it again",
    "Consents_SignatureExpired": "the signature expired on {deadline}: ask for another",
    "Consents_TooLate": "{campaign} is open already",
    "Consents_WrongSigner": "this is not the signature of the artist {artist} for these terms",
    "OwnableUnauthorizedAccount": "only the platform can do this, not {account}",
    "ProjectFactory_AlreadyApproved": "the platform has already approved {campaign}",
    "ProjectFactory_CurrencyHasNoCode": "there is no token at {currency} on this chain",
    "ProjectFactory_FeeAboveCeiling": "a fee of {feeBps} bps is above the ceiling of {ceilingBps} bps",
    "ProjectFactory_NoLongerProposed": "{campaign} has lapsed, or is no longer a proposal",
    "ProjectFactory_UnknownProject": "{campaign} is no project of this factory",
    "ShareToken_AlreadyObjecting": "{holder} objects already",
    "ShareToken_NoShares": "{holder} has no shares",
}
"""What each custom error means to the person at the terminal; others are told by name and values."""
STATUSES = ("proposed", "raising", "succeeded", "failed", "cancelled", "wound_down", "lapsed")
"""Of a campaign, by the numbers that ICampaignState gives them."""
LINE_STATES = ("open", "promised", "escrowed", "paid_elsewhere", "returned")
"""Of a financier's line, by the numbers that IFinancing gives them."""
COUNTED = ("line", "milestone")
"""Values that the contracts count from 0 and people from 1."""
MOMENTS = ("deadline", "until")
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
        return f"the contract refuses it ({answer.get('message')})"
    values = decode([each["type"] for each in known["inputs"]], data[4:])
    named = {
        each["name"]: readable(each["name"], value)
        for each, value in zip(known["inputs"], values, strict=True)
    }
    if known["name"] == "Campaign_WrongStatus":
        return f"this cannot be done with a campaign whose status is “{in_words(STATUSES[values[0]])}”"
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
    if name.endswith("At") or name in MOMENTS:
        return utc(value)
    if name in COUNTED:
        return str(value + 1)
    if name == "state":
        return in_words(LINE_STATES[value])
    return to_checksum_address(value) if is_address(value) else str(value)


def in_words(status: str) -> str:
    return status.replace("_", " ")


def utc(seconds: int) -> str:
    """A time as people read it, to the minute."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
