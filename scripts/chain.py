"""The chain that Brownie is connected to, and the accounts that may sign there."""

import os
from typing import Any

from brownie import Contract, accounts, network, project, rpc, web3
from brownie.network.account import Account, LocalAccount
from brownie.network.transaction import TransactionReceipt
from eth_utils import keccak

from backend.chain.transactions import Call, Gas
from backend.local.networks import network_of, public_networks
from scripts.keys.keystores import open_development_account
from scripts.keys.signers import KeySigner, SafeSigner, Signer, open_signer
from scripts.language import say
from scripts.refusal import Refused
from scripts.reverts import sentence_of
from scripts.transactions import journal, sending
from scripts.transactions.sending import Wanted
from scripts.transactions.spoken import said, spell

DEVELOPMENT_CHAINS = (31337, 1337)
"""Chains that live on one machine: their currencies are for trying, their keys are known to everybody."""


def chain_id() -> int:
    return int(web3.eth.chain_id)


def is_development() -> bool:
    return chain_id() in DEVELOPMENT_CHAINS


def refuse_wrong_chain(expected: int | str | None = None) -> None:
    """Raises Refused unless the chain is the expected one, or the one that COPROD_CHAIN_ID names, or else the
    one that scripts/networks has under the name given by --network."""
    expected = expected or os.environ.get("COPROD_CHAIN_ID") or named_chain()
    if expected and int(expected) != chain_id():
        raise Refused(
            say(
                "this is chain {chain}, and chain {expected} is expected: choose another --network",
                chain=chain_id(),
                expected=expected,
            )
        )


def named_chain() -> int | None:
    """The id of the chain that --network names, where that is one of scripts/networks."""
    named = network.show_active()
    return next((each.chain_id for each in public_networks() if each.id == named), None)


def is_trial() -> bool:
    """Whether this run of Brownie started the chain, which ends with it."""
    return bool(rpc.is_child())


def clock() -> int:
    """Seconds since 1970 in the next block of a development chain, in the last block of any other."""
    return int(web3.eth.get_block("pending" if is_development() else "latest")["timestamp"])


def travel_to(moment: int) -> None:
    """Moves the clock of a development chain forward, never back, and mines a block then."""
    if (seconds := moment - clock()) > 0:
        web3.provider.make_request("evm_increaseTime", [seconds])
    web3.provider.make_request("evm_mine", [])


def artifact(name: str) -> Any:
    """What the compiler made of a contract: abi, bytecode, encoders."""
    return project.get_loaded_projects()[0][name]


def contract_at(name: str, address: str) -> Contract:
    """A contract of ours at an address. Brownie keeps no note of it. Raises Refused when there is none."""
    if not web3.eth.get_code(address):
        raise Refused(
            say(
                "there is no {contract} at {address} on chain {chain}: is this the right network?",
                contract=name,
                address=address,
                chain=chain_id(),
            )
        )
    return Contract.from_abi(name, address, artifact(name).abi, persist=False)


def block_hash(number: int) -> str:
    return "0x" + bytes(web3.eth.get_block(number)["hash"]).hex()


def is_there(record: dict[str, Any]) -> bool:
    """Whether a factory is on this very chain: one that began again has the same id and other blocks."""
    known = web3.eth.block_number >= record["block_number"]
    return known and block_hash(record["block_number"]) == record["block_hash"]


def send(
    account: Account | Signer, method: Any, *arguments: Any, intent: str | None = None
) -> TransactionReceipt:
    """Sends a call that would succeed now and that the account can pay for. Raises Refused otherwise.

    intent: its key in the journal in use, under which it is never sent twice; without one the same call is
    sent again only once it is in a block. Raises Unfinished and Failed when a journal is in use.
    """
    data = method.encode_input(*arguments)
    if kept := journal.kept():
        key = intent or f"{method.abi['name']}:{method._address}:{fingerprint(data)}"
        words = (*said(), spell(method.abi, arguments))
        return _send(kept, account, key, data, method._address, words, repeats=intent is None)
    refuse_unfunded(account, gas_needed(account, data, method._address))
    return method(*arguments, {"from": brownie_account(account)}, silent=True)


