"""What is wrong with a file: every problem, in one report."""

from collections.abc import Sequence
from typing import NamedTuple

from backend.errors import CoprodError

# A million broken lines make no better report than the first thousand, and would not fit in memory.
LISTED = 1000


class Problem(NamedTuple):
    """One finding. Lines count from 1, as in an editor; a column is named by its header, "" for all of it.

    `code` is a stable slug; `message` says what was found and what to do.
    """

    line: int
    column: str
    code: str
    message: str

    def __str__(self) -> str:
        where = f"line {self.line}, {_shown(self.column)}" if self.column else f"line {self.line}"
        return f"{where}: {self.message}"


class StatementRefused(CoprodError):
    """The file is refused as a whole: nothing of it may be stored.

    `problems` are the reasons, at most LISTED of them; `unlisted` counts the others. `warnings` are findings
    that alone would not have refused it. str() is the report, one finding a line.
    """

    status = 422
    type = "statement-refused"
    title = "This file cannot be imported"

    def __init__(
        self, name: str, problems: Sequence[Problem], warnings: Sequence[Problem] = (), unlisted: int = 0
    ) -> None:
        self.name = name
        self.problems = list(problems)
        self.warnings = list(warnings)
        self.unlisted = unlisted
        count = len(problems) + unlisted
        problem_s = "problem" if count == 1 else "problems"
        lines = [f"{quote(name)} was refused, nothing was stored: {count} {problem_s}."]
        lines += [f"  {problem}" for problem in problems]
        if unlisted:
            lines.append(f"  … and {unlisted} more of them further down.")
        lines += [f"  warning, {warning}" for warning in warnings]
        super().__init__("\n".join(lines))


class Report:
    """Collects the findings of one file in bounded memory."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.count = 0

    def refuse(self, line: int, column: str, code: str, message: str) -> None:
        """Record a reason to refuse the file."""
        self.count += 1
        if self.count <= LISTED:
            self.problems.append(Problem(line, column, code, message))

    def warn(self, line: int, column: str, code: str, message: str) -> None:
        """Record a finding that the file may pass with."""
        if len(self.warnings) < LISTED:
            self.warnings.append(Problem(line, column, code, message))

    def refusal(self) -> StatementRefused:
        """The error that carries all of it."""
        return StatementRefused(self.name, self.problems, self.warnings, self.count - len(self.problems))


def quote(text: str) -> str:
    """`text` in quotation marks, short, on one line, and without what could steer a terminal."""
    return f"“{_shown(text)}”"


def _shown(text: str) -> str:
    short = text if len(text) <= 60 else text[:57] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)
