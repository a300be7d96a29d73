"""A copy of the connected chain on this machine, on which a plan is tried out: nothing leaves it.

There anybody acts without a key, gas costs nothing, money is given away and time is moved. The chain itself
is only read, at one block.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from brownie import web3
from eth_utils import to_checksum_address
from web3 import HTTPProvider, Web3
from web3.logs import DISCARD

from backend.local.anvil import Anvil
from backend.local.processes import ChildFailed
from scripts import chain
from scripts.language import say
from scripts.refusal import Refused
from scripts.reverts import sentence_of

AGREES = "0x631626ba7e60e01b5f5260205ff3"
"""Code of a wallet that agrees with every signature (ERC-1271): it stands in for who is not here to sign."""


class StepRefused(Refused):
    """On the fork a contract refused a step of a project's life: the plan would not go well."""


class Fork:
    """One such chain. Addresses are hexadecimal texts; amounts are units; times are seconds since 1970."""

    def __init__(self, url: str) -> None:
        self._web3 = Web3(HTTPProvider(url))
        self._contracts: dict[tuple[str, str], Any] = {}

    def ask(self, method: str, *parameters: Any) -> Any:
        """One JSON-RPC call. Raises ValueError with the node's error."""
        answer = self._web3.provider.make_request(method, list(parameters))  # type: ignore[arg-type]
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer.get("result")

    def contract(self, name: str, address: str) -> Any:
        """A contract of ours at an address, as web3.py has it."""
        if (name, address) not in self._contracts:
            abi = chain.artifact(name).abi
            self._contracts[name, address] = self._web3.eth.contract(to_checksum_address(address), abi=abi)
        return self._contracts[name, address]

    def read(self, name: str, address: str, method: str, *arguments: Any) -> Any:
        return self.contract(name, address).functions[method](*arguments).call()

    def act(self, who: str, name: str, address: str, method: str, *arguments: Any) -> Any:
        """Sends a call, by anybody. Returns its receipt. Raises StepRefused."""
        return self.send(who, address, self.contract(name, address).encode_abi(method, args=arguments))

    def send(self, who: str, to: str, data: str) -> Any:
        """Sends call data as it is. Returns the receipt. Raises StepRefused, saying why in words."""
        call = {"from": who, "to": to, "data": data, "gasPrice": "0x0"}
        try:
            sent = self.ask("eth_sendTransaction", call)
        except ValueError as error:
            why = sentence_of(error) or self._reason(call) or str(error)
            raise StepRefused(say("tried out on a copy of the chain, it fails: {why}", why=why)) from error
        receipt = self._receipt(sent)
        if receipt["status"] != 1:
            raise StepRefused(
                say("tried out on a copy of the chain, {transaction} fails", transaction=str(sent))
            )
        return receipt

    def _reason(self, call: dict[str, str]) -> str | None:
        """Why a call reverts, in words: anvil says it of a call, and not always of a transaction."""
        try:
            self.ask("eth_call", call, "latest")
        except ValueError as error:
            return sentence_of(error)
        return None

    def _receipt(self, sent: str) -> Any:
        """anvil answers before it has mined."""
        while not self.ask("eth_getTransactionReceipt", sent):
            time.sleep(0.002)
        return self._web3.eth.get_transaction_receipt(sent)  # type: ignore[arg-type]

    def event(self, receipt: Any, name: str, event: str) -> dict[str, Any]:
        """The values of the first event of this name. Raises ValueError when there is none."""
        found = self.contract(name, receipt["to"]).events[event]().process_receipt(receipt, errors=DISCARD)
        if not found:
            raise ValueError(f"no {event} in {receipt['transactionHash'].hex()}")
        return dict(found[0]["args"])

    def wait_until(self, moment: int) -> None:
        """Mines a block at this very second, unless it has passed."""
        if self.clock() < moment:
            self.ask("evm_setNextBlockTimestamp", moment)
            self.ask("evm_mine")

    def clock(self) -> int:
        return int(self._web3.eth.get_block("latest")["timestamp"])

    def give_money(self, who: str, currency: str, amount: int) -> None:
        """Adds units of a currency, whatever its contract says, to what somebody has."""
        has = self.read("TestCurrency", currency, "balanceOf", who)
        try:
            self.ask("anvil_dealERC20", who, currency, hex(has + amount))
        except ValueError as error:
            raise StepRefused(
                say(
                    "the balances of {currency} could not be found on a copy of the chain, so nobody can be "
                    "given any to try the project out ({error}): plan with --no-simulation",
                    currency=currency,
                    error=str(error),
                )
            ) from error

    @contextmanager
    def agreeing(self, who: str) -> Iterator[None]:
        """Within the block every signature counts as this account's."""
        before = self.ask("eth_getCode", who, "latest")
        self.ask("anvil_setCode", who, AGREES)
        try:
            yield
        finally:
            self.ask("anvil_setCode", who, before)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens within the block has not happened after it."""
        snapshot = self.ask("evm_snapshot")
        try:
            yield
        finally:
            self.ask("evm_revert", snapshot)


@contextmanager
def fork_chain(block_number: int) -> Iterator[Fork]:
    """A fork of the connected chain at one of its blocks; it ends with the block of code. Raises Refused."""
    source = str(getattr(web3.provider, "endpoint_uri", ""))
    options = ("--fork-url", source, "--fork-block-number", str(block_number), "--base-fee", "0")
    options += ("--auto-impersonate", "--disable-min-priority-fee", "--no-storage-caching")
    anvil = Anvil(chain_id=chain.chain_id(), finality=1, accounts=1, extra=options)
    try:
        anvil.start()
    except ChildFailed as failed:
        raise Refused(
            say("the chain could not be copied to try the project out: {error}", error=str(failed))
        ) from failed
    try:
        yield Fork(anvil.url)
    finally:
        anvil.stop()
