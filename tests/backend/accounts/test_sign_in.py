"""A message counts for this site, this chain, this account, this moment, and once (K15)."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.accounts.refusals import NotLetIn, SignatureWrong, SignInRefused, SiteUnnamed
from backend.accounts.sign_in import (
    NONCE_SECONDS,
    SKEW_SECONDS,
    challenge,
    check_message,
    check_signature,
    is_within,
    read_asked,
    use,
)
from backend.accounts.site import Site, name_site
from backend.accounts.siwe import Message, parse_message, write_message
from backend.chain.client import ChainClient
from backend.tables import sign_in_nonces
from tests.backend.accounts.wallets import Factory, delegate, deploy
from tests.backend.royalties.conftest import key_of
from tests.backend.web.room.conftest import sign_text
from tests.backend.world import World

SITE = Site("https", "coprod.example")
CHAIN = 31337
NOW = 1_795_400_000
FAN = key_of("fan")


async def ask(connection: AsyncConnection, address: str = FAN.address) -> str:
    return (await challenge(connection, SITE, CHAIN, address, NOW)).message


async def check(
    connection: AsyncConnection,
    text: str,
    signature: bytes | None = None,
    now: int = NOW,
    node: ChainClient | None = None,
) -> Message:
    signed = sign_text(FAN.secret, text) if signature is None else signature
    message = await read_asked(connection, SITE, CHAIN, text, now)
    await check_signature(node, message, text, signed)
    return message


async def test_what_was_asked_for_signs_in_once(connection: AsyncConnection) -> None:
    text = await ask(connection)
    message = await check(connection, text)
    assert (message.address, message.domain, message.uri) == (
        FAN.address,
        "coprod.example",
        "https://coprod.example/",
    )
    assert message.chain_id == CHAIN
    await use(connection, message, NOW)
    with pytest.raises(SignInRefused, match="used already"):
        await check(connection, text)
    with pytest.raises(SignInRefused, match="used already"):
        await use(connection, message, NOW)


async def test_of_two_at_once_one_comes_too_late(engine: AsyncEngine) -> None:
    """Both have a right signature; the nonce is one row."""
    async with engine.begin() as connection:
        text = await ask(connection)

    async def enter() -> bool:
        try:
            async with engine.begin() as connection:
                await use(connection, await check(connection, text), NOW)
                await asyncio.sleep(0.05)
        except SignInRefused:
            return False
        return True

    assert sorted(await asyncio.gather(*(enter() for _ in range(4)))) == [False, False, False, True]


async def test_a_wrong_signature_does_not_use_the_nonce_up(connection: AsyncConnection) -> None:
    text = await ask(connection)
    for signature in (
        sign_text(key_of("stranger").secret, text),
        sign_text(FAN.secret, text + " "),
        b"",
        bytes(65),
    ):
        with pytest.raises(SignatureWrong):
            await check(connection, text, signature)
    await check(connection, text)


async def test_a_nonce_is_of_the_account_that_asked(connection: AsyncConnection) -> None:
    """Somebody else's message with this nonce is nobody's, however well it is signed."""
    theirs = replace(parse_message(await ask(connection)), address=key_of("stranger").address)
    text = write_message(theirs)
    with pytest.raises(SignInRefused, match="not asked for"):
        await check(connection, text, sign_text(key_of("stranger").secret, text))


async def test_a_nonce_of_ones_own_making_is_none(connection: AsyncConnection) -> None:
    text = write_message(replace(parse_message(await ask(connection)), nonce="0123456789abcdef"))
    with pytest.raises(SignInRefused, match="not asked for"):
        await check(connection, text)


async def test_it_expires_and_is_forgotten(connection: AsyncConnection) -> None:
    text = await ask(connection)
    await check(connection, text, now=NOW + NONCE_SECONDS - 1)
    with pytest.raises(SignInRefused):
        await check(connection, text, now=NOW + NONCE_SECONDS)
    await challenge(connection, SITE, CHAIN, FAN.address, NOW + NONCE_SECONDS)
    left = (await connection.execute(select(func.count()).select_from(sign_in_nonces))).scalar_one()
    assert left == 1


BASE = Message(
    domain="coprod.example",
    address=FAN.address,
    uri="https://coprod.example/",
    chain_id=CHAIN,
    nonce="32891756",
    issued_at="2026-11-23T02:13:20Z",
)
ISSUED = 1_795_400_000


def test_a_message_of_now_for_this_site_is_right() -> None:
    right = [
        {},
        {"scheme": "https"},
        {"domain": "Coprod.EXAMPLE"},
        {"uri": "https://coprod.example"},
        {"uri": "https://coprod.example/fr/room?x=1"},
        {"uri": "HTTPS://COPROD.example/"},
        {"not_before": "2026-11-23T02:14:00Z"},
        {"expiration_time": "2026-11-23T02:13:21Z"},
    ]
    for change in right:
        check_message(replace(BASE, **change), SITE, CHAIN, ISSUED)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"domain": "evil.example"},
        {"domain": "coprod.example.evil.example"},
        {"domain": "coprod.example:8443"},
        {"domain": "user@coprod.example"},
        {"scheme": "http"},
        {"uri": "https://evil.example/"},
        {"uri": "https://coprod.example.evil.example/"},
        {"uri": "https://coprod.example@evil.example/"},
        {"uri": "http://coprod.example/"},
        {"chain_id": 1},
        {"chain_id": CHAIN + 2**64},
        {"not_before": "2026-11-23T02:14:21Z"},
        {"expiration_time": "2026-11-23T02:13:20Z"},
        {"expiration_time": "2026-11-23T03:13:20+01:30"},
    ],
    ids=str,
)
def test_a_message_for_anything_else_is_refused_in_both_languages(change: dict[str, object]) -> None:
    with pytest.raises(SignInRefused) as refused:
        check_message(replace(BASE, **change), SITE, CHAIN, ISSUED)  # type: ignore[arg-type]
    assert refused.value.say("en") != refused.value.say("fr") != ""


@pytest.mark.parametrize(
    ("now", "is_right"),
    [
        (ISSUED - SKEW_SECONDS, True),
        (ISSUED - SKEW_SECONDS - 1, False),
        (ISSUED + NONCE_SECONDS + SKEW_SECONDS, True),
        (ISSUED + NONCE_SECONDS + SKEW_SECONDS + 1, False),
    ],
)
def test_clocks_may_differ_by_a_minute(now: int, is_right: bool) -> None:
    if is_right:
        check_message(BASE, SITE, CHAIN, now)
    else:
        with pytest.raises(SignInRefused, match="clock"):
            check_message(BASE, SITE, CHAIN, now)


def test_a_longer_name_is_not_within_the_site() -> None:
    assert is_within("https://coprod.example/x", "https://coprod.example")
    assert not is_within("https://coprod.exampled/", "https://coprod.example")
    assert not is_within("https://coprod.example:1/", "https://coprod.example")


def test_what_a_request_calls_the_site_counts_on_this_machine_only() -> None:
    """Whoever brings a message that was signed for another site would call us by that site's name."""
    assert name_site("", "http", "127.0.0.1:8000") == Site("http", "127.0.0.1:8000")
    assert name_site("", "http", "[::1]:8000") == Site("http", "[::1]:8000")
    assert name_site("https://Coprod.example/", "http", "evil.example") == SITE
    for host in (
        "evil.example",
        "",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "[::1",
        "a@evil.example",
    ):
        with pytest.raises(SiteUnnamed):
            name_site("", "http", host)


