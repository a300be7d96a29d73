"""What a node's error means. Pure.

Every provider words the same fact in its own way, and their codes overlap (-32005 is a range too large here
and a rate limit there): words decide, in the order of the tests below.
"""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Literal

Kind = Literal["rate", "batch", "block", "addresses", "range", "slow", "outage", "refused"]
"""rate: we ask too often. batch: too many calls in one request. block: the node lacks it, or its state.
addresses: of too many contracts in one eth_getLogs. range: too many blocks or logs in it. slow: it gave up.
outage: something is broken behind the provider's door, or shut for us. refused: all else, such as a contract
that reverts."""

TIME_OUTS = (408, 504, 524)
"""HTTP's time-outs, of a node or of what stands before it."""

_RATE_CODES = (429, -32007, -32009, -32016, -32029, -32046, -32090, -32097)
_TOO_MUCH_OF_A_BATCH = -32003
"""What geth and its kin answer to the rest of a batch when they have said enough."""


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


_RATE = _any_of(
    r"rate[ -]?limit",
    r"limit\w* (the )?rate",
    r"too many (requests?|connections)\b",
    r"requests? (rate|count|limit)",
    r"(rps|capacity|credits?) limit|capacity exceeded|quota|throttl",
    r"compute units",
    r"requests limited|daily limit",
    r"\d/(second|minute|day|s)\b|(calls|requests) per (second|minute|day)",
)
_BATCH = _any_of(
    r"batch (is )?(too|limit|size)",
    r"batch\w* .*(more than|exceed|not allowed|limit)",
    r"(exceed|limit|maximum|too many|too large).* batch",
)
_BLOCK = _any_of(
    r"(block|header|resource|state)\W*(\S+ )?(is |was )?(not|cannot be|could not be) (found|available|known)",
    r"(block|header)\w* .*(cannot|could not) be found",
    r"(unknown|missing|no such) (block|header)|block unknown|could not get header",
    r"missing trie node|state .*(unavailable|not available)|no state available",
    r"archive (node|data|state|request)|recent blocks|pruned|maximum proof window",
    r"(beyond|above|after|past|greater than|higher than) .*\b(head|latest|current)\b",
    r"current blockchain height|invalid block range|empty range|block ?(is )?out ?of ?range",
    r"not (yet )?(been )?(mined|synced|indexed)",
)
_ADDRESSES = _any_of(
    r"number of address", r"(max(imum)?|too many) addresses", r"addresses or topics", r"contains \d+ filters"
)
_RANGE = _any_of(
    r"range|narrow|response size",
    r"too (many|large|big|wide)|exceed|limit|maximum",
    r"more than [\d,]+ (results|logs|blocks)",
    r"tim(e|ed)[ -]?out|deadline",
)
_SLOW = _any_of(r"tim(e|ed)[ -]?out|deadline exceeded|took too long")
_OUTAGE = _any_of(
    r"unavailable|overload|too much load|no (available|healthy)|no servers?",
    r"upstream|backend|bad gateway|service|internal (server )?error",
    r"try again|temporar|cannot fulfill|all .*(failed|down)",
    r"api key|unauthori[sz]ed|forbidden|billing|your (current )?plan",
)
_NO_REQUEST = -32600
"""What anvil says of a batch with too long a body, without saying so."""
_NO_METHOD = -32601
"""Whatever plan or service it names that would have the method: the rest of the node is well."""
_SHUT = (401, 402, 403)
"""HTTP's words for a wrong key, or an unpaid one."""
_WRITES = ("eth_sendRawTransaction", "eth_estimateGas")
"""What they are refused with is about the transaction, in any words."""
_DELAY = re.compile(r"(?:retry|try again) (?:in|after) ([\d.]+) ?(ms)?", re.I)


def classify(
    method: str, code: int, words: str, *, status: int = 200, calls: int = 1, whole: bool = False
) -> Kind:
    """What an error answer to `method` means.

    code, words: of the JSON-RPC error. status: of HTTP. calls: how many were in the request; whole: whether
    the error is about none of them alone.
    """
    if "revert" in words.lower():
        return "refused"
    if status == 429 or code in _RATE_CODES or _RATE.search(words):
        return "rate"
    if calls > 1 and (_BATCH.search(words) or code == _TOO_MUCH_OF_A_BATCH):
        return "batch"
    if method in _WRITES:
        return "refused"
    if _BLOCK.search(words) or code == -32001:
        return "block"
    if method == "eth_getLogs" and (_ADDRESSES.search(words) or _RANGE.search(words)):
        return "addresses" if _ADDRESSES.search(words) else "range"
    if calls > 1 and (status == 413 or (whole and code == _NO_REQUEST)):
        return "batch"
    if code == _NO_METHOD and method != "eth_getLogs":
        return "refused"
    if _SLOW.search(words):
        return "slow"
    # Without logs a node is of no use to us, whatever it has against giving them.
    is_shut = status >= 500 or status in _SHUT or method == "eth_getLogs"
    return "outage" if is_shut or _OUTAGE.search(words) else "refused"


def read_retry_after(header: str | None, now: float) -> float | None:
    """Seconds to wait at the unix time `now`, by HTTP's Retry-After: it names them, or a date, or nothing."""
    if header is None:
        return None
    if header.strip().replace(".", "", 1).isdigit():
        return float(header)
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return None
    # HTTP's dates are of Greenwich, whether they say so or not.
    return max(0.0, date.replace(tzinfo=date.tzinfo or UTC).timestamp() - now)


def find_delay(retry_after: float | None, words: str) -> float | None:
    """Seconds to wait, of HTTP's Retry-After or else of an error's words."""
    if retry_after is not None:
        return retry_after
    found = _DELAY.search(words)
    if not found:
        return None
    return float(found[1]) / (1000 if found[2] else 1)
