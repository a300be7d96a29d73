"""What Brownie 1.22.2 does at every transaction and every revert, and no test has any use for.

Half of the tests' time went into it. What Brownie answers stays the same, but for chain.undo and chain.redo,
which know of nothing: tests go back by fn_isolation.
"""

import gc
import sys
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import requests
from brownie import web3
from brownie.network.contract import ContractContainer
from brownie.network.state import Chain


def lighten() -> None:
    """For this process, which is connected to its chain."""
    lighten_garbage()
    lighten_connection()
    # Not brownie.network.rpc, an object in front of the module of that name.
    import_module("brownie.network.rpc").inspect = SimpleNamespace(stack=read_caller)
    ContractContainer._revert = forget_contracts
    Chain._add_to_undo_buffer = keep_time


def lighten_garbage() -> None:
    """Collected at every revert: 0.2 s, unless what is loaded for good is left out."""
    gc.collect()
    gc.freeze()


def lighten_connection() -> None:
    """One for all threads, of which each transaction starts two. It looks for no proxy in the environment at
    each request, asks for the chain's id once, and not for a price of gas, which Brownie has set already."""
    session = requests.Session()
    session.trust_env = False
    web3.provider._request_session_manager._explicit_session = session
    web3.middleware_onion.remove("gas_price_strategy")
    web3.provider.cacheable_requests = {"eth_chainId"}
    web3.provider.cache_allowed_requests = True


def read_caller() -> list[Any]:
    """All that Brownie looks at of inspect.stack(), which reads the sources of everybody who calls."""
    return [None, SimpleNamespace(frame=sys._getframe(2))]


def forget_contracts(container: Any, height: int) -> None:
    """Those that a revert to this height took away; the node is asked only for those of unknown age."""
    for contract in [each for each in container if not stands(each, height)]:
        container.remove(contract)
        contract._reverted = True


def stands(contract: Any, height: int) -> bool:
    if contract.tx and contract.tx.block_number is not None:
        return bool(contract.tx.block_number <= height)
    return bool(web3.eth.get_code(contract.address))


def keep_time(chain: Any, transaction: Any, *_: Any) -> None:
    """Without a snapshot of the chain for chain.undo, which is a copy of its whole state."""
    with chain._undo_lock:
        transaction._confirmed.wait()
        chain._set_time_offset_from_block()