async def test_a_contract_signs_in(world: World, connection: AsyncConnection, node: ChainClient) -> None:
    wallet = deploy(world, "OwnedWallet", ("address", world.fan))
    text = await ask(connection, wallet)
    assert (await check(connection, text, node=node)).address == wallet
    with pytest.raises(SignatureWrong):
        await check(connection, text, sign_text(key_of("stranger").secret, text), node=node)
    with pytest.raises(SignatureWrong):
        await check(connection, text)


async def test_a_contract_that_is_not_made_yet_signs_in(
    connection: AsyncConnection, node: ChainClient, factory: Factory
) -> None:
    wallet = factory.predict(FAN.address)
    text = await ask(connection, wallet)
    wrapped = factory.wrap(FAN.address, sign_text(FAN.secret, text))
    assert (await check(connection, text, wrapped, node=node)).address == wallet


async def test_an_account_that_delegates_signs_in(
    world: World, connection: AsyncConnection, node: ChainClient
) -> None:
    delegate(world, "stranger", deploy(world, "OwnedWallet", ("address", world.fan)))
    for signer in ("stranger", "fan"):
        text = await ask(connection, world.stranger)
        signed = sign_text(key_of(signer).secret, text)
        assert (await check(connection, text, signed, node=node)).address == world.stranger


async def test_every_refusal_is_told_in_french(connection: AsyncConnection) -> None:
    with pytest.raises(NotLetIn) as refused:
        await check(connection, "nonsense")
    assert "EIP-4361" in refused.value.say("fr")
