"""A holder's year as a paper: what it held and received, the whole beside the part (rules 5.1 to 5.5)."""

from collections import Counter
from collections.abc import Iterator

from backend.papers.holder_sheets import link_transaction, list_everything, list_statements
from backend.papers.paper import Amount, Cell, Language, Paper, Section, Table
from backend.papers.words import name_deduction, say, write_amount, write_cell
from backend.queries.statements import Deposit
from backend.queries.terms import Currency
from backend.queries.times import read_day
from backend.queries.years import ProjectYear, Received, Source, WalletYear

STATEMENTS = ("statement", "gross", "deductions", "net", "holders", "part received", "part claimable")
PAYMENTS = ("date", "amount", "of which", "receiver", "transaction")
OTHERS = ("date", "what for", "amount", "transaction")


def draw_up_year(year: WalletYear, language: Language, explorer: str = "") -> Paper:
    """explorer: where a transaction can be looked at, with {hash} in the place of its hash; or empty."""
    as_of = year.as_of
    since, until, on = (
        write_cell(language, read_day(each)) for each in (year.since, year.until - 1, as_of.time)
    )
    finality = say(language, as_of.finality)
    facts: list[tuple[str, Cell]] = [
        (say(language, "wallet"), year.wallet),
        (say(language, "period"), say(language, "from to", since=since, until=until)),
        (say(language, "chain"), str(as_of.chain_id)),
        (say(language, "as of"), say(language, "block", number=as_of.number, day=on, finality=finality)),
        (say(language, "block hash"), as_of.hash),
        *((say(language, "received in all"), each) for each in _add_up(year, language)),
    ]
    notes = [] if year.is_over else [say(language, "not over")]
    if not year.projects:
        notes.append(say(language, "nothing"))
    return Paper(
        language=language,
        name=f"coprod-{year.year}-{year.wallet}",
        title=say(language, "year of", year=year.year),
        subject=year.wallet,
        on=read_day(as_of.time),
        facts=facts,
        sections=[_Project(each, language, explorer, year.wallet).draw() for each in year.projects],
        sheets=[list_everything(year, language, explorer), list_statements(year, language)],
        notes=[*notes, say(language, "rounding"), say(language, "check")],
    )


def _add_up(year: WalletYear, language: Language) -> Iterator[str]:
    """What was received of all projects of one currency, for each."""
    sums: Counter[Currency] = Counter()
    for project in year.projects:
        sums[project.currency] += project.received
    for currency, units in sums.items():
        yield f"{write_amount(language, Amount(units, currency.decimals))}\u00a0{currency.symbol}"


class _Project:
    """One project's part of the paper."""

    def __init__(self, project: ProjectYear, language: Language, explorer: str, wallet: str) -> None:
        self._project = project
        self._language = language
        self._explorer = explorer
        self._wallet = wallet

    def draw(self) -> Section:
        project = self._project
        tables = [
            self._table("statements", STATEMENTS, [self._source(each) for each in project.sources]),
            self._table("payments", PAYMENTS, [self._payment(each) for each in project.payments]),
            self._table("others", OTHERS, [self._other(each) for each in project.others]),
        ]
        return Section(
            title=project.name or project.campaign,
            facts=[
                (self._say("project address"), project.campaign),
                (self._say("shares before"), project.shares_before),
                (self._say("shares after"), self._shares()),
                (self._say("received"), self._price(project.received)),
                (self._say("claimable"), self._price(project.claimable)),
            ],
            tables=[each for each in tables if each.rows],
        )

    def _table(self, name: str, columns: tuple[str, ...], rows: list[list[Cell]]) -> Table:
        caption = self._say(f"{name} caption", currency=self._project.currency.symbol)
        return Table(name, caption, [self._say(each) for each in columns], rows)

    def _source(self, source: Source) -> list[Cell]:
        part: list[Cell] = [self._money(source.received), self._money(source.claimable)]
        deposit = source.deposit
        if deposit is None:
            return [self._say("without statement"), None, None, None, None, *part]
        deducted = [
            f"{self._write(-each.amount)} {name_deduction(self._language, each.category)}"
            for each in deposit.deductions
        ]
        return [
            f"{source.number}. {deposit.source}\n{self._days(deposit)}",
            self._money(deposit.gross),
            "\n".join(deducted) or self._money(0),
            self._money(deposit.net),
            self._money(deposit.holders_amount),
            *part,
        ]

    def _payment(self, paid: Received) -> list[Cell]:
        of = [self._part(number, units) for number, units in paid.parts.items()]
        receiver = paid.receiver if paid.receiver != self._wallet else self._say("this address")
        link = link_transaction(paid, self._explorer)
        return [read_day(paid.time), self._money(paid.amount), "\n".join(of), receiver, link]

    def _other(self, paid: Received) -> list[Cell]:
        link = link_transaction(paid, self._explorer)
        return [read_day(paid.time), self._say(paid.purpose), self._money(paid.amount), link]

    def _shares(self) -> str:
        held, supply = self._project.shares_after, self._project.supply
        shares, of = (write_cell(self._language, each) for each in (held, supply))
        return self._say("of supply", shares=shares, supply=of)

    def _part(self, number: int, units: int) -> str:
        key = "statement part" if number else "gift part"
        return self._say(key, number=number, amount=self._write(units))

    def _days(self, deposit: Deposit) -> str:
        days = (deposit.period_start, deposit.period_end - 1)
        return " – ".join(write_cell(self._language, read_day(each)) for each in days)

    def _money(self, units: int) -> Amount:
        return Amount(units, self._project.currency.decimals)

    def _write(self, units: int) -> str:
        return write_amount(self._language, self._money(units))

    def _price(self, units: int) -> str:
        return f"{self._write(units)}\u00a0{self._project.currency.symbol}"

    def _say(self, key: str, **values: object) -> str:
        return say(self._language, key, **values)
