"""Where projects stand, and what each waits for, out of chain, records and journal."""

from dataclasses import dataclass
from typing import Any

from brownie import network, web3

from scripts import chain
from scripts.commands import command, page, verb
from scripts.measures import amount_of, moment_of
from scripts.networks import final_in_words
from scripts.plans.application import kept_plans
from scripts.plans.plan import Plan, read_plan
from scripts.project.agenda import Date, Line, Milestone, Question, State, Task, dates_of, name_of, tasks_of
from scripts.project.consents import factory_of, is_revoked
from scripts.project.refunds import lines_to_return
from scripts.project.standing import (
    REFUNDS_ALL,
    lines_standing,
    milestones_standing,
    question_standing,
    standing,
)
from scripts.project.steps import campaign_of
from scripts.records import Records
from scripts.transactions import journal
from scripts.transactions.entries import Entry
from scripts.transactions.ledger import Journal

BEFORE_OPENING = ("proposed", "approved")
ENDED = (*REFUNDS_ALL, "lapsed", "wound_down")


@dataclass(frozen=True)
class Overview:
    """One project. now, lines, milestones, question: as standing.py tells them, in full."""

    record: dict[str, Any]
    now: dict[str, Any]
    state: State
    tasks: list[Task]
    dates: list[Date]
    lines: list[dict[str, Any]]
    milestones: list[dict[str, Any]]
    question: dict[str, Any] | None

    @property
    def people(self) -> dict[str, str]:
        """Addresses by the names of the preset; none in records of before names were kept."""
        return dict(self.record.get("people", {}))


@dataclass(frozen=True)
class Status:
    """Of some projects of a chain. unfinished: of the journal; plans: applied, and not finished."""

    projects: list[Overview]
    unfinished: list[Entry]
    plans: list[Plan]

    @property
    def waits(self) -> bool:
        """Whether somebody has to do something now."""
        return bool(self.unfinished or self.plans or any(each.tasks for each in self.projects))


def read_status(records: Records, project: str = "") -> Status:
    """Of one project, by its slug or campaign, or of all. Raises Refused for one that is not recorded."""
    wanted = [records.project(project)] if project else records.projects()
    kept = Journal(records.folder / journal.FOLDER, journal.genesis())
    return Status(
        [look_at(each, records) for each in wanted],
        kept.unfinished(),
        [read_plan(file) for file in sorted(kept_plans(records).glob("*.json"))],
    )


def look_at(record: dict[str, Any], records: Records) -> Overview:
    now, lines, milestones = standing(record), lines_standing(record), milestones_standing(record)
    question = question_standing(record)
    state = read_state(record, records, now, lines, milestones, question)
    return Overview(record, now, state, tasks_of(state), dates_of(state), lines, milestones, question)


def read_state(
    record: dict[str, Any],
    records: Records,
    now: dict[str, Any],
    lines: list[dict[str, Any]],
    milestones: list[dict[str, Any]],
    asked: dict[str, Any] | None,
) -> State:
    """What decides, out of what standing.py read, and what only the contracts' own words tell."""
    campaign, factory = campaign_of(record), factory_of(records)
    consented = bool(factory.hasConsent(record["campaign"]))
    may_revoke = now["status"] in BEFORE_OPENING and not consented
    remaining = campaign.raised() if now["status"] in REFUNDS_ALL else 0
    return State(
        now=chain.clock(),
        status=now["status"],
        platform=str(factory.owner()),
        artist=str(campaign.setup()["terms"]["artist"]),
        producer=str(campaign.producer()),
        consented=consented,
        revoked=may_revoke and is_revoked(record, records),
        to_refund=bool(remaining or (now["status"] in ENDED and lines_to_return(record))),
        opens_at=now["opens_at"],
        closes_at=now["closes_at"],
        firm_at=now["firm_at"],
        report_due_at=now["report_due_at"],
        lines=[
            Line(
                number=number,
                financier=each["financier"],
                label=each["label"],
                amount=each["amount"],
                state=each["state"],
                deadline=int(campaign.lineOf(number)[1]),
                approved=bool(factory.isFinancierApproved(each["financier"])),
            )
            for number, each in enumerate(lines)
        ],
        milestones=[
            Milestone(number, each["label"], each["due_at"], each["released"])
            for number, each in enumerate(milestones)
        ],
        question=None
        if asked is None
        else Question(
            asked["milestone"],
            asked["objections_until"],
            max(asked["objections_until"], asked["read_again_at"]),
        ),
    )


