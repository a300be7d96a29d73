"""Values of every shape through the ABI and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.chain import codec, contracts
from backend.chain.abi import find_entry
from tests.backend.terms import make_statement, make_terms

WORDS = st.integers(0, 2**256 - 1)
STATEMENT = find_entry("Waterfall", "function", "deposit")["inputs"]


@given(gross=WORDS, uri=st.text(), amounts=st.lists(WORDS, max_size=4))
def test_a_struct_comes_back_as_it_went(gross: int, uri: str, amounts: list[int]) -> None:
    deductions = [{"category": "0x" + 32 * "ab", "amount": each} for each in amounts]
    statement = make_statement(gross, uri=uri, deductions=deductions, source="0x" + 32 * "cd")
    (found,) = codec.decode(STATEMENT, codec.encode(STATEMENT, [statement]))
    assert found == {**statement, "uri": uri.replace("\0", "\\x00")}


def test_terms_come_back_as_they_went() -> None:
    someone = "0x52908400098527886E0F7030069857D2E4169EE7"
    payees = dict.fromkeys(("collector", "producer", "financier", "artist"), someone)
    terms = make_terms(someone, payees, now=0)
    name, (found, nonce) = contracts.decode_call(
        "ProjectFactory", contracts.encode_call("ProjectFactory", "propose", terms, 3)
    )
    assert (name, found, nonce) == ("propose", terms, 3)


@given(st.binary(min_size=0, max_size=200))
def test_bytes_that_are_no_text_are_read_all_the_same(raw: bytes) -> None:
    text: list[Any] = [{"type": "string"}]
    (found,) = codec.decode(text, codec.encode([{"type": "bytes"}], [raw]))
    assert "\0" not in found
    assert found == raw.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("0x" + b"distrokid".ljust(32, b"\0").hex(), "distrokid"),
        ("0x" + bytes(32).hex(), ""),
        ("0x" + b"\xff\x00odd".ljust(32, b"\0").hex(), "0x" + b"\xff\x00odd".ljust(32, b"\0").hex()),
        ("0x" + b"line\nbreak".ljust(32, b"\0").hex(), "0x" + b"line\nbreak".ljust(32, b"\0").hex()),
    ],
)
def test_short_text_of_a_word(word: str, text: str) -> None:
    assert codec.text_of(word) == text


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError, match="no ABI of 'Nothing'"):
        contracts.encode_call("Nothing", "open")
    with pytest.raises(KeyError, match="0 of function close"):
        contracts.encode_call("Campaign", "close")


def test_errors_in_words() -> None:
    assert contracts.describe_error(b"") == "reverted without a reason"
    assert contracts.describe_error(bytes.fromhex("12345678")) == "0x12345678"
    panic = bytes.fromhex("4e487b71") + (0x12).to_bytes(32, "big")
    assert contracts.describe_error(panic) == "Panic(code=18)"


@given(selector=st.sampled_from(["08c379a0", "4e487b71"]), rest=st.binary(max_size=95))
def test_errors_with_nonsense_after_their_name(selector: str, rest: bytes) -> None:
    """7.2: any contract may revert with any bytes; the worker says them, and goes on."""
    said = bytes.fromhex(selector) + rest
    assert contracts.describe_error(said) in ("0x" + said.hex(), f"Panic(code={int.from_bytes(rest[:32])})")


@pytest.mark.parametrize("length", [2**256 - 1, 2**64, 2**62, 4, 1])
def test_an_error_whose_reason_is_cut(length: int) -> None:
    said = bytes.fromhex("08c379a0") + (32).to_bytes(32, "big") + length.to_bytes(32, "big")
    assert contracts.describe_error(said) == "0x" + said.hex()
