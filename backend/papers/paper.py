"""What a paper says, whatever it is written on. Amounts are exact: smallest units and their decimals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from backend.amounts import format_units

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Amount:
    """Smallest units of a currency of so many decimals."""

    units: int
    decimals: int

    def __str__(self) -> str:
        return format_units(self.units, self.decimals)


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads somewhere; an empty `address` leads nowhere."""

    text: str
    address: str


Cell = str | int | date | Amount | Linked | None
"""An int is a count; None is left empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is short and without the characters that a sheet of Excel may not have in its name."""

    name: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Section:
    """facts: what is so, by name; notes: sentences after the tables."""

    title: str
    facts: Sequence[tuple[str, Cell]] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """on: the day of the block that it is true of, which is the day that it is dated.

    name: of the file, without its ending. sheets: the same once more for machines, the first one alone in the
    CSV.
    """

    language: Language
    name: str
    title: str
    subject: str
    on: date
    facts: Sequence[tuple[str, Cell]]
    sections: Sequence[Section]
    sheets: Sequence[Table]
    notes: Sequence[str] = field(default=())
