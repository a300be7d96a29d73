"""Why a transaction failed, in a sentence."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.contracts import describe_error
from backend.fates.fate import Fate
from backend.languages import Language
from backend.queries.terms import Currency
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


async def find_currency(connection: AsyncConnection, fate: Fate) -> Currency | None:
    """Of its project; None for what concerns several."""
    columns = (projects.c.currency, projects.c.currency_symbol, projects.c.currency_decimals)
    row = (
        await connection.execute(select(*columns).where(projects.c.campaign == fate.campaign))
    ).one_or_none()
    return None if row is None else Currency(*row)


def explain(fate: Fate, currency: Currency | None, language: Language) -> str | None:
    """In words, with amounts in the currency; None for what did not fail."""
    if fate.failure is None:
        return None
    if fate.failure == "reverted" and fate.revert:
        return describe_error(fate.revert)
    french, english = _SENTENCES[fate.failure]
    return french if language == "fr" else english


def name_error(fate: Fate) -> str | None:
    """The contract's own words, for who knows the contract: `Name(field=value, …)`."""
    return describe_error(fate.revert) if fate.revert else None
