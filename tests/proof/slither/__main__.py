"""`make slither`: fails on findings that explained.toml does not explain, and on explanations of nothing.

Slither lives in an environment of its own, .coprod/slither, because Brownie pins other versions of the same
packages. requirements.lock there and here: `make slither ARGS=lock` chooses the newest versions anew.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from backend.local import solc
from backend.local.paths import ROOT
from tests.proof.environments import Environment

HERE = Path(__file__).parent
EXPLAINED = HERE / "explained.toml"
ENVIRONMENT = Environment("slither", "slither-analyzer", HERE / "requirements.lock", megabytes=100)

Finding = dict[str, Any]


def main(arguments: list[str]) -> int:
    if arguments == ["lock"]:
        ENVIRONMENT.write_lock()
    elif arguments:
        sys.exit(f"slither: takes `lock` or nothing, not {' '.join(arguments)!r}")
    ENVIRONMENT.prepare()
    findings = analyse()
    explanations = tomllib.loads(EXPLAINED.read_text())["finding"]
    unexplained = [each for each in findings if not any(explains(e, each) for e in explanations)]
    stale = [e for e in explanations if not any(explains(e, each) for each in findings)]
    for each in unexplained:
        print(f"slither: {each['impact']} {each['check']}: {each['description']}", file=sys.stderr)
    for each in stale:
        print(f"slither: explained and not found: {each['kind']} {each.get('at', '')}", file=sys.stderr)
    print(f"{len(findings)} findings, {len(findings) - len(unexplained)} explained in {EXPLAINED.name}")
    return 1 if unexplained or stale else 0


def explains(explanation: dict[str, Any], finding: Finding) -> bool:
    first = finding["description"].partition("\n")[0]
    places = explanation.get("at", [""])
    return explanation["kind"] == finding["check"] and any(place in first for place in places)


def analyse() -> list[Finding]:
    """What slither finds in our own sources, those for tests left out. Ends the program when it fails."""
    with TemporaryDirectory(prefix="coprod-slither-") as folder:
        python, compiler = ENVIRONMENT.program("python"), solc.executable()
        subprocess.run([python, HERE / "sources.py", compiler, folder], cwd=ROOT, check=True)
        report = Path(folder, "report.json")
        command: list[str | Path] = [ENVIRONMENT.program("slither"), Path(folder, "contracts_export.json")]
        command += ["--filter-paths", "node_modules", "--json", report]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        answer: dict[str, Any] = json.loads(report.read_text()) if report.exists() else {"success": False}
    if not answer["success"]:
        sys.exit(f"slither: {answer.get('error') or told.stderr}")
    findings: list[Finding] = answer["results"].get("detectors", [])
    return findings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
