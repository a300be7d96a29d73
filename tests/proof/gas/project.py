"""The project whose transactions are measured: every part of it once, none of it many times."""

from dataclasses import dataclass
from typing import Any

from tests.proof.gas.chain import Chain, Contract, Receipt

DAY = 86_400
EURO = 10**6
PRICE = 10 * EURO
NOBODY = "0x" + 40 * "0"
CONSENT = "ArtistConsent(address campaign,bytes32 termsHash,uint256 deadline)"


@dataclass(frozen=True)
class World:
    """The platform and its people."""

    chain: Chain
    currency: Contract
    factory: Contract
    platform: str
    treasury: str
    producer: str
    artist: str
    financier: str
    collector: str
    fan: str
    second_fan: str
    third_fan: str


@dataclass(frozen=True)
class Project:
    """One proposed project, with what proposing it took."""

    world: World
    terms: dict[str, Any]
    campaign: Contract
    waterfall: Contract
    shares: Contract
    propose_gas: int

    def open(self) -> Receipt:
        """What a project needs to open; then the receipt of opening it, by a stranger."""
        w, chain = self.world, self.world.chain
        w.factory.send(w.platform, "approveListing", self.campaign.address)
        deadline = chain.now() + 30 * DAY
        message = {
            "campaign": self.campaign.address,
            "termsHash": self.campaign.ask("setup")[6],
            "deadline": deadline,
        }
        signature = chain.sign(w.artist, w.factory.address, "Coprod", CONSENT, message)
        w.factory.send(w.artist, "recordConsent", self.campaign.address, deadline, signature)
        self.pay(w.financier, self.terms["financiers"][0]["amount"])
        self.campaign.send(w.financier, "escrowLine", 0)
        return self.campaign.send(chain.accounts[0], "open")

    def pay(self, payer: str, amount: int) -> None:
        """Let the campaign take exactly this from somebody who has more of the currency."""
        self.world.currency.send(payer, "approve", self.campaign.address, amount)

    def contribute(self, fan: str, shares: int) -> Receipt:
        self.pay(fan, shares * PRICE)
        return self.campaign.send(fan, "contribute", shares, 0)

    def close(self) -> Receipt:
        """Wait for the end, reflection included, and finalise."""
        self.world.chain.wait_until(self.campaign.ask("closesAt"))
        self.world.chain.wait_until(self.campaign.ask("lastFirmAt"))
        return self.campaign.send(self.world.chain.accounts[0], "finalize")

    def deposit(self, number: int, net: int) -> Receipt:
        """Receipts until now, without deductions; `number` is one byte of the document's hash."""
        statement = {
            "periodStart": 0x01010101,
            "periodEnd": self.world.chain.now(),
            "source": b"distrokid".ljust(32, b"\0"),
            "gross": net,
            "deductions": [],
            "net": net,
            "documentHash": number.to_bytes(32, "big"),
            "uri": "https://coprod.example/statement.json",
            "corrects": bytes(32),
        }
        return self.waterfall.send(self.world.producer, "deposit", statement)


def make_world(chain: Chain) -> World:
    """Everybody has plenty of an ordinary currency with 6 decimals: OpenZeppelin's ERC-20."""
    people = dict(zip(list(World.__annotations__)[3:], chain.accounts[1:], strict=False))
    currency = chain.deploy("TestCurrency", "Euro Coin", "EURC", 6)
    campaign = chain.deploy("Campaign", chain.deploy("CampaignProduction").address)
    codes = [campaign.address, chain.deploy("Waterfall").address, chain.deploy("ShareToken").address]
    factory = chain.deploy("ProjectFactory", people["platform"], people["treasury"], 500, *codes)
    factory.send(people["platform"], "allowCurrency", currency.address, True)
    for each in people.values():
        currency.send(each, "mint", each, 10**9 * EURO)
    return World(chain, currency, factory, **people)


def propose(world: World, *, rule: str = NOBODY, keeper: str = NOBODY, nonce: int = 1) -> Project:
    """A film for 20,000 shares with one financier, three milestones and an agent's commission."""
    terms = make_terms(world, rule, keeper)
    campaign, waterfall, shares = world.factory.ask("predict", world.producer, terms, nonce)
    gas = world.factory.send(world.producer, "propose", terms, nonce).gas
    at = world.chain.at
    return Project(
        world, terms, at("Campaign", campaign), at("Waterfall", waterfall), at("ShareToken", shares), gas
    )


def make_terms(world: World, rule: str, keeper: str) -> dict[str, Any]:
    now = world.chain.now()
    campaign = {
        "currency": world.currency.address,
        "pricePerShare": PRICE,
        "goal": 10_000 * PRICE,
        "capShares": 20_000,
        "leastShares": 1,
        "minSharesPerFan": 1,
        "maxSharesPerFan": 20_000,
        "opensAt": now + DAY,
        "closesAt": now + 31 * DAY,
        "totalBudget": 40_000 * PRICE,
        "communityBps": 5_000,
        "reflectionSeconds": 4 * DAY,
        "artist": world.artist,
    }
    milestones = [
        {"bps": bps, "dueAt": now + due * DAY, "label": label}
        for bps, due, label in ((3_000, 120, "shooting"), (3_000, 240, "editing"), (4_000, 360, "release"))
    ]
    positions = [
        position("OffTheTop", world.collector, 500, "collection agent"),
        position("Percentage", NOBODY, 4_000, "holders"),
        position("Percentage", world.producer, 6_000, "producer"),
    ]
    return {
        "model": "complement",
        "name": "The Long Night",
        "symbol": "NIGHT",
        "contractURI": "https://coprod.example/night.json",
        "campaign": campaign,
        "financiers": [
            {"financier": world.financier, "label": "television pre-sale", "amount": 30_000 * PRICE}
        ],
        "tiers": [{"minShares": 5, "limit": 100, "label": "poster"}],
        "production": {
            "milestones": milestones,
            "objectionBps": 3_333,
            "objectionSeconds": 7 * DAY,
            "graceSeconds": 30 * DAY,
        },
        "waterfall": {
            "positions": positions,
            "collectors": [world.collector],
            "deductionCeilingBps": 2_500,
            "royaltySteps": 1,
            "holdersCapPerShare": 0,
            "reportingSeconds": 182 * DAY,
            "reportingDelaySeconds": 90 * DAY,
        },
        "transferRule": rule,
        "ruleKeeper": keeper,
        "documentHash": 32 * b"\x07",
        "documentURI": "https://coprod.example/night.pdf",
    }


def position(kind: str, payee: str, bps: int, label: str) -> dict[str, Any]:
    kinds = ("OffTheTop", "Recoup", "Percentage")
    return {
        "kind": kinds.index(kind),
        "withPrevious": False,
        "payee": payee,
        "bps": bps,
        "amount": 0,
        "label": label,
    }
