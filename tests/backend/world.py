"""A chain with the contracts on it, and people who act: what the backend's tests play on.

Each act is one transaction, mined at once. One that reverts raises Reverted with the contract's own words.
Everything here is blocking and fast; asynchronous tests call it as well.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from backend.chain import codec, contracts
from backend.local import Anvil
from tests.backend.build import read_build
from tests.backend.terms import EURO, make_statement, make_terms

FEE_BPS = 500
RICH = 10**9 * EURO
GAS = 16_000_000
SMALL_GAS = 3_000_000
"""For transactions that share a block of 60 million with others."""
PEOPLE = (
    "platform",
    "producer",
    "collector",
    "fan",
    "second_fan",
    "financier",
    "stranger",
    "payer",
    "treasury",
)

Receipt = dict[str, Any]


class Reverted(Exception):
    """A transaction of a test was refused; the message is the contract's error."""


@dataclass(frozen=True)
class Project:
    """The three contracts of a project, and the terms it was proposed with."""

    campaign: str
    waterfall: str
    share_token: str
    terms: dict[str, Any]


class World:
    """People by name, contracts by address; see the acts below."""

    def __init__(self, anvil: Anvil) -> None:
        self.anvil = anvil
        self._client = httpx.Client(base_url=anvil.url, timeout=60)
        self.accounts = [to_checksum_address(each) for each in self.request("eth_accounts")]
        for name, address in zip(PEOPLE, self.accounts, strict=False):
            setattr(self, name, address)
        self._nonce = 0
        self._deploy()

    platform: str
    producer: str
    collector: str
    fan: str
    second_fan: str
    financier: str
    stranger: str
    payer: str
    treasury: str

    @property
    def fans(self) -> list[str]:
        """Everybody who has no other part: many fans, when a test wants many."""
        return self.accounts[len(PEOPLE) :]

    # --- the campaign ---

    def terms(self, **changes: Any) -> dict[str, Any]:
        payees = {name: getattr(self, name) for name in PEOPLE}
        return make_terms(self.currency, payees, self.now(), **changes)

    def propose(self, terms: dict[str, Any] | None = None, *, by: str | None = None) -> Project:
        """Propose a project with terms(), or these."""
        terms, self._nonce = terms or self.terms(), self._nonce + 1
        producer = by or self.producer
        call = (terms, self._nonce)
        made = self.call("ProjectFactory", self.factory, "predict", producer, *call)
        self.send(producer, self.factory, contracts.encode_call("ProjectFactory", "propose", *call))
        return Project(*made, terms=terms)

    def approve(self, project: Project) -> Receipt:
        return self.act(self.platform, "ProjectFactory", self.factory, "approveListing", project.campaign)

    def open(self, project: Project) -> Receipt:
        return self.act(self.stranger, "Campaign", project.campaign, "open")

    def start(self, project: Project) -> None:
        """Approve and open, and let time pass until fans can contribute."""
        self.approve(project)
        self.open(project)
        self.warp_to(project.terms["campaign"]["opensAt"])

    def allow(self, project: Project, spender: str, *people: str) -> None:
        """Let a contract take the currency of these people: one block each, unless they did so before."""
        currency = project.terms["campaign"]["currency"]
        for each in people:
            if not self.call("IERC20Metadata", currency, "allowance", each, spender)[0]:
                self.act(each, "IERC20Metadata", currency, "approve", spender, 2**256 - 1)

    def contribute(self, project: Project, fan: str, shares: int) -> Receipt:
        """Buy shares; the first time a fan does, one more block comes before (see allow)."""
        self.allow(project, project.campaign, fan)
        return self.act(fan, "Campaign", project.campaign, "contribute", shares)

    def finalize(self, project: Project) -> Receipt:
        """Let time pass until the closing, and finalise."""
        self.warp_to(project.terms["campaign"]["closesAt"])
        return self.act(self.stranger, "Campaign", project.campaign, "finalize")

    def cancel(self, project: Project) -> Receipt:
        return self.act(self.producer, "Campaign", project.campaign, "cancel")

    def refund(self, project: Project, *fans: str) -> Receipt:
        return self.act(self.stranger, "Campaign", project.campaign, "refundMany", list(fans))

    def raise_funds(self, shares: dict[str, int] | None = None, **changes: Any) -> Project:
        """A project that succeeded: by default the fan holds 60 shares of 100, the second fan 40."""
        project = self.propose(self.terms(**changes))
        self.start(project)
        for fan, number in (shares or {self.fan: 60, self.second_fan: 40}).items():
            self.contribute(project, fan, number)
        self.finalize(project)
        return project

    # --- royalties ---

    def deposit(
        self, project: Project, gross: int, number: int = 1, *, by: str | None = None, **changes: Any
    ) -> Receipt:
        """Report receipts (see make_statement), which differ by number. The first time, two blocks."""
        self.allow(project, project.waterfall, by or self.producer)
        statement = make_statement(gross, number, **changes)
        return self.act(by or self.producer, "Waterfall", project.waterfall, "deposit", statement)

    def release(self, project: Project, tranche: int) -> Receipt:
        return self.act(self.stranger, "ShareToken", project.share_token, "release", tranche)

    def payout(self, project: Project, *holders: str) -> Receipt:
        return self.act(self.payer, "ShareToken", project.share_token, "payout", list(holders))

    def claim(self, project: Project, holder: str, to: str | None = None) -> Receipt:
        return self.act(holder, "ShareToken", project.share_token, "claimTo", to or holder)

    def transfer(self, project: Project, sender: str, receiver: str, shares: int) -> Receipt:
        return self.act(sender, "ShareToken", project.share_token, "transfer", receiver, shares)

    def withdraw(self, project: Project, address: str, payee: str) -> Receipt:
        """Ask a campaign or waterfall again for what it could not pay."""
        return self.act(self.stranger, "Campaign", address, "withdraw", payee)

    def sweep(self, project: Project, contract: str) -> Receipt:
        """Move the currency that nobody is owed to the holders."""
        currency = project.terms["campaign"]["currency"]
        return self.act(self.stranger, "Campaign", contract, "sweep", currency)

    def give(self, project: Project, receiver: str, amount: int) -> Receipt:
        """Send currency that nobody asked for."""
        currency = project.terms["campaign"]["currency"]
        return self.act(self.financier, "IERC20Metadata", currency, "transfer", receiver, amount)

    # --- the chain ---

    def act(self, sender: str, contract: str, address: str, function: str, *arguments: Any) -> Receipt:
        """Call a function in a transaction. Raises Reverted."""
        return self.send(sender, address, contracts.encode_call(contract, function, *arguments))

    def tell(self, address: str, signature: str, *arguments: Any) -> Receipt:
        """The stranger calls a contract of the tests, by a signature such as "mint(address,uint256)"."""
        types = [{"type": each} for each in signature.partition("(")[2].rstrip(")").split(",")]
        return self.send(self.stranger, address, keccak(text=signature)[:4] + codec.encode(types, arguments))

    def call(self, contract: str, address: str, function: str, *arguments: Any) -> tuple[Any, ...]:
        """Ask a function without a transaction. Raises Reverted."""
        data = contracts.encode_call(contract, function, *arguments)
        answer = self.request("eth_call", {"to": address, "data": "0x" + data.hex()}, "latest")
        return contracts.decode_result(contract, function, bytes.fromhex(answer[2:]))

    def send(self, sender: str, to: str | None, data: bytes) -> Receipt:
        """One transaction, mined; its receipt. Raises Reverted."""
        transaction = self._transaction(sender, to, data) | {"gas": hex(GAS)}
        receipt: Receipt = self.request("eth_sendTransactionSync", transaction)
        if receipt["status"] != "0x1":
            self.request("eth_call", transaction, "latest")
            raise Reverted(f"a transaction to {to} failed, and a call to the same does not")
        return receipt

    def block(self, which: str | int = "latest") -> dict[str, Any]:
        """A block by number or tag, as the node tells it."""
        tag = hex(which) if isinstance(which, int) else which
        found: dict[str, Any] = self.request("eth_getBlockByNumber", tag, False)
        return found

    def head(self) -> int:
        return int(self.block()["number"], 16)

    def now(self) -> int:
        return int(self.block()["timestamp"], 16)

    def mine(self, blocks: int = 1) -> None:
        self.request("anvil_mine", hex(blocks))

    def warp(self, seconds: int) -> None:
        """Let time pass, and mine a block at its end."""
        self.request("evm_increaseTime", seconds)
        self.mine()

    def warp_to(self, time: int) -> None:
        """Let it become this time; nothing happens when it is later already."""
        if time > self.now():
            self.request("evm_setNextBlockTimestamp", time)
            self.mine()

    def reorg(self, depth: int, transactions: Sequence[tuple[str | dict[str, Any], int]] = ()) -> None:
        """Replace the newest blocks by others, empty but for (signed bytes or call, index of the block)."""
        self.request("anvil_reorg", depth, list(transactions))

    def signed(self, receipt: Receipt) -> str:
        """The bytes of a mined transaction, to be mined again in another block."""
        return str(self.request("eth_getRawTransactionByHash", receipt["transactionHash"]))

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Forget what happens inside. Reorgs inside may take back what was done there, and nothing before."""
        snapshot = self.request("evm_snapshot")
        # anvil forgets a snapshot when a reorg goes back to its very block.
        self.mine()
        yield
        assert self.request("evm_revert", snapshot)

    @contextmanager
    def one_block(self) -> Iterator[None]:
        """What is sent inside with `queue` is mined in one block, in that order, at the end."""
        self.request("evm_setAutomine", False)
        try:
            yield
            self.request("evm_mine")
        finally:
            self.request("evm_setAutomine", True)

    def queue(self, sender: str, contract: str, address: str, function: str, *arguments: Any) -> str:
        """Send without waiting; the transaction's hash. For use in one_block()."""
        data = contracts.encode_call(contract, function, *arguments)
        return str(self.request("eth_sendTransaction", self._transaction(sender, address, data)))

    def request(self, method: str, *parameters: Any) -> Any:
        """One JSON-RPC call. Raises Reverted with what the contract said, or else with what the node said."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        answer = self._client.post("/", json=body).json()
        if "error" in answer:
            data = answer["error"].get("data")
            said = contracts.describe_error(bytes.fromhex(data[2:])) if data else answer["error"]["message"]
            raise Reverted(said)
        return answer["result"]

    def _transaction(self, sender: str, to: str | None, data: bytes) -> dict[str, Any]:
        call = {"from": sender, "data": "0x" + data.hex(), "gas": hex(SMALL_GAS)}
        return call | ({"to": to} if to else {})

    # --- in the beginning ---

    def _deploy(self) -> None:
        codes = [self.create(name) for name in ("Campaign", "Waterfall", "ShareToken")]
        self.currency = self.create("TestCurrency", "Euro Coin", "EURC", 6)
        arguments = (self.platform, self.treasury, FEE_BPS, *codes)
        self.factory = self.create("ProjectFactory", *arguments)
        self.factory_block = self.head()
        self.admit(self.currency)

    def admit(self, currency: str) -> None:
        """Let projects use a currency, and give everybody plenty of it."""
        self.act(self.platform, "ProjectFactory", self.factory, "allowCurrency", currency, True)
        mint = keccak(text="mint(address,uint256)")[:4]
        with self.one_block():
            for each in self.accounts:
                data = mint + codec.encode([{"type": "address"}, {"type": "uint256"}], (each, RICH))
                call = self._transaction(self.stranger, currency, data) | {"gas": hex(100_000)}
                self.request("eth_sendTransaction", call)

    def create(self, contract: str, *arguments: Any) -> str:
        """Deploy a compiled contract; its address."""
        built = read_build(contract)
        inputs = next((each["inputs"] for each in built["abi"] if each["type"] == "constructor"), [])
        code = bytes.fromhex(built["bytecode"]) + codec.encode(inputs, arguments)
        return to_checksum_address(self.send(self.platform, None, code)["contractAddress"])
