"""Tables on a terminal, and in a file: text may fold, but no number, address or hash is ever cut."""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table

from backend.amounts import EXACT

WIDEST = 10_000


def open_table(text: Sequence[str], numbers: Sequence[str], whole: Sequence[str] = ()) -> Table:
    """A table with columns of text, of what is one word (an address, a hash), and of numbers."""
    columns = [Column(each, overflow="fold") for each in text]
    columns += [Column(each, no_wrap=True) for each in whole]
    columns += [Column(each, justify="right", no_wrap=True) for each in numbers]
    return Table(*columns, box=None, pad_edge=False)


def print_table(table: Table) -> None:
    """As wide as the terminal, or as its longest words need; not folded where nobody looks at once."""
    console = Console()
    size = Measurement.get(console, console.options.update_width(WIDEST), table)
    width = max(console.width, size.minimum) if console.is_terminal else size.maximum
    Console(width=width).print(table)


def align_units(units: int, decimals: int) -> str:
    """An amount for a column: with all of the currency's decimals, so that the points stand in a line."""
    return align_decimal(EXACT.scaleb(Decimal(units), -decimals))


def align_decimal(value: Decimal) -> str:
    """The same for an amount with the decimals that it was written with."""
    return f"{value:,f}"
