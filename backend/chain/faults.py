"""What a node's error means. Pure.

Every provider words the same fact in its own way, and their codes overlap (-32005 is a range too large here
and a rate limit there): words decide, in the order of the tests below.
"""

import re
from typing import Literal

Kind = Literal["rate", "batch", "block", "range", "slow", "outage", "refused"]
"""rate: we ask too often. batch: too many calls in one request. block: the node lacks it, or its state.
range: too many blocks or logs in one eth_getLogs. slow: it gave up. outage: something broke behind the
provider's door. refused: all else, such as a contract that reverts."""

TIME_OUTS = (408, 504, 524)
"""HTTP's time-outs, of a node or of what stands before it."""

_RATE_CODES = (429, -32007, -32016, -32029, -32090, -32097)
_RATE = re.compile(
    r"rate[ -]?limit|limit(ed)? (the )?rate|too many (requests|connections)|requests? (rate|count|limit)|"
    r"compute units|capacity (limit|exceeded)|throughput|quota|credits|throttl|"
    r"\d+/(second|sec|s|minute|day)\b|"
    r"calls? per (second|minute|day)|requests? per (second|minute|day)|rps limit",
    re.I,
)
_BATCH = re.compile(
    r"batch (is )?(too|limit|size)|batch of more than|batch\w* .*(exceed|not allowed|limit)|"
    r"(exceed|limit|maximum|too many|too large).* batch",
    re.I,
)
_TOO_MUCH_OF_A_BATCH = -32003
"""What geth and its kin answer to the rest of a batch when they have said enough."""
_BLOCK = re.compile(
    r"(block|header|resource|state) ?(\S+ )?(is |was )?(not|cannot be|could not be) (found|available|known)|"
    r"(block|header)\w* .*(cannot|could not) be found|(unknown|missing|no such) (block|header)|"
    r"block unknown|missing trie node|state .*(unavailable|not available)|no state available|"
    r"(beyond|above|after|past|greater than|higher than).*(head|latest|current)|invalid block range|"
    r"block ?(is )?out ?of ?range|empty range|could not get header|"
    r"not (yet )?(been )?(mined|synced|indexed)|pruned|maximum proof window",
    re.I,
)
_RANGE = re.compile(
    r"range|too (many|large|big|wide)|exceed|limit|tim(e|ed)[ -]?out|deadline|narrow|"
    r"more than [\d,]+ (results|logs|blocks)|max(imum)? (is|results|logs|blocks|\[|of|allowed)|response size",
    re.I,
)
_SLOW = re.compile(r"tim(e|ed)[ -]?out|deadline exceeded|took too long", re.I)
_OUTAGE = re.compile(
    r"unavailable|overload|no (available|healthy)|upstream|backend|bad gateway|service|"
    r"internal (server )?error|try again|temporar|all .*(failed|down)",
    re.I,
)
_WRITES = ("eth_sendRawTransaction", "eth_estimateGas")
"""What they are refused with is about the transaction, in any words."""
_DELAY = re.compile(r"(?:retry|try again) (?:in|after) ([\d.]+) ?(ms)?", re.I)


def classify(method: str, code: int, words: str, *, status: int = 200, calls: int = 1) -> Kind:
    """What an error answer to `method` means.

    code, words: of the JSON-RPC error. status: of HTTP. calls: how many were in the request.
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
    if method == "eth_getLogs" and _RANGE.search(words):
        return "range"
    if calls > 1 and status == 413:
        return "batch"
    if _SLOW.search(words):
        return "slow"
    return "outage" if status >= 500 or _OUTAGE.search(words) else "refused"


def find_delay(header: str | None, words: str) -> float | None:
    """Seconds to wait, of HTTP's Retry-After (its seconds; dates are ignored) or of an error's words."""
    if header and header.strip().replace(".", "", 1).isdigit():
        return float(header)
    found = _DELAY.search(words)
    if not found:
        return None
    return float(found[1]) / (1000 if found[2] else 1)
