"""What people type at the terminal, made into values. Raises Refused with what to type instead."""

import re

from backend.addresses import AddressChecksumWrong, AddressUnreadable, parse_address
from backend.amounts import AmountUnreadable, parse_decimal, to_units
from scripts.currencies import Currency
from scripts.refusal import Refused

COVERAGES = {"promised": False, "paid": True}
"""What a financier signs: that it will pay, or that it has."""


def read_count(what: str, text: str) -> int:
    if not text.isdecimal():
        raise Refused(f"{what} is a whole number, not {text!r}")
    return int(text)


def read_place(what: str, text: str) -> int:
    """A line or a milestone, which people count from 1 and the contracts from 0."""
    number = read_count(what, text)
    if number == 0:
        raise Refused(f"{what} is counted from 1, as in the preset")
    return number - 1


def read_account(role: str, text: str) -> str:
    """An address with its checksum."""
    try:
        return parse_address(text)
    except (AddressUnreadable, AddressChecksumWrong) as error:
        raise Refused(f"who is the {role} {text!r}? {error}") from None


def read_amount(text: str, currency: Currency) -> int:
    """Currency units of an amount such as 20 or 20.50."""
    try:
        units = to_units(parse_decimal(text), currency.decimals)
    except AmountUnreadable as error:
        raise Refused(f"how much {currency.symbol} is {text!r}? It is {error}") from None
    if units <= 0:
        raise Refused(f"how much {currency.symbol}? Write more than 0")
    return units


def read_signature(text: str) -> str:
    """65 bytes of a key, or what a smart wallet answers instead."""
    if not re.fullmatch(r"0x([0-9a-fA-F]{2})+", text):
        raise Refused(f"a signature is 0x and hexadecimal digits, not {text!r}")
    return text


def read_coverage(text: str) -> bool:
    """Whether the financier says that it has paid."""
    if text not in COVERAGES:
        raise Refused(f"say what the financier signs, {' or '.join(COVERAGES)}, not {text!r}")
    return COVERAGES[text]
