"""What a format must tell, and the formats there are."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from backend.royalties.importers.cells import Cells
from backend.royalties.importers.distrokid import DistroKid
from backend.royalties.importers.film import Film
from backend.royalties.importers.lines import Line
from backend.royalties.importers.problems import Report, StatementRefused
from backend.royalties.importers.table import DELIMITERS, fold, split_header
from backend.royalties.importers.tunecore import TuneCore


class Importer(Protocol):
    """One format. An instance reads one file, row after row, and may keep what it must check at the end.

    `name` goes on chain as the statement's source (ASCII, at most 32 bytes). `ignored` are columns that may
    be there beside `columns`. `mark` stands before decimals, `grouping` between thousands. `currency_column`
    tells the currency, `amount_columns` hold the money. `title` is for people, "French / English" where the
    languages differ.
    """

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def ignored(self) -> Sequence[str]: ...
    @property
    def mark(self) -> str: ...
    @property
    def grouping(self) -> str: ...
    @property
    def currency_column(self) -> str: ...
    @property
    def amount_columns(self) -> Sequence[str]: ...

    def read(self, cells: Cells) -> Line | None:
        """One row; None if it is no line of receipts (a total), or was reported."""
        ...

    def finish(self, report: Report) -> None:
        """Check what only the whole file can tell."""
        ...


Format = Callable[[], Importer]
FORMATS: tuple[Format, ...] = (DistroKid, TuneCore, Film)


class Detected(NamedTuple):
    """The format of a file, and what separates its cells."""

    format: Format
    delimiter: str


def detect(header: str, name: str, formats: Sequence[Format] = FORMATS, among: str = DELIMITERS) -> Detected:
    """The format whose columns the first line of a file names best: at least half of them, in any order.

    among: the characters that may separate its cells. Raises StatementRefused, naming the
    formats there are, when none fits.
    """
    found: list[tuple[Fraction, Detected]] = []
    for delimiter in among:
        written = {fold(cell) for cell in split_header(header, delimiter)}
        for format_ in formats:
            columns = format_().columns
            named = sum(fold(column) in written for column in columns)
            found.append((Fraction(named, len(columns)), Detected(format_, delimiter)))
    share, best = max(found, key=lambda candidate: candidate[0])
    if share < Fraction(1, 2):
        known = [format_().title for format_ in formats]
        raise StatementRefused.at(name, 1, "unknown-format", header=header.strip(), known=known)
    return best
