"""Addresses as people type them: any case in, EIP-55 out, a wrong checksum refused."""

import re
from functools import lru_cache

from eth_utils.address import to_checksum_address

from backend.errors import CoprodError

ZERO_ADDRESS = "0x" + 40 * "0"
PATTERN = "^0[xX][0-9a-fA-F]{40}$"
"""For documentation: parse_address explains better what is wrong than a pattern does."""
_SHAPE = re.compile(PATTERN[1:-1])


class AddressUnreadable(CoprodError):
    """The text has not the shape of an address."""

    status = 422
    type = "address-unreadable"
    title = "This is not an address"


class AddressChecksumWrong(CoprodError):
    """Upper and lower case are mixed in another way than EIP-55 says: probably a typing error.

    `expected` has the right spelling of the same digits.
    """

    status = 422
    type = "address-checksum-wrong"
    title = "The checksum of this address is wrong"

    def __init__(self, expected: str) -> None:
        super().__init__(
            "Capitals and small letters do not fit together, so a digit may be wrong. "
            f"If the digits are right, the address is {expected}."
        )
        self.expected = expected


def parse_address(text: str) -> str:
    """The address with its EIP-55 checksum.

    All lower or all upper case has no checksum and is accepted; mixed case must be right.
    Raises AddressUnreadable, or AddressChecksumWrong whose sentence has the right spelling.
    """
    return _parse(text.strip())


@lru_cache(maxsize=65_536)
def _parse(text: str) -> str:
    """Kept, because the checksum costs a hash; of a text as short as an address, and no longer one."""
    if not _SHAPE.fullmatch(text):
        raise AddressUnreadable("An address is 0x and 40 hexadecimal digits: copy it whole from your wallet.")
    digits = text[2:]
    address = to_checksum_address("0x" + digits.lower())
    if digits not in (digits.lower(), digits.upper(), address[2:]):
        raise AddressChecksumWrong(address)
    return address
