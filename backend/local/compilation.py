"""Compiling a stored input anew, with the compiler of this machine and nothing else."""

import json
import re
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.local import solc
from backend.local.paths import TOOLS
from backend.local.standard_json import Input, canonical, digest_of

FOLDER = TOOLS / "compiled"
"""Made again when it is not there: compiling takes half a minute."""


class NotCompiled(Exception):
    """The sentence says why, and what to do."""


@dataclass(frozen=True)
class Place:
    """Bytes of a contract's code that its constructor fills in. name: of the immutable variable."""

    name: str
    start: int
    length: int


@dataclass(frozen=True)
class Compiled:
    """One contract. creation, runtime: bytes as hexadecimal digits; the runtime's immutable places are zero.

    source_map: the compiler's own, for the runtime; its files are in `sources`, by their number.
    metadata: of the compiler, as text; the last bytes of the code have its hash.
    """

    name: str
    file: str
    abi: list[dict[str, Any]]
    creation: str
    runtime: str
    immutables: list[Place]
    source_map: str
    metadata: str
    sources: dict[int, str]


def compile_input(given: Input, compiler: str) -> dict[str, Compiled]:
    """The contracts of an input, by name, as this compiler makes them: kept, so it takes long once only.

    compiler: the whole version, such as 0.8.37+commit.f401782d. Raises NotCompiled.
    """
    kept = kept_file(given, compiler)
    if kept.exists():
        return {name: read_compiled(each) for name, each in json.loads(kept.read_text()).items()}
    refuse_other(compiler)
    answer = run_compiler(given)
    found = read_answer(given, answer)
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=kept.parent, delete=False) as fresh:
        json.dump({name: asdict(each) for name, each in found.items()}, fresh)
    Path(fresh.name).replace(kept)
    return found


def kept_file(given: Input, compiler: str) -> Path:
    """Where the answer is once this was compiled here."""
    return FOLDER / f"{digest_of(canonical(given))}-{compiler}.json"


def refuse_other(compiler: str) -> None:
    here = version()
    if here != compiler:
        raise NotCompiled(
            f"this was compiled by solc {compiler}, and here is {here}: check out the commit of the record, "
            "run `make setup`, and try again"
        )


def version() -> str:
    """The whole version of this machine's compiler, such as 0.8.37+commit.f401782d."""
    told = subprocess.run([solc.executable(), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Version: (\d+\.\d+\.\d+\+commit\.[0-9a-f]+)", told)
    if found is None:
        raise NotCompiled(f"the compiler does not tell its version: {told!r}")
    return found[1]


def run_compiler(given: Input) -> dict[str, Any]:
    done = subprocess.run(
        [solc.executable(), "--standard-json"], input=canonical(given), capture_output=True, check=False
    )
    if done.returncode:
        raise NotCompiled(f"the compiler failed: {done.stderr.decode(errors='replace').strip()}")
    answer: dict[str, Any] = json.loads(done.stdout)
    wrong = [each["formattedMessage"] for each in answer.get("errors", []) if each["severity"] == "error"]
    if wrong:
        raise NotCompiled(f"the stored input does not compile: {wrong[0].strip()}")
    refuse_incomplete(given, answer)
    return answer


def refuse_incomplete(given: Input, answer: dict[str, Any]) -> None:
    """The compiler takes from the disk what the input lacks. Raises NotCompiled."""
    if more := answer["sources"].keys() - given["sources"].keys():
        raise NotCompiled(f"the stored input is not whole: it lacks {', '.join(sorted(more))}")


def read_answer(given: Input, answer: dict[str, Any]) -> dict[str, Compiled]:
    names = dict(found for file in answer["sources"].values() for found in immutables_in(file["ast"]))
    sources = {file["id"]: path for path, file in answer["sources"].items()}
    found = {}
    for path, contracts in answer["contracts"].items():
        for name, each in contracts.items():
            runtime = each["evm"]["deployedBytecode"]
            references = runtime.get("immutableReferences", {}).items()
            found[name] = Compiled(
                name=name,
                file=path,
                abi=each["abi"],
                creation=each["evm"]["bytecode"]["object"],
                runtime=runtime["object"],
                immutables=[
                    Place(names[number], place["start"], place["length"])
                    for number, places in references
                    for place in places
                ],
                source_map=runtime["sourceMap"],
                metadata=each["metadata"],
                sources=sources,
            )
    return found


def immutables_in(node: Any) -> list[tuple[str, str]]:
    """Numbers and names of the immutable variables below a node of the syntax tree."""
    if isinstance(node, list):
        return [found for each in node for found in immutables_in(each)]
    if not isinstance(node, dict):
        return []
    own = [(str(node["id"]), node["name"])] if node.get("mutability") == "immutable" else []
    return own + [found for each in node.values() for found in immutables_in(each)]


def read_compiled(kept: dict[str, Any]) -> Compiled:
    places = [Place(**each) for each in kept["immutables"]]
    sources = {int(number): path for number, path in kept["sources"].items()}
    return Compiled(**{**kept, "immutables": places, "sources": sources})
