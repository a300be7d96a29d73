"""Which project it is about, and why it failed, in a sentence."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.calls.reverts import describe_revert
from backend.chain.contracts import describe_error
from backend.fates.fate import Fate
from backend.languages import Language
from backend.queries.terms import Currency
from backend.queries.writing import show_line
from backend.tables import projects

_SENTENCES = {
    "out_of_gas": (
        "La transaction a manqué de gaz\u00a0: recommencez, en laissant la limite au portefeuille.",
        "The transaction ran out of gas: try again, and leave the limit to the wallet.",
    ),
    "without_effect": (
        "Le lot du portefeuille est passé, mais sans cette action\u00a0: rien n’a été fait.",
        "The wallet's batch went through, but without this action: nothing was done.",
    ),
    "reverted": (
        "Le contrat a refusé la transaction sans dire pourquoi.",
        "The contract refused the transaction without saying why.",
    ),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """The project that a fate is about."""

    name: str
    currency: Currency


async def find_subject(connection: AsyncConnection, fate: Fate) -> Subject | None:
    """None for what concerns several projects, and for one that a reorg took back."""
    columns = (
        projects.c.name,
        projects.c.currency,
        projects.c.currency_symbol,
        projects.c.currency_decimals,
    )
    row = (
        await connection.execute(select(*columns).where(projects.c.campaign == fate.campaign))
    ).one_or_none()
    return None if row is None else Subject(show_line(row[0]), Currency(*row[1:]))


def explain(fate: Fate, subject: Subject | None, language: Language) -> str | None:
    """In words, with amounts in the project's currency; None for what did not fail."""
    if fate.failure is None:
        return None
    if fate.failure == "reverted" and fate.revert:
        return describe_revert(
            fate.revert, subject.currency if subject else None, language, action=fate.action
        )
    french, english = _SENTENCES[fate.failure]
    return french if language == "fr" else english


def name_error(fate: Fate) -> str | None:
    """The contract's own words, for who knows the contract: `Name(field=value, …)`."""
    return describe_error(fate.revert) if fate.revert else None
