"""Whose key made a signature, told by libsecp256k1 from the signature alone (SEC 1, 4.1.6). Pure; no key."""

from coincurve import PublicKey
from eth_utils.crypto import keccak

from backend import eip55

_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def recover(digest: bytes, signature: bytes) -> str | None:
    """The address whose key signed these 32 bytes: r, s and v in 65 bytes, v as 0 and 1 or as 27 and 28.

    None for bytes that are no signature, and, as contracts refuse it, for the twin that anybody can make of
    one (s above half of the curve's order).
    """
    if len(signature) != 65 or signature[64] not in (0, 1, 27, 28):
        return None
    if int.from_bytes(signature[32:64], "big") > _ORDER // 2:
        return None
    try:
        made = signature[:64] + bytes([signature[64] % 27])
        key = PublicKey.from_signature_and_message(made, digest, hasher=None)
    except ValueError:
        return None
    return eip55.to_text(keccak(key.format(compressed=False)[1:])[12:])
