"""Reads the contracts as slither wants them: `sources.py <compiler> <folder>`, in slither's environment.

Slither reads syntax trees, so no code is generated, which would take fifteen times as long. It runs in the
project's folder and leaves `contracts_export.json` in the one that is named.
"""

import json
import sys
from pathlib import Path
from typing import Any

from crytic_compile import CryticCompile
from crytic_compile.compilation_unit import CompilationUnit
from crytic_compile.compiler.compiler import CompilerVersion
from crytic_compile.platform.solc_standard_json import (
    SolcStandardJson,
    parse_standard_json_output,
    run_solc_standard_json,
)
from crytic_compile.platform.standard import export_to_standard

NO_CODE = {"object": "", "sourceMap": ""}


class SyntaxTrees(SolcStandardJson):
    """The contracts' sources, parsed and checked by solc and not compiled any further."""

    def compile(self, crytic_compile: CryticCompile, **options: Any) -> None:
        unit = CompilationUnit(crytic_compile, "contracts")
        version = Path(options["solc"]).name.partition("-v")[2]
        unit.compiler_version = CompilerVersion(compiler="solc", version=version, optimized=True)
        told = run_solc_standard_json(self.to_dict(), unit.compiler_version, True, solc=options["solc"])
        for contracts in told["contracts"].values():
            for contract in contracts.values():
                contract["evm"] = {"bytecode": NO_CODE, "deployedBytecode": NO_CODE}
        parse_standard_json_output(told, unit)


def main(compiler: str, folder: str) -> None:
    files = (path for path in sorted(Path("contracts").rglob("*.sol")) if "testing" not in path.parts)
    sources = {path.as_posix(): {"content": path.read_text()} for path in files}
    settings = {
        "remappings": ["@openzeppelin/=node_modules/@openzeppelin/"],
        "outputSelection": {"*": {"*": ["abi", "devdoc", "userdoc"], "": ["ast"]}},
    }
    request = Path(folder, "contracts_export")
    request.write_text(json.dumps({"language": "Solidity", "sources": sources, "settings": settings}))
    export_to_standard(CryticCompile(SyntaxTrees(str(request)), solc=compiler), export_dir=folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
