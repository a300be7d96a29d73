"""What `coprod campaign status` says to people: where projects stand, and what each waits for."""

from collections.abc import Iterator

from backend.languages import choose_label
from scripts.commands import verb
from scripts.language import current_language, mark, say, say_count
from scripts.networks import final_in_words
from scripts.plans.prospect import lines_of_standing, milestone_line, question_line
from scripts.project.agenda import Date, Task, name_of
from scripts.project.overview import Overview, Status, commands_of, page_of
from scripts.reverts import utc
from scripts.transactions.entries import Entry

COVERS = {
    "open": mark("nothing signed, nothing paid"),
    "promised": mark("promised by signature, no money yet"),
    "escrowed": mark("in the contract"),
    "paid_elsewhere": mark("signed as paid elsewhere"),
    "returned": mark("given back"),
}
TASKS = {
    "approve": mark("the platform approves the listing: {who}"),
    "approve_financier": mark("the platform approves the financier {label}: {who}"),
    "consent": mark("the artist signs: {who}"),
    "line": mark("line {line}, {amount} ({label}), is signed or paid: {who}"),
    "open": mark("anybody opens it"),
    "finalize": mark("anybody has the result recorded"),
    "refund": mark("anybody has the money sent back"),
    "read": mark("anybody has the objections counted"),
    "announce": mark("milestone {milestone} ({label}) is overdue; the producer announces it: {who}"),
    "report": mark("a statement of receipts is overdue; the producer reports: {who}"),
}
DATES = {
    "opens": mark("it opens"),
    "closes": mark("it closes"),
    "firm": mark("the last pledge is firm"),
    "milestone": mark("milestone {number} is due ({label})"),
    "objections": mark("holders can object to milestone {number} until then"),
    "report": mark("a statement of receipts is due"),
    "promise": mark("the promise of line {number} expires ({label})"),
}


def lines_of_status(status: Status) -> Iterator[str]:
    """All of it, a line at a time."""
    if not status.projects:
        yield say("No project is recorded on this chain yet.")
    for overview in status.projects:
        yield from lines_of_overview(overview)
    if status.projects and (rule := final_in_words()):
        yield say("When what is in a block is final here: {rule}", rule=rule)
    if status.unfinished:
        count = len(status.unfinished)
        yield say_count(
            "{count} transaction is not finished:", "{count} transactions are not finished:", count
        )
        yield from (f"  {line_of_entry(each)}" for each in status.unfinished)
    for plan in status.plans:
        yield say("The plan of {name} was applied and is not finished.", name=plan.name)
    if status.unfinished or status.plans:
        yield "  " + say("Go on by: {command}", command=verb("resume"))


def lines_of_overview(overview: Overview) -> Iterator[str]:
    yield from lines_of_standing(overview.now)
    yield from lines_of_signatures(overview)
    money = overview.now["currency"].in_words
    for number, milestone in enumerate(overview.milestones, 1):
        yield milestone_line(number, milestone | {"label": in_language(milestone["label"])}, money)
    if overview.question:
        yield question_line(overview.question)
    yield from lines_of_tasks(overview)
    if overview.dates:
        yield "  " + say("Next dates")
        yield from (f"    {utc(each.at)}  {line_of_date(each)}" for each in overview.dates)


def lines_of_signatures(overview: Overview) -> Iterator[str]:
    """Who has signed, and who has not."""
    state, money = overview.state, overview.now["currency"].in_words
    artist = named(state.artist, overview)
    if state.revoked:
        yield "  " + say("Artist {who}: has taken the consent back, so this will never open", who=artist)
    elif state.status in ("proposed", "approved"):
        told = say("has consented") if state.consented else say("has not signed yet")
        yield "  " + say("Artist {who}: {told}", who=artist, told=told)
    for line in state.lines:
        until = ""
        if line.state == "promised":
            until = " " + say("(until {until})", until=utc(line.deadline))
        yield "  " + say(
            "Line {line}, {amount}, {label}, by {who}: {told}",
            line=line.number + 1,
            amount=money(line.amount),
            label=in_language(line.label),
            who=named(line.financier, overview),
            told=say(COVERS[line.state]) + until,
        )


def lines_of_tasks(overview: Overview) -> Iterator[str]:
    """What it waits for, each with its command or page."""
    if not overview.tasks:
        yield "  " + say("It waits for nobody.")
        return
    yield "  " + say("It waits for")
    for task in overview.tasks:
        until = f", {say('until {until}', until=utc(task.until))}" if task.until else ""
        yield f"    {line_of_task(task, overview)}{until}"
        yield from (f"      {each}" for each in commands_of(task, overview.record))
        if address := page_of(task, overview.record):
            yield f"      {address}"


def line_of_task(task: Task, overview: Overview) -> str:
    amount = "" if task.amount is None else overview.now["currency"].in_words(task.amount)
    label = named(task.label, overview) if task.kind == "approve_financier" else in_language(task.label)
    return say(
        TASKS[task.kind],
        who=named(task.who, overview),
        label=label,
        amount=amount,
        line=(task.line or 0) + 1,
        milestone=(task.milestone or 0) + 1,
    )


def line_of_date(date: Date) -> str:
    return say(DATES[date.when], number=(date.number or 0) + 1, label=in_language(date.label))


def line_of_entry(entry: Entry) -> str:
    values = {"sender": entry.sender, "nonce": entry.nonce, "intent": entry.intent}
    if entry.status == "dropped":
        return say("{sender}, nonce {nonce}: {intent} lost its place to another transaction", **values)
    if entry.is_out:
        return say("{sender}, nonce {nonce}: {intent} waits for a block", **values)
    return say("{sender}, nonce {nonce}: {intent} was not sent yet", **values)


def in_language(label: str) -> str:
    return choose_label(label, current_language())


def named(address: str, overview: Overview) -> str:
    """With its name in the preset, if it has one there."""
    name = name_of(address, overview.people)
    return f"{name} {address}" if name else address
