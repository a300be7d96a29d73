"""The terms of a project, as the contracts take them, and the ordinary ones that most tests use."""

from typing import Any, NamedTuple

DAY = 86_400
HOLDERS = "0x" + 40 * "0"
"""The payee that stands for the holders."""
OFF_THE_TOP, RECOUP, PERCENTAGE = range(3)
NOBODY = "0x" + 40 * "0"
"""No transfer rule, no keeper."""


class CampaignTerms(NamedTuple):
    currency: Any
    price: int
    goal: int
    cap: int
    least: int
    min_per_fan: int
    max_per_fan: int
    opens_at: int
    closes_at: int
    budget: int
    community_bps: int
    reflection: int
    artist: Any


class Line(NamedTuple):
    financier: Any
    label: str
    amount: int


class Tier(NamedTuple):
    least: int
    limit: int
    label: str


class Milestone(NamedTuple):
    bps: int
    due_at: int
    label: str


class ProductionTerms(NamedTuple):
    milestones: list[Milestone]
    objection_bps: int
    objection_seconds: int
    grace: int


class Position(NamedTuple):
    kind: int
    with_previous: bool
    payee: Any
    bps: int
    amount: int
    label: str


def off_the_top(payee: Any, bps: int, label: str = "agent") -> Position:
    """A percentage of gross."""
    return Position(OFF_THE_TOP, False, payee, bps, 0, label)


def recoup(
    payee: Any, amount: int, premium_bps: int = 0, with_previous: bool = False, label: str = "advance"
) -> Position:
    """A fixed amount, with a premium, alone or pari passu with the position before."""
    return Position(RECOUP, with_previous, payee, premium_bps, amount, label)


def percentage(payee: Any, bps: int, label: str = "share") -> Position:
    """A percentage of what is left."""
    return Position(PERCENTAGE, False, payee, bps, 0, label)


class WaterfallTerms(NamedTuple):
    positions: list[Position]
    collectors: list[Any]
    ceiling_bps: int
    steps: int
    cap_per_share: int
    reporting: int
    reporting_delay: int


class ProjectTerms(NamedTuple):
    model: str
    name: str
    symbol: str
    contract_uri: str
    campaign: CampaignTerms
    financiers: list[Line]
    tiers: list[Tier]
    production: ProductionTerms
    waterfall: WaterfallTerms
    transfer_rule: Any
    rule_keeper: Any
    document_hash: bytes
    document_uri: str

    def change(self, **values: Any) -> "ProjectTerms":
        """The same terms with some values changed, wherever they stand: `terms.change(goal=1, steps=3)`."""
        own = {name: values.pop(name) for name in [*values] if name in self._fields}
        for part in ("campaign", "production", "waterfall"):
            fields = {name: values.pop(name) for name in [*values] if name in getattr(self, part)._fields}
            own[part] = getattr(self, part)._replace(**fields)
        assert not values, f"no such terms: {values}"
        return self._replace(**own)


def ordinary_terms(
    currency: Any, now: int, collector: Any, financier: Any, producer: Any, artist: Any
) -> ProjectTerms:
    """A film of 2,000 of which fans may bring 1,000 at 10 a share; the goal is 800, the rest a pre-sale.

    Half of what the fans bring is for the shooting, half for the cut; a quarter of the shares can stop it.
    """
    one = 10 ** currency.decimals()
    return ProjectTerms(
        model="complement",
        name="The Long Night",
        symbol="NIGHT",
        contract_uri="https://coprod.example/night.json",
        campaign=CampaignTerms(
            currency=currency,
            price=10 * one,
            goal=800 * one,
            cap=100,
            least=1,
            min_per_fan=2,
            max_per_fan=60,
            opens_at=now + DAY,
            closes_at=now + 31 * DAY,
            budget=2_000 * one,
            community_bps=5_000,
            reflection=4 * DAY,
            artist=artist,
        ),
        financiers=[Line(financier, "television pre-sale", 1_200 * one)],
        tiers=[Tier(5, 2, "your name in the credits"), Tier(20, 1, "a day on the set")],
        production=ProductionTerms(
            milestones=[
                Milestone(5_000, now + 91 * DAY, "shooting"),
                Milestone(5_000, now + 181 * DAY, "cut"),
            ],
            objection_bps=2_500,
            objection_seconds=7 * DAY,
            grace=30 * DAY,
        ),
        waterfall=WaterfallTerms(
            positions=[
                off_the_top(collector, 500, "collection agent"),
                percentage(financier, 3_333, "television"),
                percentage(HOLDERS, 4_000, "holders"),
                percentage(producer, 2_667, "producer"),
            ],
            collectors=[collector],
            ceiling_bps=2_500,
            steps=1,
            cap_per_share=0,
            reporting=182 * DAY,
            reporting_delay=60 * DAY,
        ),
        transfer_rule=NOBODY,
        rule_keeper=NOBODY,
        document_hash=bytes(31) + b"\x07",
        document_uri="https://coprod.example/night.pdf",
    )
