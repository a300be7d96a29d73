"""When `make gas` fails: a row over 1 % above the file, a goal that is missed, a row that nobody knows."""

import json

from backend.local.paths import ROOT
from tests.proof.gas.rows import DEPOSIT_FEW, DEPOSIT_MANY, PAYOUT_NEW, TRANSFER
from tests.proof.gas.table import OURS, REFERENCES, missed_goals, worse_rows

FILE = json.loads((ROOT / "tests" / "contracts" / "gas.json").read_text())


def test_the_file_holds_every_row_in_order_and_meets_every_goal() -> None:
    assert list(FILE) == OURS + REFERENCES
    assert all(type(gas) is int for gas in FILE.values())
    assert missed_goals(FILE) == worse_rows(FILE, FILE) == []


def test_one_per_cent_more_is_let_pass_and_not_one_unit_above() -> None:
    known = {"claim": 50_000}
    assert worse_rows({"claim": 50_500}, known) == []
    assert worse_rows({"claim": 50_501}, known) == [
        "claim: 50,501, over 1 % more than the 50,000 of gas.json"
    ]


def test_a_row_of_one_side_only_is_told() -> None:
    assert worse_rows({"a": 1, "b": 1}, {"a": 1, "c": 1}) == [
        "b: only in one of measurement and gas.json",
        "c: only in one of measurement and gas.json",
    ]


def test_each_goal_is_the_issues() -> None:
    reached = FILE | {PAYOUT_NEW: 33_700, TRANSFER: FILE["OZ ERC20 transfer"] + 3_500}
    assert missed_goals(reached) == []
    missed = reached | {PAYOUT_NEW: 33_701, TRANSFER: reached[TRANSFER] + 1}
    assert len(missed_goals(missed)) == 2
    assert len(missed_goals(reached | {DEPOSIT_MANY: reached[DEPOSIT_FEW] + 1})) == 1
