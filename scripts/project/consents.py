"""The artist's consent, without which a project does not open: signed off the chain, brought by anybody."""

from typing import Any

from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt
from eth_utils import keccak

from scripts import chain
from scripts.keys.signatures import sign, typed_data
from scripts.keys.signers import Signer
from scripts.language import say
from scripts.project.refunds import logs_of
from scripts.project.steps import campaign_of
from scripts.records import Records
from scripts.refusal import Refused

REVOKED = "0x" + keccak(text="ConsentRevoked(address,address)").hex()


def consent_data(project: dict[str, Any], records: Records, deadline: int) -> dict[str, Any]:
    """What the artist's wallet is asked to sign; deadline: last second, since 1970, in which it holds."""
    factory = factory_of(records)
    values = {"campaign": project["campaign"], "termsHash": project["terms_hash"], "deadline": deadline}
    return typed_data(factory, "ArtistConsent", values)


def artist_of(project: dict[str, Any]) -> tuple[str, int]:
    """(artist, deadline): whose consent counts, and until when it does: the opening."""
    terms = campaign_of(project).setup()["terms"]
    return str(terms["artist"]), int(terms["opensAt"])


def sign_consent(
    project: dict[str, Any],
    records: Records,
    artist: Account | Signer | None = None,
    words: tuple[str, ...] = (),
) -> tuple[int, str]:
    """(deadline, signature) by the artist's account, good until the opening. Sends nothing. Raises Refused.

    words: what it says, for whoever is asked to sign.
    """
    owner, deadline = artist_of(project)
    account = artist or chain.signer(owner)
    if str(account) != owner:
        raise Refused(
            say("{owner} is the artist and has to sign this, not {other}", owner=owner, other=account)
        )
    return deadline, sign(account, consent_data(project, records, deadline), words)


def record_consent(
    project: dict[str, Any],
    records: Records,
    deadline: int,
    signature: str,
    account: Account | Signer | None = None,
) -> TransactionReceipt:
    """Anybody: brings the artist's signature. Raises Refused when it is not the artist's."""
    factory = factory_of(records)
    return chain.send(
        account or chain.signer(), factory.recordConsent, project["campaign"], deadline, signature
    )


def revoke_consent(
    project: dict[str, Any], records: Records, artist: Account | Signer | None = None
) -> TransactionReceipt:
    """Artist, until the opening: takes it back, for good."""
    account = artist or chain.signer(artist_of(project)[0])
    return chain.send(account, factory_of(records).revokeConsent, project["campaign"])


def is_revoked(project: dict[str, Any], records: Records) -> bool:
    """Whether the artist took it back: then this project never opens."""
    about = "0x" + project["campaign"][2:].rjust(64, "0")
    return any(logs_of(project, REVOKED, about, by=records.factory()["address"]))


def factory_of(records: Records) -> Any:
    return chain.contract_at("ProjectFactory", records.factory()["address"])