def create(
    name: str, *arguments: Any, account: Account | Signer, intent: str | None = None
) -> tuple[str, TransactionReceipt]:
    """Deploys a contract; returns its address. (Brownie's `deploy` leaves files that outlive the chain.)

    intent: as for `send`.
    """
    data = artifact(name).deploy.encode_input(*arguments)
    if kept := journal.kept():
        key = intent or f"create:{name}:{fingerprint(data)}"
        words = (*said(), say("Makes the contract {name}.", name=name))
        receipt = _send(kept, account, key, data, None, words, repeats=intent is None)
    else:
        receipt = brownie_account(account).transfer(data=data, silent=True)
    return receipt.contract_address, receipt


def _send(
    kept: journal.Kept,
    account: Account | Signer,
    intent: str,
    data: str,
    to: str | None,
    words: tuple[str, ...],
    *,
    repeats: bool,
) -> TransactionReceipt:
    """Through the journal, which asks for the gas only when nothing was sent under this intent."""

    def estimate() -> Gas:
        needed = gas_needed(account, data, to)
        # Whoever executes a Safe's transaction pays for it.
        if not isinstance(signer, SafeSigner):
            refuse_unfunded(account, needed)
        return Gas(needed, needed + needed * kept.manner.gas_margin_percent // 100)

    signer = signer_of(account)
    call = Call(signer.address, to, bytes.fromhex(data.removeprefix("0x")))
    wanted = Wanted(intent, call, estimate, repeats=repeats, words=words)
    entry = sending.send(kept.journal, signer, wanted, kept.manner)
    return TransactionReceipt(entry.hash, silent=True)


def signer_of(account: Account | Signer) -> Signer:
    """What signs for a Brownie account: its key, or that of a development chain's own. Raises Refused."""
    if isinstance(account, LocalAccount):
        return KeySigner(str(account), lambda: bytes.fromhex(account.private_key[2:]), str(account))
    if isinstance(account, Account):
        return open_development_account(str(account), web3.eth.accounts)
    return account


def brownie_account(account: Account | Signer) -> Account:
    """What Brownie sends from, where no journal is kept. Raises Refused for what has no key here."""
    if isinstance(account, Account | LocalAccount):
        return account
    if isinstance(account, KeySigner):
        return accounts.add(account.key)
    raise Refused(say("a chain that ends with this command is for accounts whose key is here"))


def fingerprint(data: str) -> str:
    """Enough of a call's hash to tell it from others of one account."""
    return keccak(hexstr=data).hex()[:16]


def gas_needed(account: Account | str, data: str, to: str | None = None) -> int:
    """Gas that a transaction would use now. Raises Refused, with a sentence, when it would revert."""
    call = {"from": str(account), "data": data} | ({"to": to} if to else {})
    try:
        return int(web3.eth.estimate_gas(call))
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        raise Refused(sentence) from error


def refuse_unfunded(account: Account | str, gas: int) -> None:
    """Raises Refused unless the account can pay for `gas` at a fifth above the price of now."""
    cost = gas * gas_price() * 12 // 10
    has = web3.eth.get_balance(str(account))
    if has < cost:
        raise Refused(
            say(
                "{account} has {has} on chain {chain} and needs about {cost} for gas: fund it",
                account=account,
                has=ether(has),
                chain=chain_id(),
                cost=ether(cost),
            )
        )


def gas_price() -> int:
    """Wei for one unit of gas, now."""
    return int(web3.eth.gas_price)


def ether(wei: int) -> str:
    """Wei of the chain's own coin as people read it, rounded down to 10^-6."""
    known = network_of(chain_id())
    return f"{wei // 10**18}.{wei % 10**18 // 10**12:06d} {known.coin if known else 'ETH'}"


def signer(address: str | None = None, *, index: int = 0) -> Account | Signer:
    """The account that signs: the one named by COPROD_ACCOUNT, else one that the chain has unlocked.

    address: who it must be, when it may not be just anybody; index: which of the unlocked ones otherwise.
    Raises Refused, saying which account is needed.
    """
    if name := os.environ.get("COPROD_ACCOUNT"):
        return open_signer(account=name, address=address)
    if address and address in accounts:
        return accounts.at(address)
    if address is None and is_development() and index < len(accounts):
        return accounts[index]
    return open_signer(address=address)