def commands_of(task: Task, record: dict[str, Any]) -> list[str]:
    """What does it, to be pasted: any of them."""
    slug = record["slug"]
    if task.kind == "consent":
        return [verb("sign", slug)]
    if task.kind == "line":
        number = str((task.line or 0) + 1)
        return [verb("sign", slug, "--line", number), command("campaign", "escrow", slug, number)]
    if task.kind == "open":
        return [verb("open", slug)]
    if task.kind == "announce":
        return [verb("release", slug, str((task.milestone or 0) + 1), "EVIDENCE")]
    if task.kind == "read":
        return [verb("release", slug, "--read")]
    if task.kind == "approve_financier":
        return [command("campaign", "approve_financier", task.label)]
    if task.kind == "report":
        return []
    return [command("campaign", task.kind, slug)]


def page_of(task: Task, record: dict[str, Any]) -> str:
    """Where it can be done on the website; "" where there is no page, or no website is named."""
    if task.kind in ("consent", "line"):
        return page(f"/projects/{record['campaign']}/sign")
    if task.kind in ("finalize", "read", "refund"):
        return page(f"/projects/{record['campaign']}/actions")
    return page(f"/room/{record['campaign']}") if task.kind in ("announce", "report") else ""


def data_of_status(status: Status) -> dict[str, Any]:
    """For `--json`: amounts with their currency, times in RFC 3339; lines and milestones count from 1."""
    return {
        "chain_id": chain.chain_id(),
        "network": network.show_active(),
        "block": int(web3.eth.block_number),
        "finality": final_in_words() or None,
        "projects": [data_of_overview(each) for each in status.projects],
        "unfinished": [each.as_json() for each in status.unfinished],
        "plans": [{"name": each.name, "campaign": each.project.campaign} for each in status.plans],
        "waits": status.waits,
    }


def data_of_overview(overview: Overview) -> dict[str, Any]:
    now, record, people = overview.now, overview.record, overview.people
    currency = now["currency"]
    money = ("raised", "refunded", "goal", "pot", "unspent", "royalties", "royalties_paid")
    return {
        "project": record["slug"],
        "name": record["name"],
        "campaign": record["campaign"],
        "status": now["status"],
        "consent": {
            "artist": overview.state.artist,
            "name": name_of(overview.state.artist, people),
            "given": overview.state.consented,
            "revoked": overview.state.revoked,
        },
        **{name: amount_of(now[name], currency) for name in money},
        "shares": now["shares"],
        "shares_left": now["shares_left"],
        "opens_at": moment_of(now["opens_at"]),
        "closes_at": moment_of(now["closes_at"]),
        "lines": [
            each
            | {
                "line": number,
                "name": name_of(each["financier"], people),
                "amount": amount_of(each["amount"], currency),
            }
            for number, each in enumerate(overview.lines, 1)
        ],
        "milestones": [
            each
            | {
                "milestone": number,
                "amount": amount_of(each["amount"], currency),
                "due_at": moment_of(each["due_at"]),
            }
            for number, each in enumerate(overview.milestones, 1)
        ],
        "question": overview.question and data_of_question(overview.question),
        "waits_for": [data_of_task(each, overview) for each in overview.tasks],
        "dates": [
            {"when": each.when, "at": moment_of(each.at), "number": counted(each.number), "label": each.label}
            for each in overview.dates
        ],
    }


def data_of_question(question: dict[str, Any]) -> dict[str, Any]:
    """What the holders are asked. read_again_at: null unless enough objected once."""
    again = question["read_again_at"]
    return question | {
        "milestone": counted(question["milestone"]),
        "objections_until": moment_of(question["objections_until"]),
        "read_again_at": moment_of(again) if again else None,
    }


def data_of_task(task: Task, overview: Overview) -> dict[str, Any]:
    return {
        "task": task.kind,
        "who": task.who or None,
        "name": name_of(task.who, overview.people),
        "until": None if task.until is None else moment_of(task.until),
        "line": counted(task.line),
        "milestone": counted(task.milestone),
        "amount": None if task.amount is None else amount_of(task.amount, overview.now["currency"]),
        "label": task.label,
        "commands": commands_of(task, overview.record),
        "page": page_of(task, overview.record) or None,
    }


def counted(number: int | None) -> int | None:
    """From 1, as people count."""
    return None if number is None else number + 1
