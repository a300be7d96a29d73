"""Every refusal that a prepared call can meet has a sentence, in French and in English (7.3)."""

import re
from string import Formatter
from typing import Any

import pytest

from backend.calls import describe_revert
from backend.calls.voice import Voice, Words
from backend.calls.words import agreements, deeds, parts, refusals
from backend.chain import codec
from backend.chain.abi import Entry, read_abi
from backend.chain.contracts import selector
from backend.languages import Language
from backend.queries.terms import Currency

EURC = Currency("0x" + 40 * "1", "EURC", 6)
LANGUAGES: tuple[Language, ...] = ("fr", "en")
ALL: tuple[Words, ...] = (
    deeds.SUMMARIES,
    deeds.CALLS,
    deeds.NOTES,
    parts.PARTS,
    agreements.AGREEMENTS,
    refusals.REFUSALS,
    refusals.OF_SHARES,
    refusals.NAMELESS,
)
PAIRS = [(key, pair) for words in ALL for key, pair in words.items()]
REACHED = ("Campaign", "ShareToken", "Waterfall", "IERC20Metadata")
"""The contracts that prepared calls reach; of the factory, what takes the artist's consent."""
SAMPLES: dict[str, Any] = {
    "address": "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
    "bytes32": "0x" + 32 * "ab",
    "string": "too long",
    "uint8": 2,
    "uint256": 1_795_400_000,
}


def errors() -> list[Entry]:
    found = {
        entry["name"]: entry
        for contract in REACHED
        for entry in read_abi(contract)
        if entry["type"] == "error"
    }
    consents = [
        entry
        for entry in read_abi("ProjectFactory")
        if entry["type"] == "error" and entry["name"].startswith("Consents_")
    ]
    return [*found.values(), *consents]


def encode(entry: Entry) -> bytes:
    values = [SAMPLES[each["type"]] for each in entry["inputs"]]
    return selector(entry) + codec.encode(entry["inputs"], values)


def test_the_contracts_have_errors_to_speak_of() -> None:
    assert len(errors()) > 90


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", errors(), ids=lambda entry: entry["name"])
def test_every_error_of_our_contracts_has_a_sentence(entry: Entry, language: Language) -> None:
    """3, 4, 5, 7.3: told in words, with its values, and not by its name or its bytes."""
    said = describe_revert(encode(entry), EURC, language)
    assert said.endswith("."), said
    assert entry["name"] not in said
    assert "0x" + selector(entry).hex() not in said


@pytest.mark.parametrize(("key", "pair"), PAIRS, ids=[key for key, _ in PAIRS])
def test_both_languages_say_the_same_values(key: str, pair: tuple[str, str]) -> None:
    fields = [{(name, kind) for _, name, kind, _ in Formatter().parse(each) if name} for each in pair]
    names = [{name for name, _ in each} for each in fields]
    assert names[0] == names[1], key


@pytest.mark.parametrize(("key", "pair"), PAIRS, ids=[key for key, _ in PAIRS])
def test_each_language_is_set_as_it_is(key: str, pair: tuple[str, str]) -> None:
    """Guillemets, and a space before high punctuation at which no line may break."""
    french, english = (re.sub(r"\{[^}]*\}", "x", each) for each in pair)
    assert not re.search(r"[“”\"']|\S [:;!?»]|« |\w[:;!?](?!\w)", french), french
    assert not re.search(r"[«»\"']|\s[:;!?]", english), english


def test_no_value_goes_unsaid_that_a_sentence_names() -> None:
    """The placeholders of a refusal are the error's own arguments: a typing error would fail before a fan."""
    arguments = {each["name"]: {one["name"] for one in each["inputs"]} for each in errors()}
    derived = {"ERC20InsufficientBalance": {"missing"}}
    for words in (refusals.REFUSALS, refusals.OF_SHARES):
        for name, pair in words.items():
            known = arguments.get(name, {"reason", "code"}) | derived.get(name, set())
            used = {field for each in pair for _, field, _, _ in Formatter().parse(each) if field}
            assert used <= known, name


