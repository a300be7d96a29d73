"""Signs transactions of EIP-1559. Apart, so that who only reads them loads nothing that signs (rule 7.3)."""

from eth_account import Account
from eth_utils.crypto import keccak

from backend.chain.fees import Fees
from backend.chain.transactions import Call, Signed


def sign(secret: bytes, chain_id: int, nonce: int, call: Call, gas: int, fees: Fees) -> Signed:
    """The signed bytes. Raises ValueError when the key is not the sender's."""
    account = Account.from_key(secret)
    if account.address != call.sender:
        raise ValueError(f"the key is that of {account.address}, not of {call.sender}")
    signed = account.sign_transaction(
        {
            "type": 2,
            "chainId": chain_id,
            "nonce": nonce,
            **({"to": call.receiver} if call.receiver else {}),
            "value": 0,
            "data": "0x" + call.data.hex(),
            "gas": gas,
            "maxFeePerGas": fees.most,
            "maxPriorityFeePerGas": fees.tip,
        }
    )
    raw = bytes(signed.raw_transaction)
    return Signed(raw, "0x" + keccak(raw).hex())
