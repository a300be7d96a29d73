"""A holder's year line by line, for machines: one sheet of everything, and one of statements."""

from collections.abc import Iterator

from backend.amounts import format_units
from backend.papers.paper import Amount, Cell, Language, Linked, Table
from backend.papers.words import name_deduction, say
from backend.queries.times import read_day
from backend.queries.years import ProjectYear, Received, Source, WalletYear

EVERYTHING = (
    "record", "year", "project", "project address", "currency", "statement", "source", "from", "to", "gross",
    "deductions", "net", "holders", "shares", "date", "amount", "part claimable", "receiver", "transaction",
)  # fmt: skip
STATEMENTS = (
    "project", "currency", "statement", "source", "from", "to", "gross", "deductions", "net", "holders",
    "of which", "part received", "part claimable",
)  # fmt: skip
_LINE: dict[str, Cell] = dict.fromkeys(EVERYTHING)


def list_everything(year: WalletYear, language: Language, explorer: str) -> Table:
    """One line for each thing, to be filtered by its record: of a statement the whole and the part, of a
    payment what is from one statement."""
    rows = [
        list((_LINE | {"record": say(language, record), "year": str(year.year)} | line).values())
        for project in year.projects
        for record, line in _lines(year, project, language, explorer)
    ]
    return Table(
        f"{say(language, 'year')} {year.year}", "", [say(language, each) for each in EVERYTHING], rows
    )


def list_statements(year: WalletYear, language: Language) -> Table:
    """With the deductions by kind."""
    rows = []
    for project in year.projects:
        decimals = project.currency.decimals
        for source in project.sources:
            kept = "; ".join(
                f"{name_deduction(language, each.category)} {format_units(each.amount, decimals)}"
                for each in (source.deposit.deductions if source.deposit else ())
            )
            line = _source(source, project, language) | {"of which": kept}
            line["part received"] = line["amount"]
            rows.append([line.get(each) for each in STATEMENTS])
    return Table(say(language, "statements"), "", [say(language, each) for each in STATEMENTS], rows)


def link_transaction(paid: Received, explorer: str) -> Linked:
    """To where the transaction can be looked at: see Settings.explorer."""
    return Linked(paid.transaction_hash, explorer.replace("{hash}", paid.transaction_hash))


def _lines(
    year: WalletYear, project: ProjectYear, language: Language, explorer: str
) -> Iterator[tuple[str, dict[str, Cell]]]:
    of = _project(project)
    yield "holding", of | {"shares": project.shares_before, "date": read_day(year.since)}
    yield "holding", of | {"shares": project.shares_after, "date": read_day(year.until - 1)}
    for source in project.sources:
        yield "statement record", _source(source, project, language)
    for paid in project.payments:
        for number, units in paid.parts.items():
            said = None if number else say(language, "without statement")
            part: dict[str, Cell] = {"statement": number or None, "source": said}
            yield "royalty received", of | part | _payment(paid, project, units, explorer)
    for paid in project.others:
        what: dict[str, Cell] = {"source": say(language, paid.purpose)}
        yield "other payment", of | what | _payment(paid, project, paid.amount, explorer)


def _project(project: ProjectYear) -> dict[str, Cell]:
    return {
        "project": project.name,
        "project address": project.campaign,
        "currency": project.currency.symbol,
    }


def _source(source: Source, project: ProjectYear, language: Language) -> dict[str, Cell]:
    def money(units: int) -> Amount:
        return Amount(units, project.currency.decimals)

    part = {"amount": money(source.received), "part claimable": money(source.claimable)}
    deposit = source.deposit
    if deposit is None:
        return _project(project) | {"source": say(language, "without statement"), **part}
    return _project(project) | {
        "statement": source.number,
        "source": deposit.source,
        "from": read_day(deposit.period_start),
        "to": read_day(deposit.period_end - 1),
        "gross": money(deposit.gross),
        "deductions": money(sum(each.amount for each in deposit.deductions)),
        "net": money(deposit.net),
        "holders": money(deposit.holders_amount),
        **part,
    }


def _payment(paid: Received, project: ProjectYear, units: int, explorer: str) -> dict[str, Cell]:
    return {
        "date": read_day(paid.time),
        "amount": Amount(units, project.currency.decimals),
        "receiver": paid.receiver,
        "transaction": link_transaction(paid, explorer),
    }
