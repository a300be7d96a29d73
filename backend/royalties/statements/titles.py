"""What each title of a file brought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from backend.amounts import EXACT, add
from backend.errors import CoprodError
from backend.royalties.importers.lines import Line, Period
from backend.royalties.importers.table import fold
from backend.sentences import quote


@dataclass(frozen=True)
class TitleSum:
    """The exact sums of all lines of one title, in the file's currency.

    A film's lines have no title: they are summed by their mode of exploitation, which stands as the title,
    and `is_named` is false. `deductions` are (kind, amount) by kind; net = gross - deductions. `reported` and
    `received` are from the first to the last of the days that the lines tell; None where none tells one.
    """

    artist: str
    title: str
    isrc: str
    upc: str
    currency: str
    period: Period
    lines: int
    gross: Decimal
    deductions: tuple[tuple[str, Decimal], ...]
    is_named: bool = True
    reported: Period | None = None
    received: Period | None = None

    @property
    def net(self) -> Decimal:
        """Gross less the deductions."""
        return add(self.gross, *(amount.copy_negate() for _, amount in self.deductions))


class TitleUnknown(CoprodError):
    """A title was asked for that the file does not have."""

    status = 422
    type = "title-unknown"
    title = "The file has no such title"


class TitleAmbiguous(CoprodError):
    """A title was asked for that several artists have."""

    status = 422
    type = "title-ambiguous"
    title = "Several artists have a title of that name"


class Sums:
    """Sums lines by title, in the order in which titles first come; memory grows with titles, not lines."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, ...], int] = {}
        self._sums: list[_Sum] = []

    def add(self, line: Line) -> int:
        """Count the line; returns the place of its title, from 0."""
        title = line.title or line.use
        key = (line.isrc, line.upc, fold(line.artist), fold(title))
        place = self._places.setdefault(key, len(self._sums))
        if place == len(self._sums):
            self._sums.append(_Sum(line, title, line.sold))
        found = self._sums[place]
        found.period = found.period.join(line.sold)
        found.reported = _stretch(found.reported, line.reported)
        found.received = _stretch(found.received, line.received)
        found.lines += 1
        found.gross = EXACT.add(found.gross, line.gross)
        for kind, amount in line.deductions:
            found.deductions[kind] = EXACT.add(found.deductions.get(kind, Decimal(0)), amount)
        return place

    def freeze(self) -> list[TitleSum]:
        """What was counted so far."""
        return [each.freeze() for each in self._sums]


def titles(lines: Iterable[Line]) -> list[TitleSum]:
    """The sums of all these lines."""
    sums = Sums()
    for line in lines:
        sums.add(line)
    return sums.freeze()


def find_titles(sums: Sequence[TitleSum], names: Iterable[str]) -> set[int]:
    """The places in `sums` of the titles that `names` are about.

    Each name is an ISRC, a UPC, an artist or a title, as people write it.
    Raises TitleUnknown for one that matches nothing, TitleAmbiguous for a title that several artists have.
    """
    found: set[int] = set()
    for name in names:
        matches = _match(sums, name)
        if not matches:
            raise TitleUnknown(
                f"No line is about {quote(name)}: give an ISRC, a UPC, an artist or a title of it."
            )
        found |= matches
    return found


def _match(sums: Sequence[TitleSum], name: str) -> set[int]:
    folded = fold(name)
    # Codes have no hyphens and spaces here, whatever the file has: see importers.cells.
    code = folded.replace("-", "").replace(" ", "")
    for attribute, wanted in (("isrc", code), ("upc", code), ("artist", folded)):
        exact = {place for place, each in enumerate(sums) if fold(getattr(each, attribute)) == wanted}
        if exact and folded:
            return exact
    titled = {place for place, each in enumerate(sums) if fold(each.title) == folded}
    if len({fold(sums[place].artist) for place in titled}) > 1:
        raise TitleAmbiguous(f"Several artists have a title {quote(name)}: give its ISRC or UPC instead.")
    return titled


@dataclass
class _Sum:
    first: Line
    title: str
    period: Period
    reported: Period | None = None
    received: Period | None = None
    lines: int = 0
    gross: Decimal = Decimal(0)
    deductions: dict[str, Decimal] = field(default_factory=dict)

    def freeze(self) -> TitleSum:
        return TitleSum(
            artist=self.first.artist,
            title=self.title,
            isrc=self.first.isrc,
            upc=self.first.upc,
            currency=self.first.currency,
            period=self.period,
            lines=self.lines,
            gross=self.gross,
            deductions=tuple(sorted(self.deductions.items())),
            is_named=bool(self.first.title),
            reported=self.reported,
            received=self.received,
        )


def _stretch(days: Period | None, day: date | None) -> Period | None:
    if day is None:
        return days
    return days.join(Period(day, day)) if days else Period(day, day)
