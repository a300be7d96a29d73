"""`make demo`, whole: its sums by independent arithmetic, a worker killed on its way, a second start."""

import csv
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
import pytest

from backend.db import find_running
from backend.demo.readme import read_tables, render_tables
from backend.local.paths import ROOT
from tests.end_to_end.staging import COPROD, Demo

DATA = ROOT / "scripts" / "data"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A demo that came to its end undisturbed."""
    demo = Demo(tmp_path_factory.mktemp("told"), "--exit")
    assert demo.wait() == 0, demo.said
    return demo


@pytest.fixture(scope="module")
def again(told: Demo) -> Iterator[Demo]:
    """The same demo started once more, and its website up."""
    demo = Demo(told.home)
    try:
        before = told.said.count("The website is up")
        demo.wait_until(lambda: demo.said.count("Forget all of it") > before)
        yield demo
    finally:
        demo.stop()


def account(demo: Demo, name: str) -> Any:
    return next(each for each in demo.accounts if each["name"] == name)


def test_all_sums_agree_and_the_exit_code_says_so(told: Demo) -> None:
    assert "All sums agree." in told.said
    assert "DOES NOT AGREE" not in told.said


def test_holders_of_the_film_are_paid_what_the_accountant_reported(told: Demo) -> None:
    """5.2, 5.3: the file, read as text, through the preset's percentages in fractions."""
    lines = (DATA / "film-recettes-2026-s1.csv").read_bytes().decode("cp1252").splitlines()
    rows = list(csv.DictReader(lines, delimiter=";"))
    gross, net = (
        sum(int(re.sub("[^0-9-]", "", row[column])) for row in rows)
        for column in ("Recettes brutes HT", "Net producteur")
    )
    assert net == 78_374_156
    off_the_top = Fraction(gross) * Fraction(15, 1000)
    for_holders = (Fraction(net) - off_the_top) * Fraction(10, 100)
    paid = sum(row["paid"] for row in account(told, "Les Heures claires")["rows"])
    assert abs(for_holders * 10_000 - paid) < 100


def test_holders_of_the_record_are_paid_what_the_distributor_reported(told: Demo) -> None:
    text = (DATA / "distrokid-2026-q3.tsv").read_bytes().decode("latin-1")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    earned = sum((Decimal(row["Earnings (USD)"]) for row in rows), Decimal(0))
    paid = sum(row["paid"] for row in account(told, "Ligne de crête")["rows"])
    assert abs(earned * 40 / 100 * 10**6 - paid) < 100


def test_each_holder_has_the_part_of_their_shares(told: Demo) -> None:
    for name in ("Les Heures claires", "Ligne de crête"):
        rows = account(told, name)["rows"]
        supply, total = sum(row["shares"] for row in rows), sum(row["paid"] for row in rows)
        for row in rows:
            assert row["left"] == 0
            assert abs(Fraction(total * row["shares"], supply) - row["paid"]) < 2


def test_failed_campaign_gives_everything_back(told: Demo) -> None:
    failed = account(told, "Nuit blanche à Brest")
    assert failed["status"] == "failed"
    assert failed["rows"]
    assert all(row["contributed"] == row["paid"] > 0 == row["left"] for row in failed["rows"])


def test_readme_shows_the_tables_that_the_demo_prints(told: Demo) -> None:
    """Made by `python -m backend.demo.readme` after a demo."""
    assert read_tables() == render_tables(told.home)


def test_worker_killed_among_its_payouts_changes_nothing(told: Demo, tmp_path: Path) -> None:
    """7.2: kill -9 after each of the first payouts was recorded; the table is that of the undisturbed run."""
    demo = Demo(tmp_path / "killed", "--exit")
    log, killed = demo.home / "worker.log", 0
    try:
        for count in (1, 2, 3):
            demo.wait_until(
                lambda: log.exists() and log.read_text().count("payouts recorded") >= count  # noqa: B023
            )
            demo.child("worker").kill()
            killed += 1
            demo.wait_until(lambda: log.read_text().count("worker started") > killed)  # noqa: B023
        assert demo.wait() == 0, demo.said
    finally:
        demo.stop()
    assert demo.accounts == told.accounts


def test_second_start_shows_the_same_and_the_website(again: Demo, told: Demo) -> None:
    assert "The demo was here before" in again.said
    assert again.accounts == told.accounts
    site = re.findall(r"^Website +(\S+)", again.said, re.MULTILINE)[-1]
    assert "Les Heures claires" in httpx.get(f"{site}/en/").text
    assert len(httpx.get(f"{site}/v1/projects").json()["projects"]) == 3


def test_row_changed_by_hand_is_named_by_reconcile(again: Demo) -> None:
    chain = re.findall(r"RPC (\S+),", again.said)[-1]
    settings = os.environ | {"COPROD_HOME": str(again.home), "COPROD_RPC_URL": chain, "COLUMNS": "200"}
    database = (find_running(again.home / "postgres") or "").replace("+psycopg", "")
    with psycopg.connect(database) as connection:
        compare = [COPROD, "reconcile"]
        assert subprocess.run(compare, env=settings, capture_output=True).returncode == 0
        changed = "update payments set amount = amount + 1 where (block_number, log_index) = (%s, %s)"
        undone = changed.replace("+", "-")
        row = connection.execute("select block_number, log_index from payments limit 1").fetchone()
        connection.execute(changed, row)
        connection.commit()
        found = subprocess.run(compare, env=settings, capture_output=True, text=True)
        connection.execute(undone, row)
        connection.commit()
    assert found.returncode == 1
    assert f"payments: block_number {row[0]}, log_index {row[1]}: amount is" in found.stdout


def test_interrupted_demo_stops_what_it_started(again: Demo) -> None:
    children = psutil.Process(again.process.pid).children(recursive=True)
    assert len(children) >= 4
    again.process.send_signal(signal.SIGINT)
    assert again.wait() == 0
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
