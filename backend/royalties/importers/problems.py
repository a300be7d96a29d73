"""What is wrong with a file: every problem, in one report."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from backend.errors import CoprodError
from backend.royalties.importers.words import FINDINGS
from backend.sentences import LONGEST, Sentence, quote, show_short

# A million broken lines make no better report than the first thousand, and would not fit in memory.
LISTED = 1000


class Problem(NamedTuple):
    """One finding. Lines count from 1, as in an editor; a column is named by its header, "" for all of it.

    `kind` is one of FINDINGS, and `values` are what its sentence, which says what to do, tells.
    """

    line: int
    column: str
    kind: str
    values: Mapping[str, Any]

    @property
    def code(self) -> str:
        """A stable slug, which kinds of one sort share."""
        return self.kind.partition(".")[0]

    def say(self, language: str) -> str:
        """In "fr" or "en", without the place."""
        return Sentence(FINDINGS, self.kind, self.values).say(language)

    def __str__(self) -> str:
        where = f"line {self.line}, {show_short(self.column)}" if self.column else f"line {self.line}"
        return f"{where}: {self.say('en')}"


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

    @classmethod
    def at(cls, name: str, line: int, kind: str, /, **values: Any) -> "StatementRefused":
        """For one reason, after which nothing more can be read."""
        return cls(name, [Problem(line, "", kind, values)])


class Report:
    """Collects the findings of one file in bounded memory."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.count = 0

    def refuse(self, line: int, column: str, kind: str, /, **values: Any) -> None:
        """Record a reason to refuse the file."""
        self.count += 1
        if self.count <= LISTED:
            self.problems.append(Problem(line, column, kind, _shorten(values)))

    def warn(self, line: int, column: str, kind: str, /, **values: Any) -> None:
        """Record a finding that the file may pass with."""
        if len(self.warnings) < LISTED:
            self.warnings.append(Problem(line, column, kind, _shorten(values)))

    def refusal(self) -> StatementRefused:
        """The error that carries all of it."""
        return StatementRefused(self.name, self.problems, self.warnings, self.count - len(self.problems))


def _shorten(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Cells may be long, and no more is told of them."""
    return {name: each[: LONGEST + 1] if isinstance(each, str) else each for name, each in values.items()}
