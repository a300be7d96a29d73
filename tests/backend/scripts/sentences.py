"""Every sentence that scripts/ says to a person, found in their sources."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backend.local.networks import read_networks
from backend.local.paths import ROOT
from scripts.description.comments import paragraphs
from scripts.description.creation import MODEL_FILES

SCRIPTS = ROOT / "scripts"
DEMO = {"demo.py", "scenes.py", "stories.py", "crowd.py", "fundraising.py", "production.py", "batch.py"}
"""`make demo` tells its story in English, on a development chain, to whoever tries this out."""
SPEAKERS = {"say", "say_count", "mark"}
PROSE = re.compile(r"[a-z’']{2,}[,;:]? [a-z’']{2,}[,;:]? [a-z’']{2,}", re.IGNORECASE)
"""Three words in a row."""
FOR_MACHINES = ("make brownie ", "#   coprod campaign ", "stands in for ", "default-src ")
"""Commands to be pasted, and words that no person reads."""
Sentence = str | tuple[str, str]


def sources() -> list[Path]:
    return sorted(file for file in SCRIPTS.rglob("*.py") if file.name not in DEMO)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Of say, say_count and mark."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKERS:
            yield node


def sentences_of(call: ast.Call) -> list[ast.expr]:
    assert isinstance(call.func, ast.Name)
    return call.args[: 2 if call.func.id == "say_count" else 1]


def said_in(tree: ast.AST) -> Iterator[Sentence]:
    for call in calls(tree):
        texts = [each.value for each in sentences_of(call) if isinstance(each, ast.Constant)]
        if len(texts) == 2:
            yield texts[0], texts[1]
        elif texts:
            yield texts[0]


def all_sentences() -> set[Sentence]:
    """Those of the code, the comments of the presets, and when a block is final on each network."""
    found = {each for file in sources() for each in said_in(ast.parse(file.read_text()))}
    found |= {each.finality for each in read_networks()}
    return found | {each for file in MODEL_FILES.values() for each in comments_of(file)}


def comments_of(preset: Path) -> Iterator[str]:
    """Of what `new` writes: the head of a preset speaks of presets, but for its first and last paragraph."""
    text = preset.read_text()
    head, _, rest = text.partition("\n\n")
    kept = list(paragraphs(head))
    yield from (kept[0], kept[-1])
    yield from paragraphs(rest)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def unsaid_in(tree: ast.Module) -> Iterator[str]:
    """Prose that is no docstring and is not handed to say, or in an error that no person is to see."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and PROSE.search(text) and not text.startswith(FOR_MACHINES):
            above: list[Any] = [node]
            while above[-1] in parents:
                above.append(parents[above[-1]])
            if not any(map(excuses, above)):
                yield f"line {above[0].lineno}: {text[:70]}"


MISTAKES = {"ValueError", "RuntimeError", "TypeError", "NotImplementedError", "AssertionError"}
"""What only a programmer sees."""
DAMAGES = {"LinesContradict", "BlockUnknown"}
"""What is wrong with a damaged journal or a broken node: a detail behind a sentence that says what to do."""


def excuses(node: ast.AST) -> bool:
    """A docstring stands as a statement; an error's title is for problem+json."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "title":
        return True
    names = SPEAKERS | MISTAKES | DAMAGES
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
