"""Where the mirror and the chain disagree, row by row. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from backend.mirror.ledger.facts import Row
from backend.tables import metadata

ROW = "row"
"""Stands for a column when a whole row is missing, or too many."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value. key: the row, by its primary key or what was added up; None as a value: there is none.
    campaign: the project that it is about, empty when it is about none, or about all."""

    table: str
    key: dict[str, Any]
    column: str
    mirror: Any
    chain: Any
    campaign: str = ""

    def __str__(self) -> str:
        where = ", ".join(f"{name} {value}" for name, value in self.key.items())
        if self.column == ROW:
            return (
                f"{self.table}: {where}: "
                + f"not {'on the chain' if self.chain is None else 'in the mirror'}"
            )
        return f"{self.table}: {where}: {self.column} is {self.mirror}, and {self.chain} on the chain"


def compare_rows(table: str, ours: Iterable[Row], theirs: Iterable[Row]) -> list[Difference]:
    """Every row and column of the mirror beside the chain's; the columns are those of the chain's rows."""
    names = [column.name for column in metadata.tables[table].primary_key]
    mirror = {tuple([row[name] for name in names]): row for row in ours}
    chain = {tuple([row[name] for name in names]): row for row in theirs}
    found: list[Difference] = []
    for key in sorted(key for key in mirror.keys() | chain.keys() if mirror.get(key) != chain.get(key)):
        named = dict(zip(names, key, strict=True))
        kept, said = mirror.get(key), chain.get(key)
        if kept is None or said is None:
            campaign = (kept or said or {}).get("campaign", "")
            found.append(Difference(table, named, ROW, kept, said, campaign))
        else:
            found += compare_values(table, named, kept, said)
    return found


def compare_values(table: str, key: dict[str, Any], mirror: Row, chain: Row) -> list[Difference]:
    """The columns that the chain's row has."""
    campaign = chain.get("campaign") or key.get("campaign", "")
    return [
        Difference(table, key, column, mirror.get(column), value, campaign)
        for column, value in chain.items()
        if mirror.get(column) != value
    ]
