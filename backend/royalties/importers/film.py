"""A French film's receipts by exploitation mode, as its accountant sends them: decimal comma, days first."""

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from backend.amounts import EXACT, add
from backend.royalties.importers.cells import Cells
from backend.royalties.importers.dates import french_day, french_period
from backend.royalties.importers.lines import UNKNOWN_COUNTRY, Line
from backend.royalties.importers.problems import Report

PERIOD = "Période"
MODE = "Mode d’exploitation"
TERRITORY = "Territoire"
EXPLOITER = "Exploitant"
GROSS = "Recettes brutes HT"
COMMISSION = "Commission %"
EXPENSES = "Frais d’édition opposables"
NET = "Net producteur"
CURRENCY = "Devise"
RECEIVED = "Date d’encaissement"
CONTRACT = "Référence contrat"

_HALF_A_CENT = Fraction(1, 200)


class Film:
    """Net = gross − commission − distribution expenses, in every row and in a total row if there is one.

    The commission is what was in fact taken, gross − expenses − net: its percentage, to the nearest cent.
    """

    name: ClassVar[str] = "film-receipts"
    title: ClassVar[str] = (
        "recettes d’un film par mode d’exploitation / film receipts (recettes par mode d’exploitation)"
    )
    columns: ClassVar[tuple[str, ...]] = (
        PERIOD,
        MODE,
        TERRITORY,
        EXPLOITER,
        GROSS,
        COMMISSION,
        EXPENSES,
        NET,
        CURRENCY,
        RECEIVED,
        CONTRACT,
    )
    ignored: ClassVar[tuple[str, ...]] = ()
    mark: ClassVar[str] = ","
    grouping: ClassVar[str] = " "
    currency_column: ClassVar[str] = CURRENCY
    amount_columns: ClassVar[tuple[str, ...]] = (GROSS, EXPENSES, NET)

    def __init__(self) -> None:
        self._sums = {column: Decimal(0) for column in self.amount_columns}
        self._summable = True

    def read(self, cells: Cells) -> Line | None:
        """One exploitation of one period, or the total of those above."""
        if cells.raw(PERIOD).casefold().startswith("total"):
            self._check_total(cells)
            return None
        gross, expenses, net = (cells.amount(column) for column in self.amount_columns)
        percent = cells.percent(COMMISSION)
        taken = add(gross, expenses.copy_negate(), net.copy_negate())
        line = Line(
            number=cells.number,
            sold=cells.period(PERIOD, french_period),
            reported=None,
            received=cells.day(RECEIVED, french_day),
            shop=cells.text(EXPLOITER),
            use=cells.text(MODE),
            territory=cells.text(TERRITORY) or UNKNOWN_COUNTRY,
            artist="",
            title="",
            isrc="",
            upc="",
            reference=cells.text(CONTRACT),
            quantity=None,
            gross=gross,
            deductions=tuple(
                (kind, amount)
                for kind, amount in (("commission", taken), ("distribution_expenses", expenses))
                if amount
            ),
            currency=cells.currency(CURRENCY),
        )
        if not cells.sound:
            self._summable = False
            return None
        for column, amount in zip(self.amount_columns, (gross, expenses, net), strict=True):
            self._sums[column] = EXACT.add(self._sums[column], amount)
        due = Fraction(gross) * Fraction(percent) / 100
        if abs(Fraction(taken) - due) > _HALF_A_CENT:
            expected = round((Fraction(gross) - due - Fraction(expenses)) * 100)
            cells.refuse(
                NET,
                "contradiction.film",
                net=net,
                gross=gross,
                percent=percent,
                expenses=expenses,
                expected=EXACT.scaleb(Decimal(expected), -2),
            )
        return line if cells.sound else None

    def _check_total(self, cells: Cells) -> None:
        for column in self.amount_columns:
            if not cells.raw(column):
                continue
            told, summed = cells.amount(column), self._sums[column]
            if cells.sound and self._summable and told != summed:
                cells.refuse(column, "contradiction.total", told=told, summed=summed)

    def finish(self, report: Report) -> None:
        """Total rows were checked where they stood."""
