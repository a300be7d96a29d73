"""What a contract reverted with, as a sentence."""

from backend.calls.voice import Voice
from backend.calls.words.refusals import NAMELESS, OF_SHARES, REFUSALS
from backend.chain.contracts import decode_error
from backend.languages import Language
from backend.queries.terms import Currency

_SHARES_ONLY = frozenset({"exit", "transfer"})
"""Actions in which nothing but shares can be too few."""
_LONGEST = 200
"""Characters of a stranger's words that are repeated."""


def describe_revert(
    data: bytes, currency: Currency | None, language: Language, *, action: str | None = None
) -> str:
    """The sentence for a revert's bytes; amounts are in `currency`, bare numbers without one.

    action: of REQUESTS, where it is known: what has too little is said by shares and currencies alike.
    """
    voice = Voice(language, currency)
    found = decode_error(data)
    if found is None:
        return voice.say(NAMELESS, "unknown" if data else "silent", data="0x" + data.hex()[:_LONGEST])
    name, values = found
    words = {**REFUSALS, **OF_SHARES} if action in _SHARES_ONLY else REFUSALS
    if name not in words:
        return voice.say(NAMELESS, "unknown", data=name)
    if name == "ERC20InsufficientBalance":
        values["missing"] = values["needed"] - values["balance"]
    return voice.say(words, name, **{key: _shorten(value) for key, value in values.items()})


def _shorten(value: object) -> object:
    return value[:_LONGEST] if isinstance(value, str) else value
