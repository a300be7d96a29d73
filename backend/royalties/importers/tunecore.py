"""TuneCore's sales report: each sale in its shop's currency, its rate, its total in the account's."""

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from backend.royalties.importers.cells import Cells
from backend.royalties.importers.dates import iso_day, month_of_day
from backend.royalties.importers.lines import UNKNOWN_COUNTRY, Line
from backend.royalties.importers.problems import Report


class TuneCore:
    """The total earned is the gross; TuneCore deducts nothing. The posted date is the day of receipt."""

    name: ClassVar[str] = "tunecore"
    title: ClassVar[str] = "TuneCore"
    columns: ClassVar[tuple[str, ...]] = (
        "Sales Period",
        "Posted Date",
        "Store Name",
        "Country Of Sale",
        "Artist",
        "Release Type",
        "Release Title",
        "Song Title",
        "Label",
        "UPC",
        "Optional UPC",
        "TC Song ID",
        "Optional ISRC",
        "Sales Type",
        "# Units Sold",
        "Per Unit Price",
        "Net Sales",
        "Net Sales Currency",
        "Exchange Rate",
        "Total Earned",
        "Currency",
    )
    ignored: ClassVar[tuple[str, ...]] = ()
    mark: ClassVar[str] = "."
    grouping: ClassVar[str] = ""
    currency_column: ClassVar[str] = "Currency"
    amount_columns: ClassVar[tuple[str, ...]] = ("Total Earned",)

    def read(self, cells: Cells) -> Line | None:
        """One sale; its total must be its net at its rate, as far as it is printed."""
        units = cells.whole("# Units Sold")
        price = cells.amount("Per Unit Price")
        net = cells.amount("Net Sales")
        cells.currency("Net Sales Currency")
        rate = cells.amount("Exchange Rate")
        total = cells.amount("Total Earned")
        line = Line(
            number=cells.number,
            sold=cells.period("Sales Period", month_of_day),
            reported=None,
            received=cells.day("Posted Date", iso_day),
            shop=cells.text("Store Name"),
            use=cells.text("Sales Type"),
            territory=cells.text("Country Of Sale") or UNKNOWN_COUNTRY,
            artist=cells.text("Artist"),
            title=cells.text("Song Title") or cells.text("Release Title"),
            isrc=cells.code("Optional ISRC"),
            upc=cells.code("UPC") or cells.code("Optional UPC"),
            reference=cells.text("TC Song ID"),
            quantity=units,
            gross=total,
            deductions=(),
            currency=cells.currency("Currency"),
        )
        if not cells.sound:
            return None
        _check(cells, units, price, net, rate, total)
        return line if cells.sound else None

    def finish(self, report: Report) -> None:
        """The file has no totals."""


def _check(cells: Cells, units: int, price: Decimal, net: Decimal, rate: Decimal, total: Decimal) -> None:
    if rate <= 0:
        cells.refuse("Exchange Rate", "contradiction.rate", rate=rate)
        return
    if abs(units * Fraction(price) - Fraction(net)) > abs(units) * _half(price) + _half(net):
        cells.refuse("Net Sales", "contradiction.units", units=units, price=price, net=net)
    if abs(Fraction(net) * Fraction(rate) - Fraction(total)) > _half(total):
        cells.refuse("Total Earned", "contradiction.exchange", net=net, rate=rate, total=total)


def _half(printed: Decimal) -> Fraction:
    """Half a unit of the last decimal that is printed, of at least two."""
    exponent = printed.as_tuple().exponent
    assert isinstance(exponent, int)  # only infinities have none
    return Fraction(1, 2 * 10 ** max(2, -exponent))
