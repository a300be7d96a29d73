"""The places of keys are those where tomllib found the values, however a file is written."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.description.creation import MODEL_FILES
from scripts.description.places import Place, Places

NAMES = st.sampled_from(["a", "b", "c-1", "_d", "20", "longer"])
QUOTED = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, blacklist_characters='\x7f."\\[]'),
    min_size=1,
    max_size=4,
)
SCALARS = st.sampled_from(
    [
        *(
            "1",
            "-0x1F".lstrip("-"),
            "1_000",
            "true",
            "2.5e3",
            "nan",
            "1979-05-27T07:32:00Z",
            "1979-05-27 07:32:00",
        ),
        *('"a # b = [c]"', "'d \"e\" #'", r'"\" \\ , ] }"', '""', "''", '"é\\u00e9"'),
        *(
            '"""\nx = 1\n[[y]]\n"""',
            "'''\n# ''\nz'''",
            '"""a""b"""',
            '"""c"""""',
            "'''d'''''",
            '"""\\\n  e\\""""',
        ),
    ]
)
SPACES = st.sampled_from(["", " ", "\t", "  "])
ENDS = st.sampled_from(["\n", "\n\n", " # a = [b\n", "\r\n", "\n  # c\n"])


@st.composite
def values(draw: Any, depth: int = 2) -> str:
    kind = draw(st.integers(0, 5)) if depth else 0
    inside = [draw(values(depth - 1)) for _ in range(draw(st.integers(0, 3)))] if kind > 3 else []
    if kind == 4:
        gap = draw(st.sampled_from(["", " ", "\n", " # ]\n", "\n\t"]))
        return (
            f"[{gap}"
            + f",{gap}".join(inside)
            + draw(st.sampled_from(["", f"{gap},{gap}" if inside else gap]))
            + "]"
        )
    if kind == 5:
        names = draw(st.lists(NAMES, min_size=len(inside), max_size=len(inside), unique_by=str.lower))
        return "{ " + ", ".join(f"{name} = {each}" for name, each in zip(names, inside, strict=True)) + " }"
    return str(draw(SCALARS))


@st.composite
def keys(draw: Any) -> str:
    parts = [
        draw(st.one_of(NAMES, QUOTED.map(lambda text: f'"{text}"'), NAMES.map(lambda name: f"'{name}'")))
        for _ in range(draw(st.integers(1, 2)))
    ]
    return f"{draw(SPACES)}.{draw(SPACES)}".join(parts)


@st.composite
def documents(draw: Any) -> str:
    """What is no TOML by its rules (a key twice) is left out by whoever draws one."""
    lines = []
    for _ in range(draw(st.integers(1, 8))):
        kind, indent = draw(st.integers(0, 4)), draw(SPACES)
        header = f"[{draw(SPACES)}{draw(keys())}{draw(SPACES)}]"
        line = f"[{header}]" if kind == 0 else header
        if kind > 1:
            line = f"{draw(keys())}{draw(SPACES)}={draw(SPACES)}{draw(values())}"
        lines.append(indent + line + draw(ENDS))
    return "".join(lines)


def paths(value: Any, path: str = "") -> set[str]:
    """Every key, table and element that tomllib has read."""
    found = {path} - {""}
    if isinstance(value, dict):
        for key, each in value.items():
            found |= paths(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, each in enumerate(value, 1):
            found |= paths(each, f"{path}[{number}]")
    return found


@settings(max_examples=600, deadline=None)
@given(documents())
def test_places_are_those_of_all_that_was_read(text: str) -> None:
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    text = text.replace("\r\n", "\n")
    places, lines = Places(text), text.split("\n")
    assert places.paths() == paths(read)
    for path in places.paths():
        place = places.find(path)
        there = lines[place.line - 1][place.column - 1 :]
        key = path.rpartition(".")[2].partition("[")[0]
        assert there.startswith("[") or key in there or path.endswith("]"), (path, place)


@settings(max_examples=200, deadline=None)
@given(st.lists(values(), min_size=1, max_size=5))
def test_value_is_what_follows_its_place(texts: list[str]) -> None:
    """What stands from one key's place to the next one's is that key and its value, and nothing else."""
    text = "".join(f"key{number} = {each}\n" for number, each in enumerate(texts))
    read, places, lines = tomllib.loads(text), Places(text), text.split("\n")
    starts = [places.find(f"key{number}").line - 1 for number in range(len(texts))]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
        alone = tomllib.loads("\n".join(lines[start:end]) + "\n")
        assert repr(alone) == repr({f"key{number}": read[f"key{number}"]})


@pytest.mark.parametrize("file", MODEL_FILES.values(), ids=MODEL_FILES)
def test_every_key_of_the_presets_has_its_line(file: Path) -> None:
    text = file.read_text()
    lines, places = text.split("\n"), Places(text)
    assert places.paths() == paths(tomllib.loads(text))
    for path in places.paths():
        key = path.rpartition(".")[2].partition("[")[0]
        assert key in lines[places.find(path).line - 1]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("gone", Place(2, 1)),
        ("page.gone", Place(3, 1)),
        ("list[2].gone", Place(6, 1)),
        ("list[3].gone", Place(5, 1)),
        ("opens_in", Place(2, 1)),
    ],
)
def test_what_is_missing_belongs_to_its_table(path: str, place: Place) -> None:
    text = "a = 1\nopens_at = 2\n[page]\nb = 3\n[[list]]\n[[list]]\nc = 4\n"
    assert Places(text).find(path) == place
