"""Wallets under an EIP-7702 delegation: accounts with a key that run a contract's code."""

from typing import Any

from brownie import chain, web3
from eth_account import Account
from eth_account.signers.local import LocalAccount

from backend.local.anvil import MNEMONIC

POINTER = bytes.fromhex("ef0100")
"""What the code of such an account begins with; the address of the contract follows."""

SPONSOR = 59
"""The last account that the chain funds; Brownie's own list grows when a test adds one."""

Account.enable_unaudited_hdwallet_features()


def delegate(accounts: Any, number: int, contract: Any) -> Any:
    """Let accounts[number] sign that it runs this contract's code, and send that in a transaction of type 4.

    Returns the account. Somebody else pays for the transaction: a delegation needs the key and nothing more.
    """
    authority, sponsor = key_of(number), key_of(SPONSOR)
    authorization = authority.sign_authorization(
        {
            "chainId": chain.id,
            "address": contract.address,
            "nonce": web3.eth.get_transaction_count(authority.address),
        }
    )
    signed = sponsor.sign_transaction(
        {
            "type": 4,
            "chainId": chain.id,
            "nonce": web3.eth.get_transaction_count(sponsor.address),
            "to": sponsor.address,
            "value": 0,
            "gas": 200_000,
            "maxFeePerGas": 10**9,
            "maxPriorityFeePerGas": 0,
            "authorizationList": [authorization],
        }
    )
    web3.eth.wait_for_transaction_receipt(web3.eth.send_raw_transaction(signed.raw_transaction))
    assert web3.eth.get_code(authority.address) == POINTER + bytes.fromhex(contract.address[2:])
    return accounts[number]


def key_of(number: int) -> LocalAccount:
    """The key of one of the chain's accounts, which everybody knows."""
    key: LocalAccount = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{number}")
    return key
