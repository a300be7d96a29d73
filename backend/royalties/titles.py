"""What each title of a file brought, and which of them are this project's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from backend.amounts import add
from backend.errors import CoprodError
from backend.royalties.importers.lines import Line, Period
from backend.royalties.importers.problems import quote
from backend.royalties.importers.table import fold


@dataclass(frozen=True)
class TitleSum:
    """The exact sums of all lines of one title, in the file's currency.

    A film's lines have no title: they are summed by their mode of exploitation, which stands as the title.
    `deductions` are (kind, amount) by kind; net = gross - deductions.
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

    @property
    def net(self) -> Decimal:
        """Gross less the deductions."""
        return add(self.gross, *(amount.copy_negate() for _, amount in self.deductions))


class Selection(NamedTuple):
    """A file's titles, parted: the project's own, and all others."""

    chosen: list[TitleSum]
    left_out: list[TitleSum]


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


def titles(lines: Iterable[Line]) -> list[TitleSum]:
    """Sum lines by title, in the order in which they first come; memory grows with titles, not lines."""
    sums: dict[tuple[str, ...], _Sum] = {}
    for line in lines:
        title = line.title or line.use
        key = (line.isrc, line.upc, fold(line.artist), fold(title))
        found = sums.get(key)
        if found is None:
            found = sums[key] = _Sum(line, title, line.sold)
        found.period = found.period.join(line.sold)
        found.lines += 1
        found.gross = add(found.gross, line.gross)
        for kind, amount in line.deductions:
            found.deductions[kind] = add(found.deductions.get(kind, Decimal(0)), amount)
    return [found.freeze() for found in sums.values()]


def select(sums: Sequence[TitleSum], wanted: Iterable[str]) -> Selection:
    """Part `sums` into the project's titles and the others, so that nothing is dropped without a word.

    Each of `wanted` is an ISRC, a UPC, an artist or a title, as people write it.
    Raises TitleUnknown for one that matches nothing, TitleAmbiguous for a title that several artists have.
    """
    chosen: set[int] = set()
    for name in wanted:
        matches = _match(sums, name)
        if not matches:
            raise TitleUnknown(
                f"No line is about {quote(name)}: give an ISRC, a UPC, an artist or a title of it."
            )
        chosen |= matches
    return Selection(
        [each for place, each in enumerate(sums) if place in chosen],
        [each for place, each in enumerate(sums) if place not in chosen],
    )


def _match(sums: Sequence[TitleSum], name: str) -> set[int]:
    folded = fold(name)
    for attribute in ("isrc", "upc", "artist"):
        exact = {place for place, each in enumerate(sums) if fold(getattr(each, attribute)) == folded}
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
        )
