"""A journal's lines, and the transactions they tell of. Pure.

One line for each thing that happened to a transaction, the oldest first; what a transaction may become is
said in backend/chain/moves.py. Gas is in units, fees in wei for one of them, times in seconds since 1970.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from backend.chain.fees import Fees
from backend.chain.moves import OPEN, WAITING, check_transaction_move
from backend.chain.transactions import Call
from backend.errors import CoprodError

Hash = Annotated[str, Meta(pattern="^0x[0-9a-f]{64}$")]
Address = Annotated[str, Meta(pattern="^0x[0-9a-fA-F]{40}$")]
Data = Annotated[str, Meta(pattern="^0x([0-9a-f]{2})*$")]
Count = Annotated[int, Meta(ge=0)]
Kind = Literal["key", "wallet", "safe"]
Status = Literal["due", "signed", "sent", "replaced", "mined", "final", "failed", "dropped", "abandoned"]


class LinesContradict(CoprodError):
    """The lines of a journal cannot all be true."""

    title = "A journal contradicts itself"


class _Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="event", tag=str.lower):
    entry: Annotated[int, Meta(ge=1)]
    at: Count


class Recorded(_Line, kw_only=True):
    """What is to be sent, before anything is signed. genesis: hash of block 0; by: who signs."""

    version: Literal[1] = 1
    intent: str
    chain_id: Count
    genesis: Hash
    sender: Address
    nonce: Count
    receiver: Address | None
    data: Data
    expected_gas: Count
    gas: Count
    by: Kind
    at_block: Count


class Asked(_Line):
    """A wallet or a Safe has the call from now on, and may send it at any time."""


class Declined(_Line):
    """The person said no: the wallet sends nothing."""


class Signed(_Line, kw_only=True):
    """Signed bytes; None of a wallet's whose node does not tell them. nonce: by which it was sent."""

    nonce: Count
    hash: Hash
    raw: Data | None
    most_fee: Count
    tip: Count
    at_block: Count


class Found(_Line, kw_only=True):
    """The chain has the same call of the same account and nonce under a hash that was not known here."""

    nonce: Count
    hash: Hash
    raw: Data | None
    most_fee: Count
    tip: Count
    at_block: Count


class Moved(_Line, kw_only=True):
    """What became of it; of a block what is known when it is mined."""

    status: Status
    hash: Hash | None = None
    block_number: Count | None = None
    block_hash: Hash | None = None
    gas_used: Count | None = None
    gas_price: Count | None = None
    error: str | None = None


Line = Recorded | Asked | Declined | Signed | Found | Moved

_DECODER = msgspec.json.Decoder(Line)


@dataclass(frozen=True)
class Entry:
    """One transaction. hash: of the attempt that was mined, or else of the newest; asked: whether a wallet or
    a Safe has the call; error: why it had no effect, or who used its nonce."""

    number: int
    at: int
    intent: str
    chain_id: int
    genesis: str
    sender: str
    nonce: int
    receiver: str | None
    data: bytes
    expected_gas: int
    gas: int
    by: Kind
    at_block: int
    status: Status = "due"
    asked: bool = False
    attempts: tuple[Signed | Found, ...] = ()
    hash: str | None = None
    block_number: int | None = None
    block_hash: str | None = None
    gas_used: int | None = None
    gas_price: int | None = None
    error: str | None = None

    @property
    def call(self) -> Call:
        return Call(self.sender, self.receiver, self.data)

    @property
    def fees(self) -> Fees:
        """Of the newest attempt."""
        return Fees(self.attempts[-1].most_fee, self.attempts[-1].tip)

    @property
    def hashes(self) -> list[str]:
        return [each.hash for each in self.attempts]

    @property
    def is_out(self) -> bool:
        """Whether somebody may have what can be mined."""
        return bool(self.attempts) or self.asked

    @property
    def is_done(self) -> bool:
        """Whether it is in a block and had its effect."""
        return self.status in ("mined", "final") and self.error is None

    @property
    def is_waiting(self) -> bool:
        """Whether it may still come into a block."""
        return self.status in WAITING or (self.status == "due" and self.asked)

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it, be it that a reorg takes it away."""
        return self.status in OPEN

    def as_json(self) -> dict[str, Any]:
        """Everything, for `--json`: bytes as 0x and hexadecimal digits."""
        values = {name: value for name, value in vars(self).items() if name != "attempts"}
        attempts = [msgspec.to_builtins(each) for each in self.attempts]
        return values | {"data": "0x" + self.data.hex(), "attempts": attempts, "is_done": self.is_done}


def read_line(text: bytes) -> Line:
    """Raises msgspec.ValidationError or msgspec.DecodeError, which say what is wrong and where."""
    return _DECODER.decode(text)


def write_line(line: Line) -> bytes:
    return msgspec.json.encode(line) + b"\n"


def add_line(entries: dict[int, Entry], line: Line) -> Entry:
    """What the entry is once this happened; `entries` is changed. Raises LinesContradict, MoveForbidden."""
    known = entries.get(line.entry)
    if isinstance(line, Recorded):
        if line.entry != len(entries) + 1:
            raise LinesContradict(f"transaction {line.entry} does not follow on {len(entries)}")
        rival = find_nonce(entries.values(), line.genesis, line.nonce)
        if rival:
            raise LinesContradict(f"the nonce {line.nonce} is that of transaction {rival.number}")
        entry = _begin(line)
    elif known is None:
        raise LinesContradict(f"there is no transaction {line.entry}")
    else:
        entry = _change(known, line)
    entries[line.entry] = entry
    return entry


def find_nonce(entries: Iterable[Entry], genesis: str, nonce: int) -> Entry | None:
    """What may still use the nonce, on the chain of this genesis."""
    same = (each for each in entries if each.genesis == genesis and each.nonce == nonce)
    return next((each for each in same if each.is_open), None)


def _begin(line: Recorded) -> Entry:
    values = msgspec.structs.asdict(line)
    number, data = values.pop("entry"), bytes.fromhex(values.pop("data")[2:])
    del values["version"]
    return Entry(number=number, data=data, **values)


def _change(entry: Entry, line: Asked | Declined | Signed | Found | Moved) -> Entry:
    if isinstance(line, Asked | Declined):
        if entry.status != "due":
            raise LinesContradict(
                f"transaction {entry.number} is {entry.status}: no wallet is asked any more"
            )
        return replace(entry, asked=isinstance(line, Asked))
    if isinstance(line, Moved):
        check_transaction_move(entry.number, entry.status, line.status)
        changes = {name: value for name, value in msgspec.structs.asdict(line).items() if name not in _HEAD}
        return replace(entry, **changes | {"hash": line.hash or entry.hash})
    status = entry.status
    if isinstance(line, Signed) or status == "due":
        status = "signed" if status == "due" else "replaced"
        check_transaction_move(entry.number, entry.status, status)
    return replace(
        entry, status=status, attempts=(*entry.attempts, line), nonce=line.nonce, hash=line.hash, asked=False
    )


_HEAD = ("entry", "at")
"""What every line begins with."""
