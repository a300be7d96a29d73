"""Everything that is wrong with a description is found, at its line, with what to do, in both languages."""

from pathlib import Path

import pytest

from scripts.inspection import Remark, inspect
from scripts.language import speaking
from tests.backend.scripts.broken import DATES, MONEY, READING, SHARING, Broken
from tests.backend.scripts.doubtful import PEOPLE, REACH, SUMS, WORDS

ALL = [*READING, *MONEY, *DATES, *SHARING, *SUMS, *REACH, *WORDS, *PEOPLE]


def names(broken: Broken) -> str:
    return f"{broken.key}: {broken.says}"


def found(file: Path, broken: Broken) -> list[Remark]:
    return [each for each in inspect(file).remarks if (each.key, each.level) == (broken.key, broken.level)]


@pytest.mark.parametrize("broken", ALL, ids=names)
def test_finding_names_its_line_and_what_to_do(broken: Broken, tmp_path: Path) -> None:
    file, line, column = broken.write(tmp_path)
    said = [each for each in found(file, broken) if each.problem.startswith(broken.says)]
    assert [(each.line, each.column) for each in said] == [(line, column)], inspect(file).remarks
    with speaking("fr"):
        french = [each.problem for each in found(file, broken)]
    assert french
    assert not {each.problem for each in said} & set(french)
