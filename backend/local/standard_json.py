"""What the compiler is given, whole: every source with its text, and the settings. From it alone, the same
code is compiled again on any machine; explorers that verify contracts take it as it is.

Brownie gives the compiler what changed since it compiled last, and the compiler reads imports from the disk.
Here the same sources and settings are put together for a few contracts, in one order: a digest names them.
"""

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from backend.local.paths import BUILD, ROOT

Input = dict[str, Any]

IMPORT = re.compile(r'^import\s[^;]*?"([^"]+)"', re.MULTILINE)
WANTED = ["abi", "evm.bytecode.object", "evm.deployedBytecode", "metadata"]


class SourcesChanged(Exception):
    """What was compiled is not what the files say now."""


def standard_input(contracts: Mapping[str, str]) -> Input:
    """The compiler's input for these contracts: the file of each, by its name.

    Raises SourcesChanged when one of the files is not the one that Brownie compiled.
    """
    compiler = yaml.safe_load((ROOT / "brownie-config.yaml").read_text())["compiler"]
    settings = compiler["solc"]
    remappings = dict(each.split("=", 1) for each in settings["remappings"])
    sources = read_whole(contracts.values(), remappings)
    refuse_changed(sources)
    outputs: dict[str, dict[str, list[str]]] = {"*": {"": ["ast"]}}
    for name, file in contracts.items():
        outputs.setdefault(file, {})[name] = WANTED
    return {
        "language": "Solidity",
        "sources": {name: {"content": text} for name, text in sources.items()},
        "settings": {
            "evmVersion": compiler["evm_version"],
            "optimizer": settings["optimizer"],
            "outputSelection": outputs,
            "remappings": settings["remappings"],
            "viaIR": settings["viaIR"],
        },
    }


def read_whole(files: Iterable[str], remappings: Mapping[str, str]) -> dict[str, str]:
    """The text of these files and of all that they import, directly or not."""
    found: dict[str, str] = {}
    waiting = list(files)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = (ROOT / name).read_text()
        waiting += [resolve(name, path, remappings) for path in IMPORT.findall(found[name])]
    return dict(sorted(found.items()))


def resolve(name: str, path: str, remappings: Mapping[str, str]) -> str:
    """The source that `path` stands for in the source `name`, as a path from the root."""
    if path.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    for prefix, folder in remappings.items():
        if path.startswith(prefix):
            return folder + path.removeprefix(prefix)
    return path


def refuse_changed(sources: Mapping[str, str]) -> None:
    """Brownie keeps the source of each contract beside its code. Raises SourcesChanged."""
    for file in sorted((BUILD / "contracts").glob("*.json")):
        built = json.loads(file.read_text())
        source = built["sourcePath"]
        if source in sources and sources[source] != built["source"]:
            raise SourcesChanged(f"{source} is not what was compiled: run `make contracts`, then try again")


def canonical(given: Input) -> bytes:
    """The one way to write it down: keys in order, one line for each, a line feed at the end."""
    return (json.dumps(given, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def digest_of(written: bytes) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(written).hexdigest()
