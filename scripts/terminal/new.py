"""`coprod campaign new [FILE]`: asks what a project is, and writes the description that other verbs read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from scripts.description.creation import MODEL_FILES, Draft, draft, write
from scripts.description.inspection import Inspection, inspect
from scripts.description.preset import read_preset
from scripts.description.questions import Question, model_question, questions
from scripts.language import say, say_count
from scripts.refusal import Refused
from scripts.slugs import slug_of
from scripts.terminal.frame import ask, confirm, show, tell
from scripts.terminal.options import AsJson, Language, Yes

Text = Annotated[str | None, typer.Option(help=say("An answer; without it you are asked."))]


def new(
    file: Annotated[
        Path | None, typer.Argument(help=say("Where to write it; else a file named after the work."))
    ] = None,
    model: Annotated[
        str | None, typer.Option(help=say("community, label, complement or professional."))
    ] = None,
    name: Text = None,
    symbol: Text = None,
    currency: Text = None,
    budget: Text = None,
    community: Text = None,
    price: Text = None,
    shares: Text = None,
    goal: Text = None,
    opens: Text = None,
    open_for: Text = None,
    english: Text = None,
    french: Text = None,
    financier: Annotated[
        list[str] | None, typer.Option(help=say("What a financier of the model brings: cnc=500000."))
    ] = None,
    person: Annotated[
        list[str] | None, typer.Option(help=say("The address of somebody in the model: artist=0x…"))
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=say("Replace files that are there."))
    ] = False,
    yes: Yes = False,
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    given = {
        "model": model,
        "name": name,
        "symbol": symbol,
        "currency": currency,
        "budget": budget,
        "community": community,
        "price": price,
        "shares": shares,
        "goal": goal,
        "opens": opens,
        "open-for": open_for,
        "english": english,
        "french": french,
        **pairs("financier", financier or []),
        **pairs("person", person or []),
    }
    options = {option: answer for option, answer in given.items() if answer is not None}
    answers = collect(options, ask_nothing=yes)
    made = draft(answers, file or Path(f"{slug_of(answers['name'])}.toml"))
    agree_to_overwrite(made, overwrite=overwrite, yes=yes)
    write(made)
    inspection = inspect(made.description)
    files = {"file": str(made.description), "written": [str(each) for each in made.contents]}
    show(files | {"check": inspection.data()}, lines_of(made, inspection), as_json)


def pairs(option: str, given: list[str]) -> dict[str, str]:
    """{"financier.cnc": "500000"} for cnc=500000. Raises Refused."""
    found = {}
    for each in given:
        name, equals, answer = each.partition("=")
        if not equals:
            raise Refused(
                say("--{option} is a name, =, and the answer, not {text!r}", option=option, text=each)
            )
        found[f"{option}.{name.strip()}"] = answer
    return found


def collect(options: dict[str, str], *, ask_nothing: bool) -> dict[str, Any]:
    """All answers by their keys: from options, from the person, or usual ones. Raises Refused."""
    unused = dict(options)
    answers: dict[str, Any] = {}

    def put(question: Question) -> None:
        option = unused.pop(question.option, None)
        answers[question.key] = answer_to(question, answers, option, ask_nothing=ask_nothing)

    put(model_question())
    for question in questions(read_preset(MODEL_FILES[answers["model"]])):
        put(question)
    if unused:
        names = ", ".join(unused)
        raise Refused(say("the model {model} does not ask for {names}", model=answers["model"], names=names))
    return answers


def answer_to(question: Question, answers: dict[str, Any], option: str | None, *, ask_nothing: bool) -> Any:
    """A wrong answer of a person is told, and asked for again; a wrong option is refused."""
    default = question.default(answers)
    if option is not None or ask_nothing:
        try:
            return question.read(default if option is None else option, answers)
        except Refused as refused:
            about = question.option.replace(".", " ")
            raise Refused(say("--{option}: {problem}", option=about, problem=refused)) from None
    tell(f"\n{question.why}")
    while True:
        typed = ask(question.text, default)
        try:
            return question.read(typed, answers)
        except Refused as refused:
            tell(f"  {refused}")


def agree_to_overwrite(made: Draft, *, overwrite: bool, yes: bool) -> None:
    """Raises Refused: nobody's file is replaced unless they say so for that very file."""
    if overwrite or not (there := made.existing()):
        return
    names = ", ".join(map(str, there))
    if yes:
        raise Refused(say("{files}: there already; name another file, or say --overwrite", files=names))
    confirm(say("{files}: there already, and would be replaced.", files=names), yes=False)


def lines_of(made: Draft, inspection: Inspection) -> Iterator[str]:
    for file in made.contents:
        yield say("Written: {file}", file=file)
    yield say("Milestones, rewards and shares of receipts are those of the model: change them in the file.")
    left = [*inspection.of("error"), *inspection.of("warning")]
    if left:
        yield say_count(
            "{count} thing is left to complete:", "{count} things are left to complete:", len(left)
        )
    for remark in left:
        yield say("  line {line}, {key}: {problem}", line=remark.line, key=remark.key, problem=remark.problem)
    yield say("Next: coprod campaign check {file}", file=made.description)
