"""One project on the chain, and the way through its life that most tests start with."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from brownie import Campaign, ShareToken, Waterfall, chain, web3

from tests.contracts.signing import FOREVER, sign
from tests.contracts.terms import ProjectTerms

OPEN_LINE, PROMISED, ESCROWED, PAID_ELSEWHERE, RETURNED = range(5)


@dataclass(frozen=True)
class Project:
    """A proposed project: its three contracts, what it was made from, and who may approve it."""

    factory: Any
    platform: Any
    producer: Any
    currency: Any
    terms: ProjectTerms
    campaign: Any
    waterfall: Any
    shares: Any

    @property
    def price(self) -> int:
        return self.terms.campaign.price

    # --- before the opening ---

    def approve(self) -> Any:
        return self.factory.approveListing(self.campaign, {"from": self.platform})

    def consent(self, deadline: int = FOREVER) -> Any:
        """Record the artist's consent, signed until the deadline."""
        signature = self.consent_signature(deadline)
        return self.factory.recordConsent(self.campaign, deadline, signature, {"from": self.producer})

    def consent_signature(self, deadline: int = FOREVER, by: Any = None, **domain: Any) -> bytes:
        """What the artist signs, or `by` in its place; see `sign` for the domain."""
        signer = by or self.terms.campaign.artist
        terms_hash = bytes(self.campaign.setup()["termsHash"])
        return sign(signer, self.factory, "ArtistConsent", self.campaign, terms_hash, deadline, **domain)

    def escrow(self, line: int = 0) -> Any:
        """Give the financier of a line the money and let it put it in escrow."""
        financier, _, amount = self.terms.financiers[line]
        self.fund(financier, amount)
        return self.campaign.escrowLine(line, {"from": financier})

    def sign_line(self, line: int = 0, paid: bool = True, deadline: int = FOREVER) -> Any:
        """Approve the financier of a line and record that it signed: it was paid elsewhere, or it will be."""
        self.factory.approveFinancier(self.terms.financiers[line].financier, True, {"from": self.platform})
        signature = self.line_signature(line, paid, deadline)
        return self.campaign.signLine(line, paid, deadline, signature, {"from": self.producer})

    def line_signature(
        self, line: int = 0, paid: bool = True, deadline: int = FOREVER, by: Any = None, **domain: Any
    ) -> bytes:
        """What the financier of a line signs, or `by` in its place; see `sign` for the domain."""
        financier, _, amount = self.terms.financiers[line]
        return sign(by or financier, self.campaign, "FinancierLine", line, amount, paid, deadline, **domain)

    def prepare(self) -> None:
        """Whatever the opening waits for; every line was paid elsewhere unless it is covered already."""
        self.approve()
        self.consent()
        for line in range(len(self.terms.financiers)):
            if self.campaign.lineOf(line)["state"] == OPEN_LINE:
                self.sign_line(line)

    def open(self) -> None:
        """Prepare and open it, and wait until fans can contribute."""
        self.prepare()
        self.campaign.open({"from": self.producer})
        wait_until(self.terms.campaign.opens_at)

    # --- raising ---

    def fund(self, person: Any, amount: int) -> None:
        """Give somebody money that the campaign may take."""
        self.currency.mint(person, amount, {"from": person})
        self.currency.approve(self.campaign, amount, {"from": person})

    def contribute(self, fan: Any, shares: int, tier: int = 0) -> Any:
        """Give the fan the money and let it buy. Returns the transaction that bought."""
        self.fund(fan, shares * self.price)
        return self.campaign.contribute(shares, tier, {"from": fan})

    def give(self, patron: Any, amount: int) -> Any:
        """Give the patron the money and let it give."""
        self.fund(patron, amount)
        return self.campaign.give(amount, {"from": patron})

    def close(self) -> Any:
        """Wait until it is closed and everything firm, and finalise. Returns the transaction that did."""
        wait_until(max(self.campaign.closesAt(), self.campaign.lastFirmAt()))
        return self.campaign.finalize({"from": self.producer})

    # --- producing ---

    def announce(self, milestone: int = 0) -> Any:
        """Let the producer ask for a milestone."""
        evidence = (milestone + 1).to_bytes(32, "big")
        return self.campaign.announce(
            milestone, evidence, "https://coprod.example/evidence", {"from": self.producer}
        )

    def read(self) -> Any:
        """Wait until the tally can be read, and read it. Returns the transaction that did."""
        asked = self.campaign.question()
        wait_until(max(asked["objectionsUntil"], asked["readAgainAt"]))
        return self.campaign.read({"from": self.producer})

    def release(self, milestone: int = 0) -> Any:
        """Announce a milestone to which nobody objects. Returns the transaction that released it."""
        self.announce(milestone)
        return self.read()

    def refuse(self, holder: Any, milestone: int = 0) -> Any:
        """Announce a milestone that a holder of enough shares stops. Returns the transaction that refused."""
        self.announce(milestone)
        self.campaign.object({"from": holder})
        self.read()
        return self.read()

    def wind_down(self, holder: Any, milestone: int = 0) -> Any:
        """Wait until a milestone is overdue past its grace, and let a holder of enough shares end it."""
        terms = self.terms.production
        wait_until(terms.milestones[milestone].due_at + terms.grace)
        self.campaign.openWindDown(milestone, {"from": holder})
        self.campaign.object({"from": holder})
        self.read()
        return self.read()

    # --- royalties ---

    def deposit(self, net: int, number: int = 1, reporter: Any = None, **changes: Any) -> Any:
        """Give the reporter the money and let it report. Returns the transaction that deposited."""
        reporter = reporter or self.producer
        if net:
            self.currency.mint(reporter, net, {"from": reporter})
            self.currency.approve(self.waterfall, net, {"from": reporter})
        return self.waterfall.deposit(statement(net, number, **changes), {"from": reporter})


def propose(factory: Any, platform: Any, producer: Any, terms: ProjectTerms, nonce: int = 0) -> Project:
    """Propose a project and find its contracts in what the factory says."""
    transaction = factory.propose(terms, nonce, {"from": producer})
    proposed = transaction.events["ProjectProposed"]
    return Project(
        factory=factory,
        platform=platform,
        producer=producer,
        currency=terms.campaign.currency,
        terms=terms,
        campaign=Campaign.at(proposed["campaign"], tx=transaction),
        waterfall=Waterfall.at(proposed["waterfall"], tx=transaction),
        shares=ShareToken.at(proposed["shareToken"], tx=transaction),
    )


class Deduction(NamedTuple):
    category: bytes
    amount: int


class Statement(NamedTuple):
    period_start: int
    period_end: int
    source: bytes
    gross: int
    deductions: list[Deduction]
    net: int
    document_hash: bytes
    uri: str
    corrects: bytes


def statement(net: int, number: int = 1, **changes: Any) -> Statement:
    """The statement of the number-th month, without deductions unless told."""
    ordinary = Statement(
        period_start=number * 2_592_000,
        period_end=(number + 1) * 2_592_000,
        source=b"distrokid".ljust(32, b"\0"),
        gross=net,
        deductions=[],
        net=net,
        document_hash=number.to_bytes(32, "big"),
        uri="https://coprod.example/statements/1.json",
        corrects=bytes(32),
    )
    return ordinary._replace(**changes)


def wait_until(time: int) -> None:
    """Mine a block at this very second, unless it has passed."""
    if chain[-1].timestamp < time:
        at_second(time)
        chain.mine()


def at_second(time: int) -> None:
    """Give the next block this very second."""
    web3.provider.make_request("evm_setNextBlockTimestamp", [time])
