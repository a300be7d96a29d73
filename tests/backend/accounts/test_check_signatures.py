"""Whoever has a wallet can sign: with a key, as a contract, as one not made yet, as a delegating account.

Rules 5.4 and 7.3: keys first, then contracts; the server has nothing that signs.
"""

import os

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct, encode_typed_data
from hypothesis import given
from hypothesis import strategies as st

from backend.chain.client import ChainClient
from backend.chain.secp256k1 import recover
from backend.chain.signatures import is_signed_by
from backend.chain.typed_data import hash_text, hash_typed
from tests.backend.accounts.wallets import MAGIC, Factory, delegate, deploy
from tests.backend.royalties.conftest import key_of
from tests.backend.web.room.conftest import sign_text
from tests.backend.world import World

TEXT = "Ceci est à signer."
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def signature_of(name: str, text: str = TEXT) -> bytes:
    return sign_text(key_of(name).secret, text)


@given(st.binary(min_size=32, max_size=32), st.text(max_size=200))
def test_a_key_is_recovered_as_wallets_sign(secret: bytes, text: str) -> None:
    if not 0 < int.from_bytes(secret, "big") < ORDER:
        return
    account = Account.from_key(secret)
    signed = bytes(account.sign_message(encode_defunct(text=text)).signature)
    assert recover(hash_text(text), signed) == account.address
    assert recover(hash_text(text), signed[:64] + bytes([signed[64] - 27])) == account.address
    assert recover(hash_text(text + "."), signed) != account.address


@given(st.binary(max_size=70))
def test_any_bytes_are_an_address_or_nothing(signature: bytes) -> None:
    found = recover(hash_text(TEXT), signature)
    assert found is None or (len(signature) == 65 and len(found) == 42)


def test_the_twin_of_a_signature_is_none() -> None:
    """K15: from one signature anybody can make a second that recovers to the same key."""
    signed = signature_of("fan")
    s = int.from_bytes(signed[32:64], "big")
    twin = signed[:32] + (ORDER - s).to_bytes(32, "big") + bytes([27 + 28 - signed[64]])
    assert Account.recover_message(encode_defunct(text=TEXT), signature=twin) == key_of("fan").address
    assert recover(hash_text(TEXT), twin) is None
    for broken in (b"", signed[:64], signed + b"\0", bytes(65), signed[:64] + b"\x1d"):
        assert recover(hash_text(TEXT), broken) is None


def test_typed_data_is_hashed_as_wallets_hash_it() -> None:
    person = [{"name": "name", "type": "string"}, {"name": "wallets", "type": "address[]"}]
    described = {
        "types": {
            "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"}],
            "Person": person,
            "Group": [
                {"name": "name", "type": "string"},
                {"name": "members", "type": "Person[]"},
                {"name": "id", "type": "bytes32"},
                {"name": "raw", "type": "bytes"},
                {"name": "sums", "type": "uint96[2]"},
                {"name": "open", "type": "bool"},
            ],
        },
        "primaryType": "Group",
        "domain": {"name": "Coprod", "chainId": 31337},
        "message": {
            "name": "À nous",
            "members": [
                {"name": "fan", "wallets": [key_of("fan").address, key_of("second_fan").address]},
                {"name": "nobody", "wallets": []},
            ],
            "id": "0x" + 32 * "ab",
            "raw": "0x0102",
            "sums": [1, 2**96 - 1],
            "open": True,
        },
    }
    signed = Account.sign_message(encode_typed_data(full_message=described), key_of("fan").secret)
    assert recover(hash_typed(described), bytes(signed.signature)) == key_of("fan").address


async def test_a_key_needs_no_node() -> None:
    digest = hash_text(TEXT)
    assert await is_signed_by(None, key_of("fan").address, digest, signature_of("fan"))
    assert not await is_signed_by(None, key_of("fan").address, digest, signature_of("stranger"))


