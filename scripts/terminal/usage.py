"""Typer's own words in the reader's language: the frame of --help, and what is wrong with a command."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from scripts.language import mark, say

UsageError: Any = typer.BadParameter.__mro__[1]
"""A command that makes no sense. Typer keeps its name to itself."""
FRAME = (
    mark("Usage: "),
    mark("Options:"),
    mark("Arguments:"),
    mark("Commands:"),
    mark("Show this message and exit."),
    mark("[required]"),
    mark("[default: "),
    mark("[env var: "),
    mark("; default: "),
    mark("; required]"),
)
WORDS = re.compile("|".join(map(re.escape, FRAME)))
STRANGER = re.compile(r"'([^']+)'|\(([^()]+)\)$")
"""What a UsageError without a parameter names: a verb that there is not, or an argument too many."""


class Verb(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return translate(super().get_help(ctx))


class Verbs(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return translate(super().get_help(ctx))


def translate(text: str) -> str:
    return WORDS.sub(lambda found: say(found[0]), text)


def explain_usage(wrong: Any) -> list[str]:
    """What to say of a UsageError, in lines; of one who asks for nothing, the help."""
    if type(wrong).__name__ == "NoArgsIsHelpError":
        return [wrong.message]
    lines = []
    if wrong.ctx is not None:
        command = wrong.ctx.command_path
        lines += [translate(wrong.ctx.get_usage()), say("Try '{command} --help' for help.", command=command)]
    return [*lines, "", say("Error: {problem}", problem=find_problem(wrong))]


def find_problem(wrong: Any) -> str:
    hint = wrong.param.get_error_hint() if getattr(wrong, "param", None) is not None else ""
    if hasattr(wrong, "param_type"):
        return say("{parameter} is missing", parameter=hint)
    if hasattr(wrong, "possibilities"):
        near = ", ".join(sorted(wrong.possibilities or ()))
        said = say("there is no option {option}", option=wrong.option_name)
        return f"{said} ({near})" if near else said
    if hasattr(wrong, "option_name"):
        return say("{option} needs a value", option=wrong.option_name)
    if hint:
        return say("{parameter} does not take this value", parameter=hint)
    if stranger := STRANGER.search(wrong.message):
        return say("nothing is called {word} here", word=stranger[1] or stranger[2])
    return str(wrong.format_message())
