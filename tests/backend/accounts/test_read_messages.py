"""Messages of EIP-4361, by the letter of the ABNF: what is written is read back, and nothing else is read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.accounts.refusals import MessageInvalid
from backend.accounts.siwe import LONGEST, Message, parse_message, read_time, write_message

ADDRESS = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"
# The example of the EIP itself.
EXAMPLE = f"""example.com wants you to sign in with your Ethereum account:
{ADDRESS}

I accept the ExampleOrg Terms of Service: https://example.com/tos

URI: https://example.com/login
Version: 1
Chain ID: 1
Nonce: 32891756
Issued At: 2021-09-30T16:25:24Z
Resources:
- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
- https://example.com/my-web2-claim.json"""

DOMAINS = st.sampled_from(
    [
        "example.com",
        "localhost:3388",
        "127.0.0.1:8000",
        "[::1]:80",
        "[2001:db8::7]",
        "user@host",
        "a%20b",
        "xn--4ca",
    ]
)
URIS = st.sampled_from(
    [
        "https://example.com",
        "https://example.com/a?b=c#d",
        "ipfs://x/",
        "urn:isbn:0451450523",
        "mailto:a@example.org",
        "did:key:z6Mk",
        "http://[::1]:8/%2F",
        "a:",
    ]
)
TIMES = st.sampled_from(
    [
        "2026-11-23T18:00:00Z",
        "2026-11-23t18:00:00.123456789z",
        "2026-02-28T23:59:60+01:30",
        "0001-01-01T00:00:00-00:00",
    ]
)
STATEMENTS = st.text(st.sampled_from("abcXYZ019 -._~:/?#[]@!$&'()*+,;="), min_size=1, max_size=80)
MESSAGES = st.builds(
    Message,
    domain=DOMAINS,
    address=st.sampled_from([ADDRESS, "0x0000000000000000000000000000000000000000"]),
    uri=URIS,
    chain_id=st.integers(0, 2**256 - 1),
    nonce=st.text("abcXYZ0189", min_size=8, max_size=40),
    issued_at=TIMES,
    scheme=st.none() | st.sampled_from(["https", "http", "svn+ssh", "a"]),
    statement=st.none() | STATEMENTS,
    expiration_time=st.none() | TIMES,
    not_before=st.none() | TIMES,
    request_id=st.none() | st.text("abc:@%".replace("%", "~"), max_size=20),
    resources=st.none() | st.lists(URIS, max_size=3).map(tuple),
)


@given(MESSAGES)
def test_what_is_written_is_read_back(message: Message) -> None:
    assert parse_message(write_message(message)) == message


def test_the_example_of_the_eip() -> None:
    message = parse_message(EXAMPLE)
    assert message.domain == "example.com"
    assert message.statement == "I accept the ExampleOrg Terms of Service: https://example.com/tos"
    assert (message.chain_id, message.nonce) == (1, "32891756")
    assert message.resources is not None
    assert len(message.resources) == 2
    assert write_message(message) == EXAMPLE


def test_without_a_statement_its_line_is_left_out() -> None:
    """Two empty lines follow the address: one ends it, one ends the statement that is not there."""
    statement = "I accept the ExampleOrg Terms of Service: https://example.com/tos\n"
    message = parse_message(EXAMPLE.replace(statement, ""))
    assert message.statement is None
    assert write_message(message).count(f"{ADDRESS}\n\n\nURI: ") == 1