async def test_a_contract_is_asked(world: World, node: ChainClient) -> None:
    """ERC-1271: a wallet of the fan's key; the key itself is not the wallet."""
    wallet = deploy(world, "OwnedWallet", ("address", world.fan))
    digest = hash_text(TEXT)
    assert await is_signed_by(node, wallet, digest, signature_of("fan"))
    assert not await is_signed_by(None, wallet, digest, signature_of("fan"))
    assert not await is_signed_by(node, wallet, digest, signature_of("stranger"))
    assert not await is_signed_by(node, wallet, hash_text("else"), signature_of("fan"))
    world.send(world.stranger, wallet, bytes.fromhex("43d726d6"))
    assert not await is_signed_by(node, wallet, digest, signature_of("fan")), "it takes back what it signed"


@pytest.mark.parametrize("kind", [0, 4, 64])
async def test_what_is_no_answer_is_no_yes(world: World, node: ChainClient, kind: int) -> None:
    """A revert, four bytes alone, and more than an answer."""
    odd = deploy(world, "OddWallet", ("uint256", kind))
    assert not await is_signed_by(node, odd, hash_text(TEXT), signature_of("fan"))


async def test_an_account_without_code_says_nothing(world: World, node: ChainClient) -> None:
    assert not await is_signed_by(node, world.stranger, hash_text(TEXT), signature_of("fan"))
    assert not await is_signed_by(node, world.stranger, hash_text(TEXT), b"")


async def test_a_wallet_that_is_not_made_yet_signs(world: World, node: ChainClient, factory: Factory) -> None:
    """ERC-6492; nothing is left on the chain by asking."""
    wallet, digest = factory.predict(world.fan), hash_text(TEXT)
    wrapped = factory.wrap(world.fan, signature_of("fan"))
    assert await is_signed_by(node, wallet, digest, wrapped)
    assert world.request("eth_getCode", wallet, "latest") == "0x"
    assert not await is_signed_by(node, wallet, digest, signature_of("fan")), "not without its maker"
    assert not await is_signed_by(node, wallet, hash_text("else"), wrapped)
    assert not await is_signed_by(node, world.stranger, digest, wrapped), "it makes no account of others"
    by_stranger = factory.wrap(world.fan, signature_of("stranger"))
    assert not await is_signed_by(node, wallet, digest, by_stranger)
    elsewhere = factory.wrap(world.stranger, signature_of("stranger"))
    assert not await is_signed_by(node, wallet, digest, elsewhere), "the maker makes another wallet"


async def test_once_it_is_made_both_forms_sign(world: World, node: ChainClient, factory: Factory) -> None:
    wallet, digest = factory.predict(world.fan), hash_text(TEXT)
    factory.make(world.fan)
    assert await is_signed_by(node, wallet, digest, signature_of("fan"))
    assert await is_signed_by(node, wallet, digest, factory.wrap(world.fan, signature_of("fan")))


@pytest.mark.parametrize("wrapped", [MAGIC, os.urandom(96) + MAGIC, bytes(31) + b"\1" + MAGIC])
async def test_what_only_ends_like_a_wrapping_is_none(
    world: World, node: ChainClient, factory: Factory, wrapped: bytes
) -> None:
    assert not await is_signed_by(node, factory.predict(world.fan), hash_text(TEXT), wrapped)


async def test_an_account_that_delegates_signs_with_its_key_and_by_its_code(
    world: World, node: ChainClient
) -> None:
    """EIP-7702: the stranger's account runs the code of a wallet that the platform owns."""
    delegate(world, "stranger", deploy(world, "OwnedWallet", ("address", world.platform)))
    digest = hash_text(TEXT)
    assert await is_signed_by(node, world.stranger, digest, signature_of("stranger"))
    assert await is_signed_by(node, world.stranger, digest, signature_of("platform"))
    assert not await is_signed_by(node, world.stranger, digest, signature_of("fan"))
