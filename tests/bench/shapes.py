"""How large the chains are that the benchmarks run on, and how thick."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Shape:
    """events: at least so many in the end. per_block: at most so many in one block, unless one transaction
    says more. batch: most holders that one payout pays. cohorts: projects begin in so many groups, one after
    the other. fans: of one project.
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
    "dense": Shape("dense", 200_000, per_block=500, projects=24, cohorts=4, fans=400, batch=150),
    "sparse": Shape("sparse", 20_000, per_block=5, projects=20, cohorts=4, fans=50, batch=5),
    "many": Shape("many", 40_000, per_block=100, projects=1_200, cohorts=12, fans=4, batch=20),
}
HEAD = Shape("head", 0, per_block=500, projects=4, cohorts=1, fans=525, batch=125)
"""For blocks of up to 500 events at the head: a project has 500 holders when some have thought better."""
TINY = Shape("tiny", 600, per_block=50, projects=6, cohorts=2, fans=12, batch=5)
"""For the test of these tools."""
