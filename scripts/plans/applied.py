"""What became of plans, in lines for people and as data for machines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scripts.language import say
from scripts.plans.plan import Call, Plan
from scripts.refusal import Refused


@dataclass(frozen=True)
class Sent:
    """One call of a plan that was mined."""

    call: Call
    transaction: str
    block_number: int


@dataclass(frozen=True)
class Applied:
    """What became of a plan. sent: in this run; the others were there already."""

    plan: Plan
    record: dict[str, Any]
    sent: list[Sent] = field(default_factory=list)


@dataclass(frozen=True)
class Dropped:
    """A plan of which nothing was sent, and nothing can be any more."""

    plan: Plan
    why: Refused


@dataclass(frozen=True)
class Waiting:
    """A plan of which something is left: what it waits for."""

    plan: Plan
    why: str


def lines_of_applied(applied: Applied) -> Iterator[str]:
    record = applied.record
    if not applied.sent:
        yield say("Everything in this plan was done before: nothing was sent.")
    yield say("Proposed as {slug}, campaign {campaign}.", slug=record["slug"], campaign=record["campaign"])
    yield say("Next: coprod campaign status {slug}", slug=record["slug"])


def lines_of_left(left: Applied | Dropped | Waiting) -> Iterator[str]:
    if isinstance(left, Applied):
        yield from lines_of_applied(left)
    elif isinstance(left, Dropped):
        name, why = left.plan.name, str(left.why)
        yield say("{name}: nothing of its plan was sent, and it was put away: {why}", name=name, why=why)
    else:
        yield say("{name}: {why}", name=left.plan.name, why=left.why)


def data_of_applied(applied: Applied) -> dict[str, Any]:
    return {
        "outcome": "applied",
        "project": applied.record,
        "sent": [
            {"action": each.call.action, "transaction": each.transaction, "block_number": each.block_number}
            for each in applied.sent
        ],
    }


def data_of_left(left: Applied | Dropped | Waiting) -> dict[str, Any]:
    if isinstance(left, Applied):
        return data_of_applied(left)
    outcome = "dropped" if isinstance(left, Dropped) else "waiting"
    return {"outcome": outcome, "campaign": left.plan.project.campaign, "why": str(left.why)}
