"""The list of backers as spreadsheets open it. Pure."""

import csv
from io import StringIO

from backend.amounts import format_units
from backend.languages import Language, choose_label
from backend.queries.backers import Backer, BackersList
from backend.queries.times import read_time
from backend.spreadsheets import defuse

HEADERS: dict[Language, str] = {
    "en": "wallet,since (UTC),shares pledged,paid for them,reward,given,gone back,currency,shares now",
    "fr": "portefeuille,depuis (UTC),parts souscrites,versé pour elles,contrepartie,don,remboursé,monnaie,"
    "parts actuelles",
}


def write_backers(found: BackersList, language: Language) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; in French with semicolons and decimal commas.

    Amounts have every decimal of the currency, and no grouping.
    """
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if language == "fr" else ",", lineterminator="\r\n")
    writer.writerow(HEADERS[language].split(","))
    writer.writerows(_row(found, each, language) for each in found.backers)
    return out.getvalue().encode("utf-8-sig")


def _row(found: BackersList, each: Backer, language: Language) -> list[str]:
    tiers, currency = found.project.terms.tiers, found.project.card.currency
    reward = choose_label(tiers[each.tier - 1].label, language) if each.tier else ""

    def money(raw: int) -> str:
        return format_units(raw, currency.decimals).replace(".", "," if language == "fr" else ".")

    return [
        each.wallet,
        read_time(each.since).strftime("%Y-%m-%d %H:%M:%S"),
        str(each.pledged),
        money(each.amount),
        defuse(reward),
        money(each.given),
        money(each.refunded),
        defuse(currency.symbol),
        str(each.holds),
    ]
