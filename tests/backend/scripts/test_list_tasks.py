"""Who has to do what now, in every state of a project (2.4, 3.4, 4.1 to 4.3, 5.6)."""

from dataclasses import replace

import pytest

from scripts.project.agenda import Date, Line, Milestone, Question, State, Task, dates_of, name_of, tasks_of

NOW = 1_000
MONEY = 9_000_000
OPEN = Line(0, "0xfinancier", "Label", MONEY, "open", 0, approved=True)
NEW = State(
    now=NOW,
    status="proposed",
    platform="0xplatform",
    artist="0xartist",
    producer="0xproducer",
    consented=False,
    revoked=False,
    to_refund=False,
    opens_at=2_000,
    closes_at=3_000,
    firm_at=0,
    report_due_at=0,
    lines=[OPEN],
    milestones=[Milestone(0, "Recording", 4_000, False), Milestone(1, "Release", 5_000, False)],
    question=None,
)
READY = replace(NEW, status="approved", consented=True, lines=[replace(OPEN, state="escrowed")])
FINANCED = replace(READY, status="succeeded", now=3_500)


def kinds(state: State) -> list[str]:
    return [each.kind for each in tasks_of(state)]


def test_before_the_opening_each_one_who_is_missing_is_named() -> None:
    assert tasks_of(NEW) == [
        Task("approve", "0xplatform", 2_000),
        Task("consent", "0xartist", 2_000),
        Task("line", "0xfinancier", 2_000, line=0, amount=MONEY, label="Label"),
    ]
    assert tasks_of(READY) == [Task("open", "", 2_000)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (replace(OPEN, state="promised", deadline=NOW), ["open"]),
        (replace(OPEN, state="promised", deadline=NOW - 1), ["line"]),
        (replace(OPEN, state="promised", deadline=5_000, approved=False), ["approve_financier"]),
        (replace(OPEN, state="paid_elsewhere", approved=False), ["approve_financier"]),
        (replace(OPEN, state="escrowed", approved=False), ["open"]),
    ],
)
def test_what_covers_a_line(line: Line, expected: list[str]) -> None:
    """2.4: money, or the signature of an approved financier that has not expired."""
    assert kinds(replace(READY, lines=[line])) == expected


def test_a_financier_of_two_lines_is_approved_once() -> None:
    lines = [replace(OPEN, number=each, state="paid_elsewhere", approved=False) for each in (0, 1)]
    (task,) = tasks_of(replace(READY, lines=lines))
    assert (task.kind, task.label) == ("approve_financier", "0xfinancier")


def test_without_the_artist_nothing_is_waited_for_any_more() -> None:
    assert tasks_of(replace(NEW, revoked=True)) == []


def test_a_campaign_that_runs_waits_for_its_end_alone() -> None:
    running = replace(READY, status="raising", now=2_500, firm_at=3_400)
    assert kinds(running) == []
    assert kinds(replace(running, now=3_000)) == []
    assert kinds(replace(running, now=3_400)) == ["finalize"]


def test_a_promise_has_to_become_money() -> None:
    """4.1: nothing is released before."""
    assert kinds(replace(FINANCED, lines=[replace(OPEN, state="promised", deadline=9_000)])) == ["line"]


def test_what_is_overdue_waits_for_the_producer() -> None:
    late = replace(FINANCED, now=4_500, report_due_at=4_400)
    assert tasks_of(late) == [
        Task("announce", "0xproducer", milestone=0, label="Recording"),
        Task("report", "0xproducer", 4_400),
    ]
    released = [replace(each, released=True) for each in late.milestones]
    assert kinds(replace(late, milestones=released, report_due_at=9_000)) == []


def test_a_tally_is_read_once_it_can_be() -> None:
    asked = replace(FINANCED, now=4_500, question=Question(0, 4_600, 4_600))
    assert kinds(asked) == []
    assert tasks_of(replace(asked, now=4_600)) == [Task("read", "", milestone=0)]


@pytest.mark.parametrize("status", ["failed", "cancelled", "lapsed", "wound_down"])
def test_what_has_ended_waits_for_refunds_and_nothing_else(status: str) -> None:
    ended = replace(NEW, status=status, now=9_000, report_due_at=1)
    assert kinds(ended) == []
    assert kinds(replace(ended, to_refund=True)) == ["refund"]


def test_dates_come_in_their_order_and_only_those_ahead() -> None:
    promised = replace(OPEN, state="promised", deadline=2_500)
    assert dates_of(replace(NEW, lines=[promised])) == [
        Date("opens", 2_000),
        Date("promise", 2_500, 0, "Label"),
        Date("closes", 3_000),
    ]
    asked = replace(FINANCED, now=4_500, question=Question(0, 4_600, 4_600), report_due_at=4_700)
    assert [(each.when, each.at) for each in dates_of(asked)] == [
        ("objections", 4_600),
        ("report", 4_700),
        ("milestone", 5_000),
    ]
    assert dates_of(replace(NEW, status="lapsed", now=9_000)) == []


def test_people_are_called_as_in_the_preset() -> None:
    people = {"artist": "0xartist", "label": "0xother", "composer": "0xartist"}
    assert name_of("0xartist", people) == "artist, composer"
    assert name_of("0xnobody", people) == ""
    assert name_of("0xartist", {}) == ""
