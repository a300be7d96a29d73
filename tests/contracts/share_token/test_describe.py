"""What the share says of itself to wallets and explorers (6.1)."""

import pytest

from tests.contracts.project import propose


@pytest.mark.parametrize(
    ("interface", "supported"),
    [
        ("0x36372b07", True),  # ERC-20
        ("0xa219a025", True),  # its metadata
        ("0x9d8ff7da", True),  # ERC-2612
        ("0x84b0196e", True),  # ERC-5267
        ("0x01ffc9a7", True),  # ERC-165
        ("0xffffffff", False),
        ("0x80ac58cd", False),  # ERC-721
    ],
)
def test_it_supports_what_it_is(shares, interface, supported):
    """6.1: ERC-165."""
    assert shares.supportsInterface(interface) == supported


def test_it_tells_name_symbol_and_metadata(shares):
    """6.1: ERC-20, ERC-7572; a share is one unit, without decimals."""
    assert (shares.name(), shares.symbol(), shares.decimals()) == ("The Long Night", "NIGHT", 0)
    assert shares.contractURI() == "https://coprod.example/night.json"


def test_it_tells_its_signing_domain(shares, chain):
    """6.1, K15: ERC-5267, bound to this chain and this very clone."""
    _, name, version, chain_id, contract, _, extensions = shares.eip712Domain()
    assert (name, version, chain_id) == ("Coprod share", "1", chain.id)
    assert contract == shares
    assert list(extensions) == []


def test_texts_of_any_length_survive(factory, platform, producer, later_terms):
    """2.3: also texts that fill more than one word, and none."""
    for number, text in enumerate(["", "é" * 31, "é" * 33, "x" * 300]):
        told = propose(
            factory, platform, producer, later_terms.change(name=text, symbol=text, contract_uri=text), number
        )
        assert (told.shares.name(), told.shares.symbol(), told.shares.contractURI()) == (text,) * 3
