"""What artists and financiers sign off the chain (EIP-712, rule 2.4), and the file that brings a signature.

Pure: the domain is what the contract itself answers (ERC-5267), so that what is signed is what it checks.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from backend.chain.typed_data import TypedData

Agreement = Literal["ArtistConsent", "FinancierLine"]
"""The artist's, in the domain of the factory; a financier's, in the domain of the campaign."""

DOMAIN = {"name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address"}
MESSAGES: Mapping[Agreement, Mapping[str, str]] = {
    "ArtistConsent": {"campaign": "address", "termsHash": "bytes32", "deadline": "uint256"},
    "FinancierLine": {
        "line": "uint256",
        "amount": "uint256",
        "paidElsewhere": "bool",
        "deadline": "uint256",
    },
}
FILE_KIND = "coprod-signature-1"
"""What a file of a signature calls itself."""
DAYS_AFTER_CLOSING = 90
DAY = 86_400


def describe_agreement(
    agreement: Agreement, domain: Sequence[Any], values: Mapping[str, str | int | bool]
) -> TypedData:
    """What a wallet is asked to sign, as eth_signTypedData_v4 takes it. domain: what `eip712Domain` of the
    contract answered, in its order."""
    _, name, version, chain_id, contract, *_ = domain
    return {
        "types": {"EIP712Domain": _list_fields(DOMAIN), agreement: _list_fields(MESSAGES[agreement])},
        "primaryType": agreement,
        "domain": {
            "name": str(name),
            "version": str(version),
            "chainId": int(chain_id),
            "verifyingContract": str(contract),
        },
        "message": dict(values),
    }


def choose_line_deadline(closes_at: int, now: int) -> int:
    """The last second, since 1970, in which a financier's signature holds that is made now."""
    return max(closes_at, now) + DAYS_AFTER_CLOSING * DAY


def describe_file(campaign: str, signer: str, typed: TypedData, words: str, signature: str) -> dict[str, Any]:
    """What is handed to whoever brings the signature. words: what was signed, for people."""
    return {
        "kind": FILE_KIND,
        "words": words,
        "campaign": campaign,
        "signer": signer,
        "typed_data": typed,
        "signature": signature,
    }


def name_file(typed: TypedData, campaign: str) -> str:
    """Of the file, without a folder."""
    message = typed["message"]
    if typed["primaryType"] == "ArtistConsent":
        what = "consent"
    else:
        what = f"line-{int(message['line']) + 1}-{'paid' if message['paidElsewhere'] else 'promised'}"
    return f"coprod-{what}-{campaign[:8].lower()}.json"


def _list_fields(types: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in types.items()]
