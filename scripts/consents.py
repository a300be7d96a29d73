"""The artist's consent, without which a project does not open: signed off the chain, brought by anybody."""

from typing import Any

from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt

from scripts import chain
from scripts.records import Records
from scripts.refusal import Refused
from scripts.signatures import sign, typed_data
from scripts.steps import campaign_of


def consent_data(project: dict[str, Any], records: Records, deadline: int) -> dict[str, Any]:
    """What the artist's wallet is asked to sign; deadline: last second, since 1970, in which it holds."""
    factory = factory_of(records)
    values = {"campaign": project["campaign"], "termsHash": project["terms_hash"], "deadline": deadline}
    return typed_data(factory, "ArtistConsent", values)


def sign_consent(project: dict[str, Any], records: Records, artist: Account | None = None) -> tuple[int, str]:
    """(deadline, signature) by the artist's account, good until the opening. Sends nothing."""
    terms = campaign_of(project).setup()["terms"]
    account = artist or chain.signer(terms["artist"])
    if str(account) != terms["artist"]:
        raise Refused(f"{terms['artist']} is the artist and has to sign this, not {account}")
    deadline = int(terms["opensAt"])
    return deadline, sign(account, consent_data(project, records, deadline))


def record_consent(
    project: dict[str, Any], records: Records, deadline: int, signature: str, account: Account | None = None
) -> TransactionReceipt:
    """Anybody: brings the artist's signature. Raises Refused when it is not the artist's."""
    factory = factory_of(records)
    return chain.send(
        account or chain.signer(), factory.recordConsent, project["campaign"], deadline, signature
    )


def revoke_consent(
    project: dict[str, Any], records: Records, artist: Account | None = None
) -> TransactionReceipt:
    """Artist, until the opening: takes it back, for good."""
    account = artist or chain.signer(campaign_of(project).setup()["terms"]["artist"])
    return chain.send(account, factory_of(records).revokeConsent, project["campaign"])


def factory_of(records: Records) -> Any:
    return chain.contract_at("ProjectFactory", records.factory()["address"])
