"""Signatures of Standard Webhooks: `v1` by HMAC-SHA256 with a shared secret, `v1a` by ed25519."""

import base64
import hashlib
import hmac
import secrets
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Algorithm = Literal["hmac", "ed25519"]
SHARED, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"


def make_secret(algorithm: Algorithm) -> str:
    """256 random bits, as the specification writes them."""
    return (SHARED if algorithm == "hmac" else PRIVATE) + _encode(secrets.token_bytes(32))


def algorithm_of(secret: str) -> Algorithm:
    return "hmac" if secret.startswith(SHARED) else "ed25519"


def show_key(secret: str) -> str:
    """What its receiver verifies with: the shared secret, or the public key."""
    if algorithm_of(secret) == "hmac":
        return secret
    return PUBLIC + _encode(_open(secret).public_key().public_bytes_raw())


def sign(secrets_: list[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The header webhook-signature: one signature by each secret, the newest first."""
    content = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(_sign(each, content) for each in secrets_)


def _sign(secret: str, content: bytes) -> str:
    if algorithm_of(secret) == "hmac":
        return "v1," + _encode(hmac.new(_decode(secret), content, hashlib.sha256).digest())
    return "v1a," + _encode(_open(secret).sign(content))


def _open(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_decode(secret))


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decode(secret: str) -> bytes:
    return base64.b64decode(secret.partition("_")[2])
