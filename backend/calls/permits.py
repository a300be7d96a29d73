"""Permits (ERC-2612): a signature that replaces the approval. Offered only where it is sure to hold.

The domain is the currency's own word (ERC-5267, else name and version) and has to give the currency's own
DOMAIN_SEPARATOR: a signature over any other domain would be worth nothing, and the fan would not know.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from backend.calls.requests import SignedPermit
from backend.calls.scene import Stage, ask_each, decode_if_any
from backend.calls.steps import Offer
from backend.calls.words.deeds import CALLS
from backend.chain import codec, contracts
from backend.errors import CoprodError

SECONDS = 30 * 60
"""For how long a permit is good: time to read, to sign and to be mined."""

_FIELDS = (
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
    ("salt", "bytes32"),
)
"""Of a domain, in the order of EIP-712 and of the bits of ERC-5267."""
_PERMIT = (
    ("owner", "address"),
    ("spender", "address"),
    ("value", "uint256"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
_TYPEHASH = keccak(text=f"Permit({','.join(f'{kind} {name}' for name, kind in _PERMIT)})")
_SIGNATURE_BYTES = 65
_DELEGATED = bytes.fromhex("ef0100")
"""What the code of an account begins with that delegates (EIP-7702), and has its key still."""

Domain = Mapping[str, Any]


class PermitUnusable(CoprodError):
    """The signature cannot be a permit: it has not 65 bytes, as that of a key has."""

    status = 422
    type = "permit-unusable"
    title = "This signature cannot be used"


async def offer_permit(stage: Stage, amount: int) -> Offer | None:
    """A permit of exactly `amount` for the campaign; None when the currency, or the wallet, has none.

    Raises NodeUnreachable.
    """
    currency, wallet = stage.target.currency.address, stage.wallet
    code = await stage.node.request("eth_getCode", wallet, "latest")
    if code != "0x" and not code.startswith("0x" + _DELEGATED.hex()):
        return None
    separator, nonce, told, name, version, typehash = await ask_each(
        stage.node,
        [
            (currency, contracts.encode_call("ShareToken", "DOMAIN_SEPARATOR")),
            (currency, contracts.encode_call("ShareToken", "nonces", wallet)),
            (currency, contracts.encode_call("ShareToken", "eip712Domain")),
            (currency, contracts.encode_call("IERC20Metadata", "name")),
            (currency, keccak(text="version()")[:4]),
            (currency, keccak(text="PERMIT_TYPEHASH()")[:4]),
        ],
    )
    used = decode_if_any("ShareToken", "nonces", nonce)
    # Some currencies have a permit of their own kind, and say so.
    if (
        separator is None
        or len(separator) != codec.WORD
        or used is None
        or typehash not in (None, b"", _TYPEHASH)
    ):
        return None
    candidates = _list_domains(told, _read_text(name), _read_text(version), stage.chain_id, currency)
    domain = next((each for each in candidates if hash_domain(each) == separator), None)
    if domain is None:
        return None
    deadline = int((await stage.node.newest_block()).time) + SECONDS
    message = {"owner": wallet, "spender": stage.target.campaign, "value": str(amount)}
    message |= {"nonce": str(used[0]), "deadline": str(deadline)}
    words = stage.voice.say(CALLS, "permit", amount=amount, deadline=deadline)
    return Offer(_type_data(domain, message), deadline, words)


def split_signature(permit: SignedPermit) -> dict[str, Any]:
    """The parts that ERC-2612 wants; `v` is 27 or 28, whatever the wallet calls it. Raises PermitUnusable."""
    raw = bytes.fromhex(permit.signature[2:])
    if len(raw) != _SIGNATURE_BYTES:
        raise PermitUnusable(
            f"The signature has {len(raw)} bytes, and a permit takes {_SIGNATURE_BYTES}: leave `permit` out, "
            "and approve by a transaction."
        )
    return {"r": raw[:32], "s": raw[32:64], "v": raw[64] + 27 * (raw[64] < 27)}


def hash_domain(domain: Domain) -> bytes:
    """EIP-712's domain separator, over those of its fields that are there."""
    fields = [(name, kind) for name, kind in _FIELDS if name in domain]
    words = [keccak(text=f"EIP712Domain({','.join(f'{kind} {name}' for name, kind in fields)})")]
    for name, kind in fields:
        value = domain[name]
        words.append(keccak(text=value) if kind == "string" else codec.encode([{"type": kind}], [value]))
    return keccak(b"".join(words))


def _list_domains(
    told: bytes | None, name: str | None, version: str | None, chain_id: int, contract: str
) -> Iterator[Domain]:
    own = {"chainId": chain_id, "verifyingContract": contract}
    described = decode_if_any("ShareToken", "eip712Domain", told)
    if described is not None:
        bits, *values, extensions = described
        present = int(bits, 16)
        domain = {
            field: value
            for number, ((field, _), value) in enumerate(zip(_FIELDS, values, strict=True))
            if present >> number & 1
        }
        if not extensions and domain | own == domain:
            yield domain
    if name is not None:
        yield {"name": name, "version": version or "1", **own}
        if version is None:
            yield {"name": name, **own}


def _read_text(answer: bytes | None) -> str | None:
    try:
        return None if not answer else str(codec.decode([{"type": "string"}], answer)[0])
    except DecodingError:
        return None


def _type_data(domain: Domain, message: Mapping[str, str]) -> dict[str, Any]:
    return {
        "types": {
            "EIP712Domain": [{"name": name, "type": kind} for name, kind in _FIELDS if name in domain],
            "Permit": [{"name": name, "type": kind} for name, kind in _PERMIT],
        },
        "primaryType": "Permit",
        "domain": dict(domain),
        "message": dict(message),
    }