def test_values_are_written_for_people() -> None:
    """Amounts and times by the language; milestones and lines counted from one."""
    data = selector(refused := find("Campaign_ReleaseRoyaltiesFirst")) + codec.encode(
        refused["inputs"], [1_234_567_890]
    )
    assert "1\u202f234,56789\u00a0EURC" in describe_revert(data, EURC, "fr")
    assert "1,234.56789\u00a0EURC" in describe_revert(data, EURC, "en")
    closed = find("Campaign_NotOpenYet")
    data = selector(closed) + codec.encode(closed["inputs"], [1_795_400_000])
    assert describe_revert(data, EURC, "fr") == (
        "La campagne n’ouvre que le 23 novembre 2026 à 02:13\u00a0UTC."
    )
    unknown = find("Campaign_UnknownMilestone")
    data = selector(unknown) + codec.encode(unknown["inputs"], [0])
    assert describe_revert(data, EURC, "en") == "This project has no milestone 1."


def test_too_few_shares_are_not_told_as_money() -> None:
    """The ShareToken and currencies revert with the same error (ERC-6093)."""
    entry = find("ERC20InsufficientBalance")
    data = selector(entry) + codec.encode(entry["inputs"], [SAMPLES["address"], 1, 3])
    assert describe_revert(data, EURC, "en", action="exit") == "You hold 1\u00a0share, and 3 would be needed."
    assert describe_revert(data, EURC, "en") == (
        "You lack 0.000002\u00a0EURC: you have 0.000001\u00a0EURC, and 0.000003\u00a0EURC is needed."
    )


def test_strangers_words_are_quoted_and_cut() -> None:
    """A currency may revert with any text, or with nothing at all."""
    words = bytes.fromhex("08c379a0") + codec.encode([{"type": "string"}], ["no" + 10_000 * "!"])
    said = describe_revert(words, EURC, "en")
    assert said.startswith("The contract refuses: “no!!!")
    assert len(said) < 300
    assert describe_revert(b"", EURC, "fr") == "Un contrat refuse sans dire pourquoi."
    assert "0xdeadbeef" in describe_revert(bytes.fromhex("deadbeef"), None, "en")
    panic = bytes.fromhex("4e487b71") + (0x11).to_bytes(32, "big")
    assert "17" in describe_revert(panic, EURC, "en")


@pytest.mark.parametrize(
    ("number", "french", "english"),
    [
        (0, "0\u00a0part", "0\u00a0shares"),
        (1, "1\u00a0part", "1\u00a0share"),
        (2, "2\u00a0parts", "2\u00a0shares"),
    ],
)
def test_shares_are_counted_as_each_language_counts(number: int, french: str, english: str) -> None:
    assert (Voice("fr").shares(number), Voice("en").shares(number)) == (french, english)


def find(name: str) -> Entry:
    return next(each for each in errors() if each["name"] == name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "key", "name"),
    [
        (deeds.SUMMARIES, "claim to", "to"),
        (deeds.SUMMARIES, "withdraw to", "to"),
        (deeds.NOTES, "not yourself", "to"),
        (parts.PARTS, "transfer", "to"),
        (parts.PARTS, "offer producer", "to"),
        (parts.PARTS, "contribute for", "fan"),
    ],
)
def test_where_money_goes_is_said_to_the_last_digit(
    words: Words, key: str, name: str, language: Language
) -> None:
    """7.3: an address that begins and ends like another one is made in an hour."""
    values = {name: SAMPLES["address"], "amount": 5, "shares": 5, "name": "Nuit"}
    assert SAMPLES["address"] in Voice(language, EURC).say(words, key, **values)


def test_no_name_label_or_symbol_turns_what_is_signed_around() -> None:
    """7.3: 00.1 is read as 1.00 after a mark of the direction, and two lines as two sentences of ours."""
    turned = Currency(EURC.address, "\u202eCRUE", 6)
    voice = Voice("en", turned)
    for words, key in ((deeds.SUMMARIES, "announce"), (deeds.NOTES, "reward")):
        said = voice.say(
            words, key, name="Nuit\n", label="a\u2066b", milestone=0, amount=10**6, until=1_795_400_000
        )
        assert not set("\u202e\u2066\n") & set(said)
        assert "\ufffd" in said
    word = b"".join(each.to_bytes(32, "big") for each in (32, 4)) + "\u202e!".encode().ljust(32, b"\0")
    assert "\u202e" not in describe_revert(bytes.fromhex("08c379a0") + word, turned, "fr")
