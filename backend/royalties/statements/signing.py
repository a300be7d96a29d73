"""Signs approvals and rules (EIP-712). Apart, so that the server loads nothing that signs (rule 7.3)."""

from eth_account import Account
from eth_account.messages import encode_typed_data

from backend.chain.typed_data import TypedData
from backend.royalties.sender.keys import Key


def sign(key: Key, described: TypedData) -> bytes:
    """65 bytes, as wallets sign it."""
    return bytes(Account.sign_message(encode_typed_data(full_message=described), key.secret).signature)
