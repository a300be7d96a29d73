"""What people type at the terminal, made into values. Raises Refused with what to type instead."""

import re

from backend.addresses import AddressChecksumWrong, AddressUnreadable, parse_address
from backend.amounts import AmountRounded, AmountTooPrecise, AmountUnreadable, parse_decimal, to_units
from scripts.language import say
from scripts.money import Currency
from scripts.refusal import Refused

COVERAGES = {"promised": False, "paid": True}
"""What a financier signs: that it will pay, or that it has."""


def read_count(what: str, text: str) -> int:
    if not text.isdecimal():
        raise Refused(say("{what} is a whole number, not {text!r}", what=what, text=text))
    return int(text)


def read_place(what: str, text: str) -> int:
    """A line or a milestone, which people count from 1 and the contracts from 0."""
    number = read_count(what, text)
    if number == 0:
        raise Refused(say("{what} is counted from 1, as in the preset", what=what))
    return number - 1


def read_account(role: str, text: str) -> str:
    """An address with its checksum."""
    try:
        return parse_address(text)
    except AddressUnreadable:
        problem = say("An address is 0x and 40 hexadecimal digits: copy it whole from your wallet.")
    except AddressChecksumWrong as error:
        problem = say(
            "Capitals and small letters do not fit together, so a digit may be wrong. "
            "If the digits are right, the address is {address}.",
            address=error.expected,
        )
    raise Refused(say("who is the {role} {text!r}? {problem}", role=role, text=text, problem=problem))


def read_amount(text: str, currency: Currency) -> int:
    """Currency units of an amount such as 20 or 20.50."""
    try:
        units = to_units(parse_decimal(text), currency.decimals)
    except AmountUnreadable as error:
        raise Refused(
            say(
                "how much {currency} is {text!r}? It is {problem}",
                currency=currency.symbol,
                text=text,
                problem=unreadable(error),
            )
        ) from None
    if units <= 0:
        raise Refused(say("how much {currency}? Write more than 0", currency=currency.symbol))
    return units


def unreadable(error: AmountUnreadable) -> str:
    """Why a text is no amount, to follow "is"."""
    if isinstance(error, AmountTooPrecise):
        return say("too precise: this currency has {decimals} decimals", decimals=error.decimals)
    if isinstance(error, AmountRounded):
        return say(
            "in scientific notation, which a spreadsheet has rounded: export the file again at its source"
        )
    return say("not a number: write digits, with “.” before the decimals")


def read_signature(text: str) -> str:
    """65 bytes of a key, or what a smart wallet answers instead."""
    if not re.fullmatch(r"0x([0-9a-fA-F]{2})+", text):
        raise Refused(say("a signature is 0x and hexadecimal digits, not {text!r}", text=text))
    return text


def read_coverage(text: str) -> bool:
    """Whether the financier says that it has paid."""
    if text not in COVERAGES:
        raise Refused(say("say what the financier signs, promised or paid, not {text!r}", text=text))
    return COVERAGES[text]
