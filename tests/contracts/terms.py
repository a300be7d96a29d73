"""The terms of a project, as the contracts take them, and the ordinary ones that most tests use."""

from typing import Any, NamedTuple

DAY = 86_400
HOLDERS = "0x" + 40 * "0"
"""The payee that stands for the holders."""
OFF_THE_TOP, PERCENTAGE = 0, 1


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


class Line(NamedTuple):
    financier: Any
    label: str
    amount: int


class Position(NamedTuple):
    kind: int
    payee: Any
    bps: int
    label: str


class WaterfallTerms(NamedTuple):
    positions: list[Position]
    collectors: list[Any]
    ceiling_bps: int
    steps: int


class ProjectTerms(NamedTuple):
    model: str
    name: str
    symbol: str
    contract_uri: str
    campaign: CampaignTerms
    financiers: list[Line]
    waterfall: WaterfallTerms
    document_hash: bytes
    document_uri: str

    def change(self, **values: Any) -> "ProjectTerms":
        """The same terms with some values changed, wherever they stand: `terms.change(goal=1, steps=3)`."""
        own = {name: values.pop(name) for name in [*values] if name in self._fields}
        for part in ("campaign", "waterfall"):
            fields = {name: values.pop(name) for name in [*values] if name in getattr(self, part)._fields}
            own[part] = getattr(self, part)._replace(**fields)
        assert not values, f"no such terms: {values}"
        return self._replace(**own)


def ordinary_terms(currency: Any, now: int, collector: Any, financier: Any, producer: Any) -> ProjectTerms:
    """A film of 2,000 of which fans may bring 1,000 at 10 a share; the goal is 800, the rest a pre-sale."""
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
        ),
        financiers=[Line(financier, "television pre-sale", 1_200 * one)],
        waterfall=WaterfallTerms(
            positions=[
                Position(OFF_THE_TOP, collector, 500, "collection agent"),
                Position(PERCENTAGE, financier, 3_333, "television"),
                Position(PERCENTAGE, HOLDERS, 4_000, "holders"),
                Position(PERCENTAGE, producer, 2_667, "producer"),
            ],
            collectors=[collector],
            ceiling_bps=2_500,
            steps=1,
        ),
        document_hash=bytes(31) + b"\x07",
        document_uri="https://coprod.example/night.pdf",
    )