WRONG = {
    "lines end with CR": EXAMPLE.replace("\n", "\r\n"),
    "a line end at the end": EXAMPLE + "\n",
    "a space at the end": EXAMPLE.replace("Version: 1", "Version: 1 "),
    "small letters": EXAMPLE.replace("Issued At", "issued at"),
    "another version": EXAMPLE.replace("Version: 1", "Version: 2"),
    "no checksum": EXAMPLE.replace(ADDRESS, ADDRESS.lower()),
    "wrong checksum": EXAMPLE.replace("0xC0", "0xc0"),
    "a short address": EXAMPLE.replace(ADDRESS, ADDRESS[:-1]),
    "a short nonce": EXAMPLE.replace("32891756", "3289175"),
    "a nonce with a hyphen": EXAMPLE.replace("32891756", "3289-1756"),
    "an Arabic digit in the chain": EXAMPLE.replace("Chain ID: 1", "Chain ID: ١"),
    "a negative chain": EXAMPLE.replace("Chain ID: 1", "Chain ID: -1"),
    "no chain": EXAMPLE.replace("Chain ID: 1\n", ""),
    "two nonces": EXAMPLE.replace("Nonce: 32891756", "Nonce: 32891756\nNonce: 32891756"),
    "the order changed": EXAMPLE.replace("Version: 1\nChain ID: 1", "Chain ID: 1\nVersion: 1"),
    "no such day": EXAMPLE.replace("2021-09-30", "2021-09-31"),
    "no such hour": EXAMPLE.replace("16:25:24", "24:25:24"),
    "a day without a time": EXAMPLE.replace("2021-09-30T16:25:24Z", "2021-09-30"),
    "a time without a zone": EXAMPLE.replace("16:25:24Z", "16:25:24"),
    "a statement of two lines": EXAMPLE.replace("ExampleOrg Terms", "ExampleOrg\nTerms"),
    "a statement that is not ASCII": EXAMPLE.replace("accept", "accépt"),
    "a quotation mark in the statement": EXAMPLE.replace("ExampleOrg", '"ExampleOrg"'),
    "no domain": EXAMPLE.replace("example.com wants", " wants"),
    "a path in the domain": EXAMPLE.replace("example.com wants", "example.com/a wants"),
    "a space in the domain": EXAMPLE.replace("example.com wants", "exam ple.com wants"),
    "an open bracket": EXAMPLE.replace("example.com wants", "[::1 wants"),
    "no address of IPv6": EXAMPLE.replace("example.com wants", "[::g] wants"),
    "no scheme": EXAMPLE.replace("example.com wants", "://example.com wants"),
    "an odd scheme": EXAMPLE.replace("example.com wants", "1https://example.com wants"),
    "a relative URI": EXAMPLE.replace("URI: https://example.com/login", "URI: /login"),
    "a space in the URI": EXAMPLE.replace(
        "URI: https://example.com/login", "URI: https://example.com/log in"
    ),
    "a broken escape in the URI": EXAMPLE.replace("/login", "/%2"),
    "two fragments": EXAMPLE.replace("/login", "/#a#b"),
    "a resource without its mark": EXAMPLE.replace("- ipfs", "ipfs"),
    "a resource that is no URI": EXAMPLE.replace("- ipfs://", "- ipfs //"),
    "a line too many": EXAMPLE + "\nMore: yes",
    "the first line of another": EXAMPLE.replace("your Ethereum account", "your Solana account"),
    "it ends too early": EXAMPLE[: EXAMPLE.index("Nonce")],
    "nothing": "",
    "too long": EXAMPLE.replace("I accept", "I" * LONGEST),
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(MessageInvalid) as refused:
        parse_message(text)
    assert refused.value.say("en") == refused.value.detail
    # The names of lines and their content are the message's own.
    french = re.sub(r"«\u00a0[^»]*»", "", refused.value.say("fr"))
    assert not re.search(r"\b(the|is|line|must|before|after|not)\b", french), french


@given(st.text(max_size=300))
def test_any_text_is_a_message_or_refused(text: str) -> None:
    with pytest.raises(MessageInvalid):
        parse_message(text)


@given(st.integers(0, len(EXAMPLE) - 1), st.characters())
def test_one_changed_character_is_refused_or_means_something_else(place: int, character: str) -> None:
    """No two texts are the same message: what was signed is what was read, to the character."""
    changed = EXAMPLE[:place] + character + EXAMPLE[place + 1 :]
    try:
        message = parse_message(changed)
    except MessageInvalid:
        return
    assert write_message(message) == changed


@pytest.mark.parametrize(
    "change",
    [{"statement": "two\nlines"}, {"statement": ""}, {"nonce": "short"}, {"chain_id": -1}, {"uri": "no"},
     {"issued_at": "now"}, {"domain": ""}, {"request_id": "a b"}, {"resources": ("x",)}],
    ids=str,
)  # fmt: skip
def test_no_message_is_made_that_could_not_be_read(change: dict[str, object]) -> None:
    values = {"domain": "example.com", "address": ADDRESS, "uri": "https://example.com", "chain_id": 1}
    values |= {"nonce": "32891756", "issued_at": "2021-09-30T16:25:24Z"}
    with pytest.raises(MessageInvalid):
        Message(**(values | change))  # type: ignore[arg-type]


def test_times_of_all_forms_are_moments() -> None:
    moments = ("2026-11-23T18:00:00Z", "2026-11-23T19:00:00+01:00", "2026-11-23t18:00:00.000z")
    assert len({read_time(each).timestamp() for each in moments}) == 1
    assert read_time("2016-12-31T23:59:60Z") == read_time("2016-12-31T23:59:59Z")
