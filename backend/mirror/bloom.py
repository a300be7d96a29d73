"""What a block's bloom filter (logsBloom, Yellow Paper 4.3.1) says about an answer to eth_getLogs. Pure.

Every address and topic of every log sets 3 of 2,048 bits. So a block whose filter lacks a bit of an address
holds no log of it; and of a bit that no log explains, the log was left out.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from eth_utils.crypto import keccak

from backend.chain.client import Log


@lru_cache(maxsize=65_536)
def bits_of(value: str) -> int:
    """The bits that an address or topic, a 0x-string, sets."""
    hashed = keccak(bytes.fromhex(value[2:]))
    bits = 0
    for at in (0, 2, 4):
        bits |= 1 << (int.from_bytes(hashed[at : at + 2], "big") & 2047)
    return bits


def read_bloom(text: str) -> int | None:
    """None for a chain that keeps no filters: a block's is empty there, whatever it holds."""
    return int(text or "0x0", 16) or None


def may_speak(bloom: int, addresses: Iterable[str], topics: Sequence[str]) -> bool:
    """Whether the block may hold a log of one of these contracts with one of these first topics."""
    return any(bloom & bits == bits for bits in map(bits_of, topics)) and any(
        bloom & bits == bits for bits in map(bits_of, addresses)
    )


def find_gap(bloom: int, logs: Sequence[Log]) -> str | None:
    """What shows that these, in their order, are not all logs of the block; None when nothing does."""
    for number, log in enumerate(logs):
        index = int(log.log_index, 16)
        if index != number:
            return f"after {number} of its logs comes that with index {index}"
    explained = 0
    for log in logs:
        explained |= bits_of(log.address)
        for topic in log.topics:
            explained |= bits_of(topic)
    if bloom & ~explained:
        return f"its {len(logs)} logs do not explain its bloom filter"
    return None
