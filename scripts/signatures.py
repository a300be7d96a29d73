"""EIP-712 messages that artists and financiers sign, off the chain (PROTOCOL 2.4)."""

from typing import Any

from brownie import web3
from brownie.network.account import LocalAccount
from eth_account import Account

DOMAIN = {"name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address"}
MESSAGES = {
    "ArtistConsent": {"campaign": "address", "termsHash": "bytes32", "deadline": "uint256"},
    "FinancierLine": {
        "line": "uint256",
        "amount": "uint256",
        "paidElsewhere": "bool",
        "deadline": "uint256",
    },
}


def typed_data(contract: Any, message: str, values: dict[str, Any]) -> dict[str, Any]:
    """What a wallet is asked to sign, as eth_signTypedData_v4 takes it, in the domain of the contract."""
    _, name, version, chain_id, address, *_ = contract.eip712Domain()
    return {
        "types": {"EIP712Domain": fields(DOMAIN), message: fields(MESSAGES[message])},
        "primaryType": message,
        "domain": {
            "name": name,
            "version": version,
            "chainId": int(chain_id),
            "verifyingContract": str(address),
        },
        "message": values,
    }


def sign(account: Any, data: dict[str, Any]) -> str:
    """The signature, 0x and 130 digits: by the account's own key, or by the node that has unlocked it."""
    if isinstance(account, LocalAccount):
        signed = Account.sign_typed_data(account.private_key, full_message=data)
        return "0x" + bytes(signed.signature).hex()
    answer = web3.provider.make_request("eth_signTypedData_v4", [str(account), data])
    if "error" in answer:
        raise ValueError(answer["error"])
    return str(answer["result"])


def fields(types: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in types.items()]
