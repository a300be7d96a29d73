"""EIP-712 messages that artists and financiers sign, off the chain (PROTOCOL 2.4)."""

from typing import Any

from brownie import web3
from brownie.network.account import LocalAccount
from eth_account import Account

from backend.chain.agreements import Agreement as Message
from backend.chain.agreements import describe_agreement


def typed_data(contract: Any, message: Message, values: dict[str, Any]) -> dict[str, Any]:
    """What a wallet is asked to sign, as eth_signTypedData_v4 takes it, in the domain of the contract."""
    return describe_agreement(message, contract.eip712Domain(), values)


def sign(account: Any, data: dict[str, Any], words: tuple[str, ...] = ()) -> str:
    """The signature, 0x and hexadecimal digits: by a signer (signers.py), by the account's own key,
    or by the node that has unlocked it. words: what it says, for whoever is asked.

    Raises Refused when the person says no, or when this kind of signer cannot.
    """
    if hasattr(account, "sign_typed_data"):
        return str(account.sign_typed_data(data, words))
    if isinstance(account, LocalAccount):
        signed = Account.sign_typed_data(account.private_key, full_message=data)
        return "0x" + bytes(signed.signature).hex()
    answer = web3.provider.make_request("eth_signTypedData_v4", [str(account), data])
    if "error" in answer:
        raise ValueError(answer["error"])
    return str(answer["result"])
