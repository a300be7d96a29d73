"""Exact amounts: integers in a currency's smallest unit, decimals of any length, no float, no E-notation."""

import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation, Overflow
from fractions import Fraction
from functools import lru_cache
from math import ceil

from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

from backend.errors import CoprodError

# The default context rounds every sum to 28 digits without a word. This one adds, subtracts and multiplies
# exactly, and raises rather than lose a digit.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation, Overflow])

_SPACES = " \u00a0\u202f"
_MINUSES = "-\u2212"


class AmountUnreadable(CoprodError):
    """The text is not an amount, or has more decimals than the currency."""

    status = 422
    type = "amount-unreadable"
    title = "This is not an amount"


class AmountRounded(AmountUnreadable):
    """It is in scientific notation: what is left of a number that a spreadsheet has rounded."""


class AmountTooPrecise(AmountUnreadable):
    """It has more than `decimals` decimals, which are all that the currency has."""

    def __init__(self, decimals: int) -> None:
        super().__init__(f"too precise: this currency has {decimals} decimals")
        self.decimals = decimals


def parse_decimal(text: str, *, mark: str = ".", grouping: str = "") -> Decimal:
    """The exact value of `text`, with as many decimals as it was written with.

    `mark` stands before the decimals; any character of `grouping` may stand between thousands, the same one
    throughout a number. A space in `grouping` stands for the no-break spaces too.
    Raises AmountUnreadable, whose sentence follows "is": "not a number, ...".
    """
    match = _pattern(mark, grouping).fullmatch(text.strip(_SPACES))
    if match is None:
        if re.fullmatch(r"[-+\u2212]?[0-9]+([.,][0-9]+)?[eE][-+]?[0-9]+", text.strip(_SPACES)):
            raise AmountRounded(
                "in scientific notation, which a spreadsheet has rounded: export the file again at its source"
            )
        raise AmountUnreadable(f"not a number: write digits, with “{mark}” before the decimals")
    sign = "-" if match["sign"] in ("-", "\u2212") else ""
    whole = match["whole"]
    if not whole.isdigit():
        whole = re.sub(r"[^0-9]", "", whole)
    return Decimal(f"{sign}{whole}.{match['decimals'] or ''}")


def parse_amount(text: str, decimals: int, locale: str = "en") -> int:
    """Smallest units of a currency with `decimals` decimals, from text as people of `locale` write it.

    Raises AmountUnreadable for anything else, and for more decimals than the currency has, zeros apart.
    """
    mark, group = get_decimal_symbol(locale), get_group_symbol(locale)
    return to_units(parse_decimal(text, mark=mark, grouping=" " if group in _SPACES else group), decimals)


def to_units(value: Decimal, decimals: int) -> int:
    """`value` in smallest units, exactly. Raises AmountUnreadable if it has a fraction of a unit."""
    scaled = EXACT.scaleb(value, decimals)
    units = int(scaled)
    if units != scaled:
        raise AmountTooPrecise(decimals)
    return units


def least_units(value: Decimal, decimals: int) -> int:
    """The fewest smallest units that are worth `value` or more: rounded up, and never fewer than one."""
    return max(1, ceil(EXACT.scaleb(value, decimals)))


def round_half_even(value: Decimal, rate: Decimal, decimals: int) -> int:
    """`value` x `rate` in smallest units, rounded to the nearest one, a tie to the even one."""
    units: int = round(Fraction(value) * Fraction(rate) * 10**decimals)
    return units


def add(*values: Decimal) -> Decimal:
    """The exact sum."""
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return total


def format_decimal(value: Decimal) -> str:
    """Plain digits with a point, every decimal kept: the form that `parse_decimal` reads back unchanged."""
    return format(value, "f")


def format_units(raw: int, decimals: int) -> str:
    """`raw` smallest units as a plain decimal with all `decimals` places: 1500000 of 6 is "1.500000"."""
    digits = f"{abs(raw):0{decimals + 1}d}"
    whole, fraction = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return ("-" if raw < 0 else "") + whole + (f".{fraction}" if fraction else "")


def format_amount(raw: int, decimals: int, currency: str, locale: str = "en") -> str:
    """An amount as people of `locale` read it: "1 234,50 EURC" in fr, "1,234.50 EURC" in en.

    Two decimals at least (fewer if the currency has fewer), more where they are not zero: nothing is rounded.
    """
    whole, _, fraction = format_units(abs(raw), decimals).partition(".")
    fraction = fraction.rstrip("0").ljust(min(2, decimals), "0")
    sign = get_minus_sign_symbol(locale) if raw < 0 else ""
    grouped = f"{int(whole):,}".replace(",", get_group_symbol(locale))
    return sign + grouped + (get_decimal_symbol(locale) + fraction if fraction else "") + f"\u00a0{currency}"


def format_exact(decimal: str, language: str) -> str:
    """Every decimal that was written, in a language: "1345444.490" is "1 345 444,490" in French."""
    sign, digits = ("-", decimal[1:]) if decimal.startswith("-") else ("", decimal)
    whole, _, fraction = digits.partition(".")
    minus = get_minus_sign_symbol(language) if sign else ""
    # Not by int(), which refuses what is longer than a few thousand digits.
    grouped = f"{Decimal(whole):,f}".replace(",", get_group_symbol(language))
    return minus + grouped + (get_decimal_symbol(language) + fraction if fraction else "")


@lru_cache(maxsize=64)
def _pattern(mark: str, grouping: str) -> re.Pattern[str]:
    groups = re.escape(grouping.replace(" ", _SPACES))
    thousands = rf"|[0-9]{{1,3}}(?P<group>[{groups}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*" if groups else ""
    return re.compile(
        rf"(?P<sign>[{_MINUSES}+]?)(?P<whole>[0-9]+{thousands})(?:{re.escape(mark)}(?P<decimals>[0-9]+))?"
    )
