"""Transactions of many accounts, sent without waiting for one another: Brownie waits for each."""

import time
from typing import Any

from brownie import web3
from web3.exceptions import TransactionNotFound

from scripts import chain

GAS = 400_000
"""Above what anything sent here takes."""
PATIENCE_SECONDS = 60


class Reverted(Exception):
    """A transaction of a batch was mined and failed, or was not mined."""


class Batch:
    """send() what there is to send, then settle(): from then on all of it has happened."""

    def __init__(self) -> None:
        self._chain_id = chain.chain_id()
        self._price = 2 * chain.gas_price()
        self._nonces: dict[str, int] = {}
        self._sent: list[Any] = []

    def send(self, account: Any, method: Any, *arguments: Any) -> None:
        """Sends a call of a contract's method, signed by a key of eth_account."""
        sender = account.address
        nonce = self._nonces.get(sender) or web3.eth.get_transaction_count(sender)
        signed = account.sign_transaction(
            {
                "chainId": self._chain_id,
                "to": method._address,
                "data": method.encode_input(*arguments),
                "nonce": nonce,
                "gas": GAS,
                "gasPrice": self._price,
                "value": 0,
            }
        )
        self._sent.append(web3.eth.send_raw_transaction(signed.raw_transaction))
        self._nonces[sender] = nonce + 1

    def settle(self) -> int:
        """Waits until all of it is mined; returns how many there were. Raises Reverted."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        for sent in self._sent:
            receipt = None
            while receipt is None:
                try:
                    receipt = web3.eth.get_transaction_receipt(sent)
                except TransactionNotFound:
                    if time.monotonic() > deadline:
                        raise Reverted(f"0x{bytes(sent).hex()} was not mined") from None
                    time.sleep(0.05)
            if receipt["status"] != 1:
                raise Reverted(
                    f"0x{bytes(sent).hex()} failed: see it with `cast run` or debug_traceTransaction"
                )
        count = len(self._sent)
        self._sent.clear()
        return count
