"""A wallet of the tests: it keeps the keys, notes what it is asked, and answers as real ones do.

One that behaves as MetaMask does unless told otherwise:

    Wallet(world, world.fan)                                as MetaMask: EIP-6963 and window.ethereum
    Wallet(world, world.fan, batches="supported")           a smart wallet (EIP-5792, EIP-7702); see delegate
    Wallet(world, contract, owner=world.platform)           a contract (ERC-1271): testing/SmartWallet
    Wallet(world, world.fan, chain_id=1)                    on the wrong chain, which has to be added (4902)
    wallet.refuse("eth_sendTransaction")                    says no: 4001
    wallet.reload_after("eth_sendTransaction")              the page reloads before it hears the answer
    install(context, first, second)                         two at once
"""

import json
from collections.abc import Callable
from typing import Any, Literal

from tests.backend.sandbox import SMALL_GAS, Reverted
from tests.backend.world import World
from tests.browser.wallet import faults
from tests.browser.wallet.asked import Asked
from tests.browser.wallet.delegate import encode_batch, encode_execution

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E"
    "%3Crect width='8' height='8' fill='teal'/%3E%3C/svg%3E"
)
QUIET = ("eth_accounts", "eth_chainId", "wallet_getCapabilities", "wallet_getCallsStatus")
"""Answered without asking anybody."""
Atomic = Literal["supported", "ready"]
Answer = dict[str, Any]


