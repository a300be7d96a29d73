"""Signing in: a message that only this site could have asked for, signed by the wallet it names, once.

Commits nothing. Times are seconds since 1970 of this machine's clock: no chain has a part in them.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accounts.refusals import SignatureWrong, SignInRefused
from backend.accounts.site import Site
from backend.accounts.siwe import Message, parse_message, read_time, write_message
from backend.chain.client import ChainClient
from backend.chain.signatures import is_signed_by
from backend.chain.typed_data import hash_text
from backend.tables import sign_in_nonces

NONCE_SECONDS = 600
"""How long somebody has to sign."""
SKEW_SECONDS = 60
"""By which the clock of who wrote the message may be wrong."""
STATEMENT = "Sign in to the producer's room. This costs nothing and gives no right over your money."
"""ASCII, as EIP-4361 wants it."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a wallet is to sign (personal_sign), and until when, in seconds since 1970."""

    message: str
    nonce: str
    expires_at: int


async def challenge(
    connection: AsyncConnection, site: Site, chain_id: int, address: str, now: int
) -> Challenge:
    """A message for this account, which can be used once within NONCE_SECONDS.

    Without the scheme, which older wallets do not know and would not recognise the message by.
    """
    nonce = secrets.token_hex(16)
    expires_at = now + NONCE_SECONDS
    await connection.execute(delete(sign_in_nonces).where(sign_in_nonces.c.expires_at <= now))
    row = {"nonce": nonce, "address": address, "expires_at": expires_at}
    await connection.execute(insert(sign_in_nonces).values(row))
    message = Message(
        domain=site.domain,
        address=address,
        uri=f"{site.origin}/",
        chain_id=chain_id,
        nonce=nonce,
        issued_at=_write_time(now),
        statement=STATEMENT,
        expiration_time=_write_time(expires_at),
    )
    return Challenge(write_message(message), nonce, expires_at)


async def read_asked(connection: AsyncConnection, site: Site, chain_id: int, text: str, now: int) -> Message:
    """The message, if this site asked for it and all of it is right; `check_signature` is next, and asks a
    node, for which no connection is kept. Raises MessageInvalid and SignInRefused."""
    message = parse_message(text)
    check_message(message, site, chain_id, now)
    asked = select(sign_in_nonces.c.address).where(_can_use(message, now))
    if (await connection.execute(asked)).one_or_none() is None:
        raise _spent()
    return message


async def check_signature(client: ChainClient | None, message: Message, text: str, signature: bytes) -> None:
    """Its account signed these very characters; `use` its nonce next, in a transaction.

    Without a node (client) only accounts with a key can sign. Raises SignatureWrong, NodeUnreachable,
    WrongChain.
    """
    if not await is_signed_by(client, message.address, hash_text(text), signature):
        raise SignatureWrong(
            f"The account {message.address} did not sign this message: sign it again.",
            f"Le compte {message.address} n’a pas signé ce message\u00a0: signez-le à nouveau.",
        )


async def use(connection: AsyncConnection, message: Message, now: int) -> None:
    """Its nonce is used; of two who bring it at once, one comes too late. Raises SignInRefused."""
    used = delete(sign_in_nonces).where(_can_use(message, now)).returning(sign_in_nonces.c.nonce)
    if (await connection.execute(used)).one_or_none() is None:
        raise _spent()


def check_message(message: Message, site: Site, chain_id: int, now: int) -> None:
    """Is it for this site, this chain and this moment? Raises SignInRefused. Pure."""
    if message.domain.lower() != site.domain or message.scheme not in (None, site.scheme):
        raise SignInRefused(
            f"The message is for {message.domain}, and this site is {site.origin}: sign nothing there.",
            f"Le message est pour {message.domain}, et ce site est {site.origin}\u00a0: n’y signez rien.",
        )
    if not is_within(message.uri, site.origin):
        raise SignInRefused(
            f"The message names {message.uri}, and this site is {site.origin}.",
            f"Le message nomme {message.uri}, et ce site est {site.origin}.",
        )
    if message.chain_id != chain_id:
        raise SignInRefused(
            f"The message is for chain {message.chain_id}, and the projects are on chain {chain_id}: ask "
            "for a new message.",
            f"Le message est pour la chaîne {message.chain_id}, et les projets sont sur la chaîne "
            f"{chain_id}\u00a0: demandez un nouveau message.",
        )
    issued = read_time(message.issued_at).timestamp()
    if not now - NONCE_SECONDS - SKEW_SECONDS <= issued <= now + SKEW_SECONDS:
        raise SignInRefused(
            f"The message was written at {message.issued_at}, and it is {_write_time(now)}: set the clock, "
            "or ask for a new message.",
            f"Le message a été écrit à {message.issued_at}, et il est {_write_time(now)}\u00a0: réglez "
            "l’horloge, ou demandez un nouveau message.",
        )
    if message.expiration_time and read_time(message.expiration_time).timestamp() <= now:
        raise SignInRefused(
            "The message has expired: ask for a new one.",
            "Le message a expiré\u00a0: demandez-en un nouveau.",
        )
    if message.not_before and read_time(message.not_before).timestamp() > now + SKEW_SECONDS:
        raise SignInRefused(
            f"The message holds from {message.not_before} only: ask for a new one.",
            f"Le message ne vaut qu’à partir de {message.not_before}\u00a0: demandez-en un nouveau.",
        )


def is_within(uri: str, origin: str) -> bool:
    """Whether the address is one of the site's own; no longer name that begins with the same letters is."""
    found = uri.lower()
    return found == origin or found.startswith((f"{origin}/", f"{origin}?", f"{origin}#"))


def _can_use(message: Message, now: int) -> ColumnElement[bool]:
    of_message = (sign_in_nonces.c.nonce == message.nonce) & (sign_in_nonces.c.address == message.address)
    return of_message & (sign_in_nonces.c.expires_at > now)


def _spent() -> SignInRefused:
    return SignInRefused(
        "The message was not asked for here by this account, or it was used already: ask for a new one.",
        "Ce message n’a pas été demandé ici par ce compte, ou il a déjà servi\u00a0: demandez-en un nouveau.",
    )


def _write_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
