"""Logs, as nodes tell them, and the events in them. Pure. The decoders are made from the ABI: see events."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from typing import Annotated, Any, cast

import msgspec
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from backend import eip55
from backend.chain import codec, events
from backend.chain.abi import Entry, find_entry
from backend.chain.events import Event

Decoder = Callable[[list[str], str], Event]
Decoders = dict[str, Decoder]
"""Of one contract, by first topic."""
_Word = Annotated[str, msgspec.Meta(min_length=66, max_length=66)]
_Address = Annotated[str, msgspec.Meta(min_length=42, max_length=42)]


class Log(msgspec.Struct, rename="camel", gc=False):
    """A log as a node tells it: hexadecimal 0x-texts. Not every node tells the time of its block."""

    address: _Address
    topics: list[_Word]
    data: str
    block_number: str
    block_hash: _Word
    transaction_hash: _Word
    log_index: str
    block_timestamp: str | None = None
    removed: bool | None = None


def read_log(told: Any) -> Log:
    """From an answer that is no list of logs. Raises ValueError."""
    try:
        log = msgspec.convert(told, Log)
    except msgspec.ValidationError as reason:
        raise ValueError(f"no log: {reason}") from reason
    check([log])
    return log


def check(logs: Iterable[Log]) -> None:
    """Addresses are in small letters from here on. Raises ValueError for numbers and hashes that are none."""
    before, address = None, ""
    for log in logs:
        int(log.log_index, 16)
        # Most are of the contract and transaction of the one before.
        if (
            before is None
            or log.transaction_hash != before.transaction_hash
            or log.address != address
            or log.block_hash != before.block_hash
            or log.block_number != before.block_number
        ):
            address = log.address = log.address.lower()
            int(log.block_number, 16), int(log.block_timestamp or "0x0", 16)
            if len(bytes.fromhex(log.block_hash[2:] + log.transaction_hash[2:])) != 64:
                raise ValueError(f"no hashes of a log: {log.block_hash}, {log.transaction_hash}")
            before = log


def decode(contract: str, log: Log) -> Event | None:
    """The event in a log of a `contract` of events.EVENTS; None when it is one that we do not listen to.

    Raises ValueError for a log that no such contract can have written.
    """
    return decode_by(decoders()[contract], log)


def decode_by(known: Decoders, log: Log) -> Event | None:
    """The same by a contract's decoders."""
    topics = log.topics
    if not topics:
        return None
    decoder = known.get(topics[0]) or known.get(topics[0].lower())
    try:
        return decoder(topics, log.data) if decoder else None
    except DecodingError as reason:
        raise ValueError(str(reason)) from reason


def topic_of(contract: str, event: type[Event]) -> str:
    """The first topic of its logs."""
    return "0x" + keccak(text=codec.signature(find_entry(contract, "event", event.__name__))).hex()


@cache
def topics() -> tuple[str, ...]:
    """Every first topic that we listen to."""
    return tuple(sorted({topic for each in decoders().values() for topic in each}))


@cache
def decoders() -> dict[str, Decoders]:
    """By contract and first topic, generated from the ABI. Raises TypeError when a class differs from it."""
    return {
        contract: {
            topic_of(contract, event): _make_decoder(find_entry(contract, "event", event.__name__), event)
            for event in classes
        }
        for contract, classes in events.EVENTS.items()
    }


def _make_decoder(entry: Entry, event: type[Event]) -> Decoder:
    inputs = entry["inputs"]
    fields = [_snake(each["name"]) for each in inputs]
    if fields != [each.rstrip("_") for each in getattr(event, "_fields", ())]:
        raise TypeError(f"event {entry['name']} has the fields {fields}: see backend/chain/events.py")
    plain = [each for each in inputs if not each["indexed"]]
    if all(each["type"] in _WORDS for each in inputs):
        return _decode_words(inputs, event)

    count = 1 + len(inputs) - len(plain)
    readers = {
        each["name"]: _make(f"lambda word: {_read_word(each['type'], 'word', True)}")
        for each in inputs
        if each["indexed"]
    }

    def decode_structs(topics: list[str], data: str) -> Event:
        if len(topics) != count:
            raise ValueError(f"a log of {event.__name__} has {count} topics")
        indexed = iter(topics[1:])
        values = iter(codec.decode(plain, bytes.fromhex(data[2:])))
        return event(*[
            readers[each["name"]](next(indexed)) if each["indexed"] else next(values) for each in inputs
        ])  # fmt: skip

    return decode_structs


def _decode_words(inputs: list[dict[str, Any]], event: type[Event]) -> Decoder:
    """Values of 32 bytes each: slices of the text are several times faster than a general decoder. Made as
    source, which is twice as fast as a loop over them."""
    values: list[str] = []
    topic, offset = 1, 2
    for each in inputs:
        if each["indexed"]:
            word, topic = f"topics[{topic}]", topic + 1
        else:
            word, offset = f"data[{offset}:{offset + 64}]", offset + 64
        values.append(_read_word(each["type"], word, each["indexed"]))

    def refuse() -> Event:
        raise ValueError(f"a log of {event.__name__} has {topic} topics and {offset // 2 - 1} bytes of data")

    source = f"""lambda topics, data: (
        event(({" ".join(f"{value}," for value in values)}))
        if len(topics) == {topic} and len(data) == {offset} else refuse())"""
    return _make(source, event=partial(tuple.__new__, event), refuse=refuse)


def _make(source: str, **names: Any) -> Callable[..., Any]:
    return cast(Callable[..., Any], eval(source, {"address": _read_address, **names}))


def _read_word(kind: str, word: str, is_whole: bool) -> str:
    """A value as source. word: the source of its text, whole with 0x, or of its 64 digits."""
    match kind:
        case "address":
            return f"address({word})"
        case "bytes32":
            return word if is_whole else f'"0x" + {word}'
        case "bool":
            return f"int({word}, 16) != 0"
        case _:
            return f"int({word}, 16)"


@lru_cache(maxsize=65_536)
def _read_address(word: str) -> str:
    return eip55.to_text(bytes.fromhex(word[-40:]))


_WORDS = {"address", "bytes32", "bool", *(f"uint{bits}" for bits in range(8, 257, 8))}
"""The types of one word."""


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()
