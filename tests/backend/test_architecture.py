"""The house rules that no eye can check: arrows between packages, one commit, no floats near money."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BACKEND = ROOT / "backend"

FOUNDATIONS = {
    "accrual",
    "addresses",
    "amounts",
    "catalogs",
    "eip55",
    "errors",
    "keeping",
    "languages",
    "local",
    "sentences",
    "settings",
    "spreadsheets",
    "tables",
}
"""What any room may stand on: values, the tables, this machine's own tools."""

ARROWS: dict[str, set[str]] = {
    **dict.fromkeys(FOUNDATIONS, FOUNDATIONS),
    "db": {"migrations"},
    "migrations": {"db"},
    "chain": set(),
    "mirror": {"chain", "db"},
    "royalties": {"chain"},
    "books": {"chain"},
    "papers": {"books", "queries"},
    "queries": set(),
    "guards": set(),
    "news": set(),
    "problems": set(),
    "accounts": {"chain"},
    "calls": {"chain", "queries"},
    "fates": {"calls", "chain", "queries"},
    "api": {
        "accounts",
        "calls",
        "chain",
        "db",
        "fates",
        "guards",
        "news",
        "papers",
        "problems",
        "queries",
        "royalties",
        "webhooks",
    },
    "web": {
        "accounts",
        "calls",
        "chain",
        "db",
        "fates",
        "guards",
        "news",
        "problems",
        "queries",
        "royalties",
    },
    "app": {"api", "chain", "guards", "web", "queries", "db"},
    "watch": {"chain", "db", "fates", "queries"},
    "webhooks": {"db", "queries"},
    "leading": {"chain", "db", "mirror"},
    "payer": {"chain", "db", "royalties"},
    "worker": {"chain", "db", "leading", "mirror", "payer", "royalties", "watch", "webhooks"},
    "demo": {"chain", "db", "migrations", "mirror", "queries", "royalties"},
    "cli": {
        "app",
        "worker",
        "demo",
        "books",
        "chain",
        "db",
        "migrations",
        "mirror",
        "papers",
        "queries",
        "royalties",
    },
}

MAY_COMMIT = {"app", "cli", "worker", "demo", "migrations", "mirror"}
MONEY = {"accrual", "amounts", "books", "calls", "papers", "mirror", "queries", "royalties", "api"}


def sources(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        module = BACKEND / f"{room}.py"
        yield from [module] if module.exists() else sorted((BACKEND / room).rglob("*.py"))


def rooms() -> set[str]:
    found = {each.stem if each.suffix == ".py" else each.name for each in BACKEND.iterdir()}
    return {each for each in found if not each.startswith("_")}


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_every_room_has_its_arrows() -> None:
    assert rooms() == set(ARROWS)


@pytest.mark.parametrize("room", sorted(ARROWS))
def test_arrows_go_one_way(room: str) -> None:
    allowed = ARROWS[room] | FOUNDATIONS | {room}
    for path in sources(room):
        reached = {name.split(".")[1] for name in imports_of(path) if name.startswith("backend.")}
        assert reached <= allowed, f"{path.relative_to(ROOT)} reaches {sorted(reached - allowed)}"


def test_only_the_chain_package_imports_web3() -> None:
    for path in sources(*(rooms() - {"chain"})):
        assert not {name for name in imports_of(path) if name.split(".")[0] == "web3"}, path


def test_queries_and_verbs_commit_nothing() -> None:
    for path in sources(*(rooms() - MAY_COMMIT)):
        calls = {
            node.func.attr
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not calls & {"commit", "rollback"}, path


def test_money_never_meets_a_float() -> None:
    for path in sources(*MONEY):
        for node in ast.walk(ast.parse(path.read_text())):
            is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            is_call = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
            )
            assert not is_literal, f"{path}:{node.lineno} has a float"
            assert not is_call, f"{path}:{node.lineno} makes a float"


def test_files_are_split_before_400_lines() -> None:
    trees = (ROOT / "backend", ROOT / "contracts", ROOT / "scripts", ROOT / "tests")
    for path in chain.from_iterable(tree.rglob("*.*") for tree in trees):
        if path.suffix in {".py", ".sol", ".html", ".css", ".js", ".cjs"}:
            assert len(path.read_text().splitlines()) <= 400, path


def test_nothing_is_named_for_no_purpose() -> None:
    vague = {"utils", "helpers", "common", "misc", "manager", "service"}
    for tree in (ROOT / "backend", ROOT / "scripts", ROOT / "tests"):
        assert not [path for path in tree.rglob("*") if path.stem in vague]