class Wallet:
    """address: one of the chain's own accounts, whose keys it has. rdns: its name for EIP-6963.

    asked: what its owner was shown, in order. announces, injects: how pages find it. batches: how far it can
    do several calls at once. permits: whether it signs typed data. adds: whether it can add a chain.
    owner: whose key moves it, if it is a contract.
    """

    def __init__(
        self,
        world: World,
        address: str,
        *,
        name: str = "Test Wallet",
        rdns: str = "org.example.wallet",
        announces: bool = True,
        injects: bool = True,
        chain_id: int | None = None,
        batches: Atomic | None = None,
        permits: bool = True,
        adds: bool = True,
        owner: str | None = None,
    ) -> None:
        self.world, self.address, self.name, self.rdns = world, address, name, rdns
        self.announces, self.injects = announces, injects
        self.chain_id = world.anvil.chain_id if chain_id is None else chain_id
        self.asked: list[Asked] = []
        self.hashes: list[str] = []
        self._batches, self._permits, self._adds = batches, permits, adds
        self._owner = owner
        self._known = {1, self.chain_id}
        self._bundles: dict[str, str] = {}
        self._permitted = False
        self._faults: dict[str, faults.Fault] = {}
        self._reloads: set[str] = set()

    # --- what its owner does ---

    def refuse(self, *methods: str) -> None:
        """Say no to these from now on."""
        self.fail(faults.refused(), *methods)

    def fail(self, fault: faults.Fault, *methods: str) -> None:
        """Answer these with a fault from now on."""
        self._faults |= dict.fromkeys(methods, fault)

    def accept(self) -> None:
        """Say yes again."""
        self._faults.clear()

    def reload_after(self, method: str) -> None:
        """The next time it has done that, the page reloads before it hears so."""
        self._reloads.add(method)

    def speed_up(self, hash: str) -> str:
        """The same again with the same nonce, for a higher fee; the new hash. For what is not mined yet."""
        old = self.world.request("eth_getTransactionByHash", hash)
        return self._replace(old, {"to": old["to"], "data": old["input"]})

    def cancel(self, hash: str) -> str:
        """Nothing at all with the same nonce, for a higher fee; the new hash. For what is not mined yet."""
        old = self.world.request("eth_getTransactionByHash", hash)
        return self._replace(old, {"to": self.address, "data": "0x"})

    def methods(self) -> list[str]:
        """Of all that was asked, by name."""
        return [each.method for each in self.asked]

    # --- what pages ask ---

    def answer(self, method: str, params: Any) -> Answer:
        """{result} or {error}; beside it `events` that the provider emits, or `reload`."""
        if method not in QUIET:
            self.asked.append(Asked(method, params))
        try:
            if method in self._faults:
                raise self._faults[method]
            answer = self._find(method)(params)
        except faults.Fault as fault:
            return {"error": fault.answer}
        except Reverted as reverted:
            return {"error": {"code": -32603, "message": f"execution reverted: {reverted}"}}
        if method in self._reloads:
            self._reloads.remove(method)
            return {"reload": True}
        return answer if isinstance(answer, dict) and "events" in answer else {"result": answer}

    def _find(self, method: str) -> Callable[[Any], Any]:
        known: dict[str, Callable[[Any], Any]] = {
            "eth_requestAccounts": self._connect,
            "eth_accounts": lambda _: self._accounts(),
            "eth_chainId": lambda _: hex(self.chain_id),
            "personal_sign": self._sign_message,
            "eth_sendTransaction": self._send,
            "wallet_switchEthereumChain": self._switch,
            "wallet_revokePermissions": self._forget,
            "wallet_watchAsset": lambda _: True,
        }
        if self._permits:
            known["eth_signTypedData_v4"] = self._sign_typed
        if self._adds:
            known["wallet_addEthereumChain"] = self._add
        if self._batches:
            known["wallet_getCapabilities"] = self._tell_capabilities
            known["wallet_sendCalls"] = self._send_batch
            known["wallet_getCallsStatus"] = self._tell_batch
        if method not in known:
            raise faults.unsupported(method)
        return known[method]

    def _accounts(self) -> list[str]:
        # As most wallets do: small letters only.
        return [self.address.lower()] if self._permitted else []

    def _connect(self, _: Any) -> list[str]:
        self._permitted = True
        return self._accounts()

    def _forget(self, _: Any) -> Answer:
        self._permitted = False
        return {"result": None, "events": [["accountsChanged", []]]}

    def _switch(self, params: Any) -> Answer:
        chain_id = params[0]["chainId"]
        if int(chain_id, 16) not in self._known:
            raise faults.unknown_chain(chain_id)
        changed = self.chain_id != int(chain_id, 16)
        self.chain_id = int(chain_id, 16)
        return {"result": None, "events": [["chainChanged", chain_id]] if changed else []}

    def _add(self, params: Any) -> None:
        chain = params[0]
        assert chain["chainName"]
        assert chain["nativeCurrency"]["decimals"] == 18
        assert chain["rpcUrls"]
        assert chain.get("blockExplorerUrls") != [], "an empty list is refused"
        self._known.add(int(chain["chainId"], 16))

    def _check(self, address: str, chain_id: str | None) -> None:
        if address.lower() not in self._accounts():
            raise faults.unauthorized()
        if chain_id is not None and int(chain_id, 16) != self.chain_id:
            raise faults.Fault(-32602, f"The wallet is on chain {self.chain_id}, not {chain_id}.")

    def _sign_message(self, params: Any) -> str:
        message, address = params
        self._check(address, None)
        return str(self.world.request("personal_sign", message, self._owner or self.address))

    def _sign_typed(self, params: Any) -> str:
        address, text = params
        typed = json.loads(text)
        self._check(address, hex(int(typed["domain"]["chainId"])))
        return str(self.world.request("eth_signTypedData_v4", self._owner or self.address, typed))

    def _send(self, params: Any) -> str:
        (transaction,) = params
        self._check(transaction["from"], transaction["chainId"])
        call = {name: transaction[name] for name in ("to", "data", "value")}
        return self._broadcast(call)

    def _broadcast(self, call: dict[str, Any]) -> str:
        assert self.chain_id == self.world.anvil.chain_id, "there is no other chain in tests"
        if self._owner is not None:
            data = "0x" + encode_execution(call["to"], bytes.fromhex(call["data"][2:])).hex()
            call = {"from": self._owner, "to": self.address, "data": data}
        sent = {"from": self.address, "gas": hex(SMALL_GAS), **call}
        hash = str(self.world.request("eth_sendTransaction", sent))
        self.hashes.append(hash)
        return hash

    def _replace(self, old: dict[str, Any], call: dict[str, Any]) -> str:
        dearer = {name: hex(2 * int(old[name], 16)) for name in ("maxFeePerGas", "maxPriorityFeePerGas")}
        return self._broadcast({**call, "nonce": old["nonce"], **dearer})

    def _tell_capabilities(self, params: Any) -> dict[str, Any]:
        self._check(params[0], None)
        return {hex(self.world.anvil.chain_id): {"atomic": {"status": self._batches}}}

    def _send_batch(self, params: Any) -> dict[str, Any]:
        (batch,) = params
        assert batch["version"] == "2.0.0"
        self._check(batch["from"], batch["chainId"])
        if not batch["atomicRequired"]:
            raise faults.Fault(5760, "Only batches of which all or nothing happens.")
        data = encode_batch((each["to"], bytes.fromhex(each["data"][2:])) for each in batch["calls"])
        hash = self._broadcast({"to": self.address, "data": "0x" + data.hex()})
        id = "0x" + hash[2:34]
        self._bundles[id] = hash
        return {"id": id}

    def _tell_batch(self, params: Any) -> dict[str, Any]:
        id = params[0]
        if id not in self._bundles:
            raise faults.Fault(5730, f"Unknown bundle {id}.")
        receipt = self.world.request("eth_getTransactionReceipt", self._bundles[id])
        status = 100 if receipt is None else 200 if receipt["status"] == "0x1" else 500
        names = ("logs", "status", "blockHash", "blockNumber", "gasUsed", "transactionHash")
        receipts = [] if receipt is None else [{name: receipt[name] for name in names}]
        chain_id = hex(self.chain_id)
        return {
            "version": "2.0.0",
            "id": id,
            "chainId": chain_id,
            "status": status,
            "atomic": True,
            "receipts": receipts,
        }
