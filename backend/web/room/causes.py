"""Why a deposit does not go on, in the reader's language: what contracts, or we, have against it."""

from backend.calls.reverts import describe_revert
from backend.chain.transactions import CallReverts
from backend.errors import CoprodError
from backend.languages import Language
from backend.queries.imports import Import
from backend.queries.terms import Currency
from backend.royalties.deposits import REVERTS
from backend.royalties.statements.words import STOPPED
from backend.sentences import SaidError, Sentence


def say_cause(stored: Import, currency: Currency, language: Language) -> str | None:
    """What stopped the worker; None where nothing did, or where only its English was noted."""
    if stored.cause is None:
        return None
    kind, values = stored.cause["kind"], stored.cause["values"]
    if kind == REVERTS:
        return describe_revert(bytes.fromhex(values["data"][2:]), currency, language, action="deposit")
    return Sentence(STOPPED, kind, values).say(language)


def say_refusal(problem: CoprodError, currency: Currency, language: Language) -> str | None:
    """Why a wallet has nothing to send; None for what the templates have words for."""
    if isinstance(problem, CallReverts):
        return describe_revert(problem.data, currency, language, action="deposit")
    return problem.say(language) if isinstance(problem, SaidError) else None
