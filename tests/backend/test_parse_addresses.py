"""Any case in, EIP-55 out, a wrong checksum refused with the right one."""

import tracemalloc

import pytest

from backend.addresses import AddressChecksumWrong, AddressUnreadable, parse_address

# From the examples of EIP-55.
RIGHT = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"


@pytest.mark.parametrize(
    "text",
    [RIGHT, RIGHT.lower(), "0x" + RIGHT[2:].upper(), "0X" + RIGHT[2:].upper(), f"  {RIGHT}\n"],
    ids=["checksummed", "lower", "upper", "upper prefix", "spaces around"],
)
def test_any_case_is_answered_with_checksum(text: str) -> None:
    assert parse_address(text) == RIGHT


@pytest.mark.parametrize(
    "digits", ["5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", "5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"]
)
def test_wrong_checksum_is_refused_with_the_right_one(digits: str) -> None:
    with pytest.raises(AddressChecksumWrong, match=RIGHT) as refused:
        parse_address("0x" + digits)
    assert refused.value.expected == RIGHT
    assert refused.value.status == 422


@pytest.mark.parametrize(
    "text", ["", "0x", RIGHT[2:], RIGHT[:-1], RIGHT + "0", RIGHT.replace("5", "g"), "vitalik.eth"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(AddressUnreadable, match="40 hexadecimal digits"):
        parse_address(text)


def test_nothing_longer_than_an_address_is_kept() -> None:
    """Whoever writes a megabyte of spaces before it would fill the memory."""
    tracemalloc.start()
    try:
        for length in range(100_000, 100_100):
            assert parse_address(" " * length + RIGHT) == RIGHT
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 1_000_000
