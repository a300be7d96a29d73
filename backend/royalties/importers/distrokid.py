"""DistroKid's "earnings" export: tab-separated, US dollars to twelve decimals, refunds as negative rows."""

from typing import ClassVar

from backend.amounts import EXACT
from backend.royalties.importers.cells import Cells
from backend.royalties.importers.dates import iso_day, iso_month
from backend.royalties.importers.lines import UNKNOWN_COUNTRY, Line
from backend.royalties.importers.problems import Report


class DistroKid:
    """Earnings are what is left after the songwriters' royalties that DistroKid withheld: gross is both.

    The file tells no day of receipt. A team percentage under 100 means that others were paid theirs before;
    that was never the project's, so it is in no sum here.
    """

    name: ClassVar[str] = "distrokid"
    title: ClassVar[str] = "DistroKid"
    columns: ClassVar[tuple[str, ...]] = (
        "Reporting Date",
        "Sale Month",
        "Store",
        "Artist",
        "Title",
        "ISRC",
        "UPC",
        "Quantity",
        "Team Percentage",
        "Song/Album",
        "Country of Sale",
        "Songwriter Royalties Withheld",
        "Earnings (USD)",
    )
    ignored: ClassVar[tuple[str, ...]] = ()
    mark: ClassVar[str] = "."
    grouping: ClassVar[str] = ""
    currency_column: ClassVar[str] = "Earnings (USD)"
    amount_columns: ClassVar[tuple[str, ...]] = ("Songwriter Royalties Withheld", "Earnings (USD)")

    def read(self, cells: Cells) -> Line | None:
        """One sale, or one refund."""
        cells.percent("Team Percentage")
        earnings = cells.amount("Earnings (USD)")
        withheld = cells.amount("Songwriter Royalties Withheld")
        if withheld and earnings and withheld.is_signed() != earnings.is_signed():
            cells.refuse("Songwriter Royalties Withheld", "contradiction.signs")
        line = Line(
            number=cells.number,
            sold=cells.period("Sale Month", iso_month),
            reported=cells.day("Reporting Date", iso_day),
            received=None,
            shop=cells.text("Store"),
            use=cells.text("Song/Album"),
            territory=cells.text("Country of Sale") or UNKNOWN_COUNTRY,
            artist=cells.text("Artist"),
            title=cells.text("Title"),
            isrc=cells.code("ISRC"),
            upc=cells.code("UPC"),
            reference="",
            quantity=cells.whole("Quantity"),
            gross=EXACT.add(earnings, withheld),
            deductions=(("withholding", withheld),) if withheld else (),
            currency="USD",
        )
        return line if cells.sound else None

    def finish(self, report: Report) -> None:
        """The file has no totals."""
