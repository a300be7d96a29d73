"""How large the chains are that the benchmarks run on, and how thick."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Shape:
    """events: at least so many in the end. per_block: at most so many in one block, unless one transaction
    says more. batch: most holders that one payout pays. cohorts: projects begin one after the other in so many
    groups. fans: of one project.
    """

    name: str
    events: int
    per_block: int
    projects: int
    cohorts: int
    fans: int
    batch: int

    def resize(self, events: int) -> "Shape":
        """The same for longer, or for less long: with more reports of royalties, or fewer."""
        return replace(self, events=events)


SHAPES = {
    "dense": Shape("dense", 200_000, per_block=500, projects=40, cohorts=4, fans=400, batch=150),
    "sparse": Shape("sparse", 20_000, per_block=5, projects=20, cohorts=4, fans=50, batch=5),
    "many": Shape("many", 40_000, per_block=100, projects=1_200, cohorts=12, fans=4, batch=20),
}
TINY = Shape("tiny", 600, per_block=50, projects=4, cohorts=2, fans=8, batch=5)
"""For the test of these tools."""
