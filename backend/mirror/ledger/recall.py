"""What was said, out of the ledger's rows again: the exact inverse of facts.describe. Pure.

What follows from other rows is not read but left to be made anew: a payment's kind, the holders' part of a
deposit, what a question's end repeats of the question, and the status that comes with a proposal or a
wind-down.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from backend.chain import events
from backend.mirror.contracts import Said
from backend.mirror.incidents import Incident
from backend.mirror.ledger.accounts import NOBODY
from backend.mirror.ledger.facts import Row
from backend.mirror.ledger.questions import Asked
from backend.mirror.ledger.rows import EVENTS, Rows
from backend.mirror.ledger.words import Context, Project, read_event

COMPANIONS = {"projects": ("status_changes",), "wind_downs": ("status_changes", "outcomes")}
"""Tables in which the same event has a second row."""
_SPEAKERS = {event: kind for kind, classes in events.EVENTS.items() for event in classes}
"""Which kind of contract says it; of what several kinds say, the row has the contract."""
NOTHING_CHANGED = "Nothing was changed; `coprod mirror rebuild --from-chain` reads everything anew."


class LedgerContradictsItself(Incident):
    """Rows of the mirror that no chain can have said."""

    type = "ledger-contradicts-itself"
    title = "The mirror's rows do not add up"


@dataclass(slots=True)
class Recall:
    """What rows leave to earlier ones, as of the last that was taken.

    projects, asked: by campaign, the latter the open questions.
    """

    factory: str
    owner: str = NOBODY
    projects: dict[str, Project] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)

    def take(self, rows: Rows) -> list[Said]:
        """Everything that rows of ledger.EVENTS of whole blocks, the next ones, say, in order.

        Raises LedgerContradictsItself.
        """
        for row in rows["projects"]:
            positions = row["terms"]["waterfall"]["positions"]
            self.projects[row["campaign"]] = Project(row["waterfall"], row["share_token"], len(positions))
        return [self._read(table, row) for table, row in _in_order(rows)]

    def _read(self, table: str, row: Row) -> Said:
        campaign = row.get("campaign", "")
        if campaign and campaign not in self.projects:
            raise _contradiction(table, row, f"there is no project {campaign}")
        context = Context(self.owner, self.projects.get(campaign), self.asked.get(campaign))
        try:
            event = read_event(table, row, context)
        except (LookupError, TypeError, ValueError) as reason:
            raise _contradiction(table, row, str(reason)) from reason
        self._advance(campaign, event)
        return Said(
            row["block_number"],
            row["log_index"],
            row["transaction_hash"],
            self._find_speaker(table, row, event),
            campaign,
            event,
        )

    def _find_speaker(self, table: str, row: Row, event: events.Event) -> str:
        kind = _SPEAKERS[type(event)]
        if kind == "ProjectFactory":
            return self.factory
        project = self.projects[row["campaign"]]
        contracts = {
            "Campaign": row["campaign"],
            "Waterfall": project.waterfall,
            "ShareToken": project.share_token,
        }
        address: str = row.get("contract", contracts[kind])
        if address not in contracts.values():
            raise _contradiction(table, row, f"{address} is no contract of its project")
        return address

    def _advance(self, campaign: str, event: events.Event) -> None:
        match event:
            case events.OwnershipTransferred(_, owner):
                self.owner = owner
            case events.ReleaseAnnounced() | events.WindDownOpened() as question:
                self.asked[campaign] = Asked(question.round, question.milestone)
            case (
                events.Released()
                | events.ReleaseRefused()
                | events.ReleaseLapsed()
                | events.WindDownDropped()
                | events.WoundDown()
            ):
                self.asked.pop(campaign, None)


def _in_order(rows: Rows) -> Iterator[tuple[str, Row]]:
    """Each event's row, without companions. Raises LedgerContradictsItself for two events in one place."""
    companions = {
        (companion, row["block_number"], row["log_index"])
        for table, others in COMPANIONS.items()
        for row in rows[table]
        for companion in others
    }
    places: dict[tuple[int, int], tuple[str, Row]] = {}
    for table in EVENTS:
        for row in rows[table]:
            place = row["block_number"], row["log_index"]
            if (table, *place) in companions:
                continue
            other, _ = places.setdefault(place, (table, row))
            if other != table:
                raise _contradiction(table, row, f"there is a row of {other} in the same place")
    for place in sorted(places):
        yield places[place]


def _contradiction(table: str, row: Row, what: str) -> LedgerContradictsItself:
    return LedgerContradictsItself(
        f"{table}: block_number {row['block_number']}, log_index {row['log_index']}: {what}. "
        f"{NOTHING_CHANGED}"
    )
