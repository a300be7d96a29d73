"""All that is wrong with a description is found at its line, with what to do, in both languages (9.1)."""

import ast
import re
import shutil
import string
import time
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.description.creation import MODEL_FILES
from scripts.description.inspection import Facts, Remark, inspect
from scripts.description.project_terms import HOLDERS
from scripts.language import speaking
from scripts.money import Currency
from scripts.refusal import Refused
from tests.backend.scripts.broken import DATES, MONEY, READING, SHARING, Broken
from tests.backend.scripts.doubtful import PEOPLE, REACH, SUMS, WORDS
from tests.backend.scripts.sentences import SCRIPTS, Sentence, said_in

ALL = [*READING, *MONEY, *DATES, *SHARING, *SUMS, *REACH, *WORDS, *PEOPLE]
OURS = ("economics", "bilingual", "inspection")
ELSEWHERE = {
    # What the chain alone could be told, since no file can say it: test_terms_refused.py.
    "fans cannot bring more than the whole: write 100 or less",
    "no more than the whole can be deducted: write 100 or less",
    "no percentage goes beyond 100",
    # Of a file that is not there, or is no TOML; of a chain; and the frame of a refusal: below.
    "there is no file {file}; {example} shows one",
    "{file} is no TOML file: save it as UTF-8",
    "{file} is no TOML file: it is nested too deeply",
    "{file} is no TOML file: {problem}. Texts stand in quotes, each key stands once, brackets are closed",
    "the platform allows {currencies} here: choose one of them",
    "the platform takes {rate} of what is raised, {fee} of the goal, which leaves {left}: count it in the "
    "budget",
    "{file} makes no sense yet:",
    "line {line}, ",
}


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


@pytest.mark.parametrize(
    ("content", "line", "column", "says"),
    [
        ("goal = 1\ngoal = 2\n", 2, 9, "Cannot overwrite a value"),
        ('goal = "1\n', 1, 10, "is no TOML file"),
        ("name = 'x'\n[page\n", 2, 6, "is no TOML file"),
        (b'name = "x"\nname = "\xe9t\xe9"\n', 2, 9, "save it as UTF-8"),
        ("a = " + 5_000 * "[" + 5_000 * "]", 1, 1, "nested too deeply"),
    ],
    ids=["twice", "open text", "open bracket", "latin", "deep"],
)
def test_what_is_no_toml_is_found_where_it_stops(
    content: str | bytes, line: int, column: int, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with speaking("fr"):
        [french] = inspect(file).remarks
    [remark] = inspect(file).remarks
    assert (remark.level, remark.line, remark.column) == ("error", line, column)
    assert says in remark.problem
    assert french.problem != remark.problem


def test_windows_files_are_read_as_others(tmp_path: Path) -> None:
    """With a byte order mark, and two characters at each line's end."""
    source = MODEL_FILES["community"]
    for folder in ("prospectus", "posters"):
        shutil.copytree(source.parent / folder, tmp_path / folder)
    file = tmp_path / "community.toml"
    file.write_bytes(b"\xef\xbb\xbf" + source.read_bytes().replace(b"\n", b"\r\n"))
    assert inspect(file).remarks == inspect(source).remarks


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"there is no file .*complement\.toml shows one"):
        inspect(tmp_path / "nowhere.toml")


@pytest.mark.parametrize("source", MODEL_FILES.values(), ids=MODEL_FILES)
def test_presets_lack_nothing_but_addresses(source: Path) -> None:
    inspection = inspect(source)
    assert not inspection.of("error")
    assert {each.key.partition(".")[0] for each in inspection.of("warning")} == {"people"}
    assert [each.key.partition("[")[0] for each in inspection.of("note")] == ["goal", "positions"]


def test_chain_tells_currencies_fee_and_time() -> None:
    """On a real chain nobody stands in for people left blank (2.2)."""
    eurc = Currency(HOLDERS, "EURC", 6)
    facts = Facts({"EURC": eurc}, fee_bps=250, now=int(time.time()), stand_ins=False)
    source = MODEL_FILES["label"]
    blank = inspect(source, facts)
    assert {each.key for each in blank.of("error")} == {"people.collector", "people.artist", "people.label"}
    there = inspect(source, replace(facts, stand_ins=True))
    [fee, _] = there.of("note")
    assert fee.problem.startswith("the platform takes 2.5 % of what is raised, 750.00")
    [usdc] = [each for each in inspect(MODEL_FILES["community"], facts).remarks if each.key == "currency"]
    assert (usdc.level, usdc.problem) == ("error", "the platform allows EURC here: choose one of them")


def test_every_finding_is_shown(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever adds a finding adds a description that has it."""
    told = {each for broken in ALL for each in problems(broken, tmp_path_factory.mktemp("all"))}
    for module in ("findings", "preset", "sections", "terms", "waterfall_terms", *OURS):
        for sentence in said_in(ast.parse(next(SCRIPTS.rglob(f"{module}.py")).read_text())):
            if sentence not in ELSEWHERE:
                assert any(fits(sentence, problem) for problem in told), (module, sentence)


def problems(broken: Broken, folder: Path) -> set[str]:
    return {each.problem for each in inspect(broken.write(folder)[0]).remarks}


def fits(sentence: Sentence, problem: str) -> bool:
    literal, pattern = str(sentence), ""
    for text, name, _, _ in string.Formatter().parse(literal):
        pattern += re.escape(text) + (".*" if name else "")
    return re.search(pattern, problem, re.DOTALL) is not None
