"""Values of every shape through the ABI and back."""

from typing import Any

import pytest
from eth_abi.exceptions import DecodingError, EncodingError
from hypothesis import given
from hypothesis import strategies as st

from backend.chain import codec, contracts
from backend.chain.abi import find_entry
from backend.eip55 import to_text
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


KINDS = ["address", "bool", "bytes32", "uint8", "uint48", "uint256"]


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.binary(min_size=32, max_size=32)), max_size=4))
def test_words_are_read_as_a_general_decoder_does(words: list[tuple[str, bytes]]) -> None:
    """The shortcut for values of 32 bytes: the same values, the same refusals."""
    kinds = [kind for kind, _ in words]
    data = b"".join(word for _, word in words)
    parameters = [{"type": kind} for kind in kinds]
    try:
        expected = codec._CODEC.decode(kinds, data)
    except DecodingError:
        with pytest.raises(DecodingError):
            codec.decode(parameters, data)
        return
    assert codec.decode(parameters, data) == tuple(
        codec._name(*pair) for pair in zip(parameters, expected, strict=True)
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["address", "uint8", "uint48", "uint256", "bool"]),
            st.one_of(
                st.integers(-1, 2**256),
                st.integers(0, 300),
                st.booleans(),
                st.binary(min_size=20, max_size=20).map(to_text),
                st.just("0x12"),
            ),
        ),
        max_size=4,
    )
)
def test_words_are_written_as_a_general_encoder_does(values: list[tuple[str, Any]]) -> None:
    kinds, arguments = [kind for kind, _ in values], [value for _, value in values]
    parameters = [{"type": kind} for kind in kinds]
    try:
        expected = codec._CODEC.encode(kinds, arguments)
    except EncodingError:
        with pytest.raises(EncodingError):
            codec.encode(parameters, arguments)
        return
    assert codec.encode(parameters, arguments) == expected
