"""Addresses between their two forms: 20 bytes in the database and on the chain, EIP-55 text for people."""

from functools import lru_cache

from eth_utils.address import to_checksum_address


@lru_cache(maxsize=65_536)
def to_text(raw: bytes) -> str:
    """The EIP-55 text of 20 bytes; kept, because the checksum costs a hash. Raises ValueError."""
    return to_checksum_address(raw)


def to_bytes(text: str) -> bytes:
    """The 20 bytes of a 0x-text, whatever its case. Raises ValueError for anything else."""
    raw = bytes.fromhex(text[2:]) if text[:2] in ("0x", "0X") else b""
    if len(raw) != 20:
        raise ValueError(f"{text!r} is no address: 0x and 40 hexadecimal digits are expected")
    return raw
