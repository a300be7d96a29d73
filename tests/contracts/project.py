"""One project on the chain, and the way through its life that most tests start with."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from brownie import Campaign, ShareToken, Waterfall, chain, web3

from tests.contracts.terms import ProjectTerms


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

    def open(self) -> None:
        """Approve and open it, and wait until fans can contribute."""
        self.factory.approveListing(self.campaign, {"from": self.platform})
        self.campaign.open({"from": self.producer})
        wait_until(self.terms.campaign.opens_at)

    def contribute(self, fan: Any, shares: int) -> Any:
        """Give the fan the money and let it buy. Returns the transaction that bought."""
        self.currency.mint(fan, shares * self.price, {"from": fan})
        self.currency.approve(self.campaign, shares * self.price, {"from": fan})
        return self.campaign.contribute(shares, {"from": fan})

    def close(self) -> Any:
        """Wait for the closing and finalise. Returns the transaction that did."""
        wait_until(self.terms.campaign.closes_at)
        return self.campaign.finalize({"from": self.producer})

    def deposit(self, net: int, number: int = 1, reporter: Any = None, **changes: Any) -> Any:
        """Give the reporter the money and let it report. Returns the transaction that deposited."""
        reporter = reporter or self.producer
        if net:
            self.currency.mint(reporter, net, {"from": reporter})
            self.currency.approve(self.waterfall, net, {"from": reporter})
        return self.waterfall.deposit(statement(net, number, **changes), {"from": reporter})


def propose(factory: Any, platform: Any, producer: Any, terms: ProjectTerms, nonce: int = 0) -> Project:
    """Propose a project and find its contracts in what the factory says."""
    proposed = factory.propose(terms, nonce, {"from": producer}).events["ProjectProposed"]
    return Project(
        factory=factory,
        platform=platform,
        producer=producer,
        currency=terms.campaign.currency,
        terms=terms,
        campaign=Campaign.at(proposed["campaign"]),
        waterfall=Waterfall.at(proposed["waterfall"]),
        shares=ShareToken.at(proposed["shareToken"]),
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
