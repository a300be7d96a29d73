"""What a project waits for now: who has to do what, and until when; and its next dates. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "approve",
    "approve_financier",
    "consent",
    "line",
    "open",
    "finalize",
    "refund",
    "read",
    "announce",
    "report",
]
When = Literal["opens", "closes", "firm", "milestone", "objections", "report", "promise"]
LASTING = ("raising", "succeeded")
"""As long as what is raised can be produced with."""


@dataclass(frozen=True)
class Line:
    """A financier's. deadline: of a promise; approved: whether the platform lets its signatures count."""

    number: int
    financier: str
    label: str
    amount: int
    state: str
    deadline: int
    approved: bool


@dataclass(frozen=True)
class Milestone:
    number: int
    label: str
    due_at: int
    released: bool


@dataclass(frozen=True)
class Question:
    """What the holders are asked. until: last second to object; read_at: the first in which the tally can be
    read."""

    milestone: int
    until: int
    read_at: int


@dataclass(frozen=True)
class State:
    """Of one project, at `now` by its chain's clock; times in seconds since 1970.

    status: as standing.py says it; revoked: whether the artist took the consent back; to_refund:
    whether somebody's money still waits to be sent back; firm_at: the end of the last reflection, 0 for none.
    """

    now: int
    status: str
    platform: str
    artist: str
    producer: str
    consented: bool
    revoked: bool
    to_refund: bool
    opens_at: int
    closes_at: int
    firm_at: int
    report_due_at: int
    lines: Sequence[Line]
    milestones: Sequence[Milestone]
    question: Question | None


@dataclass(frozen=True)
class Task:
    """Something that somebody has to do now. who: the address, or "" for anybody; until: the last second that
    is of use, or None; line, milestone: counted from 0."""

    kind: Kind
    who: str
    until: int | None = None
    line: int | None = None
    milestone: int | None = None
    amount: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Date:
    """Something that will happen, or fall due. number: of the line or milestone, counted from 0."""

    when: When
    at: int
    number: int | None = None
    label: str = ""


def tasks_of(state: State) -> list[Task]:
    """In the order in which they are best done."""
    if state.status in ("proposed", "approved"):
        return [] if state.revoked else list(before_opening(state))
    return [*ending(state), *producing(state)]


def before_opening(state: State) -> Iterator[Task]:
    """The platform, the artist and each financier; then anybody opens it (PROTOCOL 2.4)."""
    missing = False
    if state.status == "proposed":
        missing = True
        yield Task("approve", state.platform, state.opens_at)
    if not state.consented:
        missing = True
        yield Task("consent", state.artist, state.opens_at)
    for line in state.lines:
        if not is_covered(line, state.now):
            missing = True
            yield line_task(line, state.opens_at)
    signed = [line for line in state.lines if line.state in ("promised", "paid_elsewhere")]
    for financier in dict.fromkeys(line.financier for line in signed if not line.approved):
        missing = True
        yield Task("approve_financier", state.platform, state.opens_at, label=financier)
    if not missing:
        yield Task("open", "", state.opens_at)


def ending(state: State) -> Iterator[Task]:
    if state.status == "raising" and state.now >= max(state.closes_at, state.firm_at):
        yield Task("finalize", "")
    if state.to_refund:
        yield Task("refund", "")


def producing(state: State) -> Iterator[Task]:
    """Lines that are only promised, tallies that can be read, and what is overdue (PROTOCOL 4, 5.6)."""
    if state.status in LASTING:
        yield from (line_task(each) for each in state.lines if each.state in ("open", "promised"))
    if state.question and state.now >= state.question.read_at:
        yield Task("read", "", milestone=state.question.milestone)
    if state.status != "succeeded":
        return
    for step in state.milestones:
        asked = state.question and state.question.milestone == step.number
        if not step.released and not asked and step.due_at < state.now:
            yield Task("announce", state.producer, milestone=step.number, label=step.label)
    if 0 < state.report_due_at < state.now:
        yield Task("report", state.producer, state.report_due_at)


def dates_of(state: State) -> list[Date]:
    """What is still to come, the next one first."""
    return sorted((each for each in list_dates(state) if each.at > state.now), key=lambda each: each.at)


def list_dates(state: State) -> Iterator[Date]:
    if state.status in ("proposed", "approved", "raising"):
        yield Date("opens", state.opens_at)
        yield Date("closes", state.closes_at)
        yield from (Date("promise", each.deadline, each.number, each.label) for each in promised(state.lines))
    if state.status == "raising":
        yield Date("firm", state.firm_at)
    if state.question:
        yield Date("objections", state.question.until, state.question.milestone)
    if state.status in LASTING:
        open_ = (each for each in state.milestones if not each.released)
        yield from (Date("milestone", each.due_at, each.number, each.label) for each in open_)
    if state.status == "succeeded":
        yield Date("report", state.report_due_at)


def is_covered(line: Line, now: int) -> bool:
    """For the opening: an expired promise is none."""
    return line.state not in ("open", "promised") or (line.state == "promised" and line.deadline >= now)


def promised(lines: Sequence[Line]) -> Iterator[Line]:
    return (each for each in lines if each.state == "promised")


def line_task(line: Line, until: int | None = None) -> Task:
    return Task("line", line.financier, until, line=line.number, amount=line.amount, label=line.label)


def name_of(address: str, people: Mapping[str, str]) -> str:
    """By the names of the preset; "" for who has none there."""
    return ", ".join(name for name, each in people.items() if each == address)
