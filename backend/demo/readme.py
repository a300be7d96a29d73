"""`python -m backend.demo.readme`: writes the tables of the demo that ran last into the README."""

import io
import json
import re
from pathlib import Path

from rich.console import Console

from backend.demo.checks import Check
from backend.demo.report import print_account
from backend.demo.sums import Account, Row
from backend.local.paths import ROOT, data_folder
from backend.queries.terms import Currency

README = ROOT / "README.md"
PART = re.compile(r"(?<=<!-- demo -->\n```text\n).*?(?=```\n<!-- /demo -->)", re.DOTALL)


def render_tables(home: Path) -> str:
    """The tables of the demo kept in `home`, as the terminal shows them. FileNotFoundError if none."""
    kept = json.loads((home / "demo.json").read_text())
    text = io.StringIO()
    console = Console(file=text, width=100)
    for each in kept["accounts"]:
        rows, checks = (Row(**row) for row in each["rows"]), (Check(**check) for check in each["checks"])
        currency = Currency(**each["currency"])
        account = Account(
            each["campaign"], each["name"], each["status"], currency, tuple(rows), tuple(checks)
        )
        print_account(console, account)
    return re.sub(r" +$", "", text.getvalue(), flags=re.MULTILINE).strip() + "\n"


def read_tables() -> str:
    """What the README shows. IndexError without its place in the README."""
    return str(PART.findall(README.read_text())[0])


if __name__ == "__main__":
    tables = render_tables(data_folder())
    README.write_text(PART.sub(lambda _: tables, README.read_text()))
