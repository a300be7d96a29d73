"""A chain with the contracts on it, and people who act: what the backend's tests play on.

Each act is one transaction, mined at once; see Sandbox for the chain itself.
"""

from dataclasses import dataclass
from typing import Any

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from backend.chain import codec, contracts
from backend.chain.abi import find_entry
from backend.local import Anvil
from tests.backend.build import read_build
from tests.backend.sandbox import Receipt, Reverted, Sandbox
from tests.backend.terms import EURO, make_statement, make_terms

__all__ = ["FOREVER", "PEOPLE", "Project", "Receipt", "Reverted", "World"]

FEE_BPS = 500
RICH = 10**9 * EURO
FOREVER = 2**40
"""A deadline that no test reaches."""
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
    "artist",
    "patron",
)


@dataclass(frozen=True)
class Project:
    """The three contracts of a project, and the terms it was proposed with."""

    campaign: str
    waterfall: str
    share_token: str
    terms: dict[str, Any]


class World(Sandbox):
    """People by name, contracts by address; see the acts below."""

    def __init__(self, anvil: Anvil) -> None:
        super().__init__(anvil)
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
    artist: str
    patron: str

    @property
    def fans(self) -> list[str]:
        """Everybody who has no other part: many fans, when a test wants many."""
        return self.accounts[len(PEOPLE) :]

    # --- the opening ---

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

    def sign_consent(self, terms: dict[str, Any], campaign: str, deadline: int = FOREVER) -> bytes:
        """The artist's signature, good for a project that is only predicted as well."""
        described = find_entry("ProjectFactory", "function", "propose")["inputs"][:1]
        terms_hash = "0x" + keccak(codec.encode(described, [terms])).hex()
        return self.sign(
            terms["campaign"]["artist"],
            ("Coprod", self.factory),
            "ArtistConsent(address campaign,bytes32 termsHash,uint256 deadline)",
            (campaign, terms_hash, deadline),
        )

    def consent(self, project: Project, deadline: int = FOREVER) -> Receipt:
        """Bring the artist's signature."""
        signature = self.sign_consent(project.terms, project.campaign, deadline)
        call = ("recordConsent", project.campaign, deadline, signature)
        return self.act(self.stranger, "ProjectFactory", self.factory, *call)

    def escrow(self, project: Project, line: int) -> Receipt:
        """The financier brings the money of its line. The first time, two blocks."""
        financier = project.terms["financiers"][line]["financier"]
        self.allow(project, project.campaign, financier)
        return self.act(financier, "Campaign", project.campaign, "escrowLine", line)

    def sign_line(
        self, project: Project, line: int, *, paid_elsewhere: bool, deadline: int = FOREVER
    ) -> Receipt:
        """Bring the financier's signature; the first time the platform approves the financier before."""
        financier, amount = (project.terms["financiers"][line][name] for name in ("financier", "amount"))
        if not self.call("ProjectFactory", self.factory, "isFinancierApproved", financier)[0]:
            self.approve_financier(financier)
        signature = self.sign(
            financier,
            ("Coprod campaign", project.campaign),
            "FinancierLine(uint256 line,uint256 amount,bool paidElsewhere,uint256 deadline)",
            (line, amount, paid_elsewhere, deadline),
        )
        call = ("signLine", line, paid_elsewhere, deadline, signature)
        return self.act(self.stranger, "Campaign", project.campaign, *call)

    def approve_financier(self, financier: str, approved: bool = True) -> Receipt:
        call = ("approveFinancier", financier, approved)
        return self.act(self.platform, "ProjectFactory", self.factory, *call)

    def open(self, project: Project) -> Receipt:
        """Bring what is missing, a consent and lines signed as paid elsewhere, and open."""
        if not self.call("ProjectFactory", self.factory, "hasConsent", project.campaign)[0]:
            self.consent(project)
        for line in range(len(project.terms["financiers"])):
            if not self.call("Campaign", project.campaign, "lineOf", line)[0]:
                self.sign_line(project, line, paid_elsewhere=True)
        return self.act(self.stranger, "Campaign", project.campaign, "open")

    def start(self, project: Project) -> None:
        """Approve and open, and let time pass until fans can contribute."""
        self.approve(project)
        self.open(project)
        self.warp_to(project.terms["campaign"]["opensAt"])

    # --- raising ---

    def allow(self, project: Project, spender: str, *people: str) -> None:
        """Let a contract take the currency of these people: one block each, unless they did so before."""
        currency = project.terms["campaign"]["currency"]
        for each in people:
            if not self.call("IERC20Metadata", currency, "allowance", each, spender)[0]:
                self.act(each, "IERC20Metadata", currency, "approve", spender, 2**256 - 1)

    def contribute(self, project: Project, fan: str, shares: int, tier: int = 0) -> Receipt:
        """Buy shares; the first time a fan does, one more block comes before (see allow)."""
        self.allow(project, project.campaign, fan)
        return self.act(fan, "Campaign", project.campaign, "contribute", shares, tier)

    def contribute_for(self, project: Project, payer: str, fan: str, shares: int) -> Receipt:
        """Buy shares for a fan who has none."""
        self.allow(project, project.campaign, payer)
        return self.act(payer, "Campaign", project.campaign, "contributeFor", fan, shares)

    def revoke(self, project: Project, fan: str) -> Receipt:
        return self.act(fan, "Campaign", project.campaign, "revoke")

    def donate(self, project: Project, patron: str, amount: int) -> Receipt:
        """A patron's gift, which counts toward the goal."""
        self.allow(project, project.campaign, patron)
        return self.act(patron, "Campaign", project.campaign, "give", amount)

    def finalize(self, project: Project) -> Receipt:
        """Let time pass until the closing and the last reflection, and finalise."""
        for until in ("closesAt", "lastFirmAt"):
            self.warp_to(self.call("Campaign", project.campaign, until)[0])
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

    # --- producing ---

    def announce(self, project: Project, milestone: int, evidence: int = 1) -> Receipt:
        """The producer announces a release; evidence differs by number."""
        call = ("announce", milestone, evidence.to_bytes(32, "big"), f"https://example.org/{evidence}.pdf")
        return self.act(self.producer, "Campaign", project.campaign, *call)

    def object(self, project: Project, holder: str) -> Receipt:
        return self.act(holder, "Campaign", project.campaign, "object")

    def read(self, project: Project) -> Receipt:
        """Let time pass until the tally can be read, and read it."""
        (question,) = self.call("Campaign", project.campaign, "question")
        self.warp_to(max(question["objectionsUntil"], question["readAgainAt"]))
        return self.act(self.stranger, "Campaign", project.campaign, "read")

    def open_wind_down(self, project: Project, holder: str, milestone: int) -> Receipt:
        """Let the milestone become overdue past its grace, and ask to wind down because of it."""
        production = project.terms["production"]
        self.warp_to(production["milestones"][milestone]["dueAt"] + production["graceSeconds"])
        return self.act(holder, "Campaign", project.campaign, "openWindDown", milestone)

    def wind_down(self, project: Project, *holders: str, milestone: int = 0) -> Receipt:
        """These holders object to going on, and still do a day later."""
        self.open_wind_down(project, holders[0], milestone)
        for each in holders:
            self.object(project, each)
        self.read(project)
        return self.read(project)

    def exit(self, project: Project, holder: str, shares: int) -> Receipt:
        """Leave, once all royalties that came in are released."""
        self.release_everything(project)
        return self.act(holder, "Campaign", project.campaign, "exit", shares)

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

    def release_everything(self, project: Project) -> None:
        """Every tranche, as far as its steps have come, if something of any of them waits."""
        token = ("ShareToken", project.share_token)
        deposited, released, _ = self.call(*token, "totals")
        number = 0
        while released < deposited and self.call(*token, "tranche", number := number + 1)[2]:
            self.release(project, number)

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

    def change_producer(self, project: Project, candidate: str) -> Receipt:
        """The producer offers its role, and the candidate takes it."""
        self.act(self.producer, "Campaign", project.campaign, "offerProducer", candidate)
        return self.act(candidate, "Campaign", project.campaign, "acceptProducer")

    def change_payee(self, project: Project, position: int, candidate: str) -> Receipt:
        """The payee of a position offers it, and the candidate takes it."""
        (payee,) = self.call("Waterfall", project.waterfall, "payeeOf", position)
        self.act(payee, "Waterfall", project.waterfall, "offerPosition", position, candidate)
        return self.act(candidate, "Waterfall", project.waterfall, "acceptPosition", position)

    # --- in the beginning ---

    def _deploy(self) -> None:
        production = self.create("CampaignProduction")
        codes = [self.create("Campaign", production), self.create("Waterfall"), self.create("ShareToken")]
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
