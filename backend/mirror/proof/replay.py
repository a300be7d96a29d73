"""What the chain's logs say, read again: nothing of it is taken from the mirror."""

from dataclasses import dataclass, field

from backend.accrual import Index
from backend.mirror.fetch import Piece
from backend.mirror.ledger.facts import Row
from backend.mirror.ledger.rows import Rows, State, write_rows


@dataclass(slots=True)
class Replay:
    """The state at the end of what was read so far, and the projects by campaign."""

    state: State = field(default_factory=State)
    projects: dict[str, Row] = field(default_factory=dict)

    def write_rows(self, piece: Piece) -> Rows:
        rows = write_rows(self.state, piece.said)
        self.projects |= {row["campaign"]: row for row in rows["projects"]}
        return rows

    def index_of(self, campaign: str) -> Index:
        return self.state.accounts.indexes.get(campaign, Index())

    def leaver_index_of(self, campaign: str) -> Index:
        return self.state.accounts.leaver_indexes.get(campaign, Index())
