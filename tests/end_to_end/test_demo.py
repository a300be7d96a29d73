"""`make demo`, whole: its sums by independent arithmetic, a worker killed on its way, a second start."""

import csv
import json
import os
import re
import signal
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
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
from tests.end_to_end.papers import amount, read_fec, read_years, wallets
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


def film_receipts() -> tuple[int, int]:
    """Gross and net of the film's file in cents, read as text."""
    lines = (DATA / "film-recettes-2026-s1.csv").read_bytes().decode("cp1252").splitlines()
    rows = list(csv.DictReader(lines, delimiter=";"))
    gross, net = (
        sum(int(re.sub("[^0-9-]", "", row[column])) for row in rows)
        for column in ("Recettes brutes HT", "Net producteur")
    )
    return gross, net


def record_receipts() -> Decimal:
    """What the record earned in dollars, all of it net, read as text."""
    text = (DATA / "distrokid-2026-q3.tsv").read_bytes().decode("latin-1")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return sum((Decimal(row["Earnings (USD)"]) for row in rows), Decimal(0))


def test_all_sums_agree_and_the_exit_code_says_so(told: Demo) -> None:
    assert "All sums agree." in told.said
    assert "DOES NOT AGREE" not in told.said


def test_holders_of_the_film_are_paid_what_the_accountant_reported(told: Demo) -> None:
    """5.2, 5.3: the file, read as text, through the preset in fractions: first the stakes come back."""
    gross, net = film_receipts()
    assert net == 78_374_156
    rows = account(told, "Les Heures claires")["rows"]
    off_the_top = Fraction(gross) * Fraction(15, 1000)
    fans = Fraction(sum(row["contributed"] for row in rows), 10_000)
    distributor, sofica = 350_000_00 * Fraction(12, 10), 150_000_00
    left = Fraction(net) - off_the_top - distributor - sofica - fans
    assert left > 0
    for_holders = fans + left * Fraction(10, 100)
    paid = sum(row["paid"] for row in rows)
    assert abs(for_holders * 10_000 - paid) < 100


def test_holders_of_the_record_are_paid_what_the_distributor_reported(told: Demo) -> None:
    paid = sum(row["paid"] for row in account(told, "Ligne de crête")["rows"])
    assert abs(record_receipts() * 40 / 100 * 10**6 - paid) < 100


def test_each_holder_has_the_part_of_their_shares(told: Demo) -> None:
    for name in ("Les Heures claires", "Ligne de crête"):
        rows = account(told, name)["rows"]
        supply, total = sum(row["shares"] for row in rows), sum(row["paid"] for row in rows)
        for row in rows:
            assert row["left"] == 0
            assert abs(Fraction(total * row["shares"], supply) - row["paid"]) < 2


def test_failed_campaign_gives_everything_back(told: Demo) -> None:
    """3.3, 3.4: fans, patron and label."""
    failed = account(told, "Les Filles du tramway")
    assert failed["status"] == "failed"
    assert {"patron", "label"} < {row["name"] for row in failed["rows"]}
    assert all(row["contributed"] == row["paid"] > 0 == row["left"] for row in failed["rows"])


def test_campaign_wound_down_gives_back_what_is_left_in_proportion(told: Demo) -> None:
    """4.3: 65 % was released; whoever brought anything gets the same part of it, but for roundings."""
    ended = account(told, "Cordes sensibles")
    rows = ended["rows"]
    assert ended["status"] == "wound_down"
    assert {"patron", "publisher"} < {row["name"] for row in rows}
    brought = sum(row["contributed"] for row in rows)
    raised = brought - 10_000 * 10**6
    pot = raised * Fraction(95, 100) + 10_000 * 10**6
    rest = pot * Fraction(35, 100)
    for row in rows:
        assert 0 <= row["contributed"] * rest / brought - row["owed"] < row["contributed"] // (20 * 10**6) + 1
    assert [row["name"] for row in rows if row["left"]] == ["Adèle"]


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
    assert "Les Heures claires" in httpx.get(f"{site}/en/", timeout=60).text
    assert len(httpx.get(f"{site}/v1/projects", timeout=60).json()["projects"]) == 5


def test_guide_names_first_what_a_fan_can_contribute_to(again: Demo) -> None:
    """The page has the form only while the campaign is open, by the clock of the chain."""
    page = re.findall(r"^As a fan +(\S+)", again.said, re.MULTILINE)[-1]
    site, _, campaign = page.partition("/en/projects/")
    card = httpx.get(f"{site}/v1/projects/{campaign}", timeout=60).json()
    assert (card["name"], card["status"]) == ("Basse mer", "raising")
    assert f"Basse mer is open until {card['closes_at'][:10]}" in again.said
    assert 'id="action-contribute"' in httpx.get(page, timeout=60).text


def coprod(demo: Demo, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A `coprod` command beside the running demo, as its guide says."""
    chain = re.findall(r"RPC (\S+),", demo.said)[-1]
    settings = os.environ | {"COPROD_HOME": str(demo.home), "COPROD_RPC_URL": chain, "COLUMNS": "200"}
    return subprocess.run([COPROD, *arguments], env=settings, capture_output=True, text=True, check=False)


FIRST_PAYMENT = (
    "(block_number, log_index) = (select block_number, log_index from payments order by 1, 2 limit 1)"
)


@pytest.mark.parametrize(
    ("change", "undo", "named"),
    [
        (
            f"update payments set amount = amount + 1 where {FIRST_PAYMENT}",
            f"update payments set amount = amount - 1 where {FIRST_PAYMENT}",
            r"payments: block_number \d+, log_index \d+: amount is",
        ),
        (
            "update statements set document = document || '!' where id = 1",
            "update statements set document = substring(document for length(document) - 1) where id = 1",
            "statements: id 1: keccak256 of the document is",
        ),
    ],
    ids=["payment", "document"],
)
def test_row_changed_by_hand_is_named_by_reconcile(again: Demo, change: str, undo: str, named: str) -> None:
    """7.1: no difference before; then the row, the column, and exit code 1."""
    database = (find_running(again.home / "postgres") or "").replace("+psycopg", "")
    with psycopg.connect(database, autocommit=True) as connection:
        assert coprod(again, "reconcile").returncode == 0
        assert connection.execute(change).rowcount == 1
        found = coprod(again, "reconcile")
        assert connection.execute(undo).rowcount == 1
    assert found.returncode == 1
    assert re.search(named, found.stdout)


def test_audit_finds_nothing_in_the_books(again: Demo) -> None:
    """5.5, 7.2"""
    found = coprod(again, "audit")
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.rstrip().endswith("0 findings")


def test_from_the_files_to_the_pdf_of_each_holder(again: Demo) -> None:
    """5.1 to 5.5: each paper shows the files' sums and what is the holder's by its shares, to the unit."""
    gross, net = (Decimal(cents) / 100 for cents in film_receipts())
    dollars = record_receipts().quantize(Decimal("0.000001"), ROUND_HALF_EVEN)
    files = {
        "Les Heures claires": (gross, gross - net, net),
        "Ligne de crête": (dollars, Decimal(0), dollars),
    }
    addresses = wallets(again)
    rows = {name: [each for each in account(again, name)["rows"] if each["shares"]] for name in files}
    people = dict.fromkeys(addresses[row["name"]] for name in files for row in rows[name])
    years = read_years(again, list(people))
    for name, figures in files.items():
        supply = sum(row["shares"] for row in rows[name])
        paid = Fraction(sum(row["paid"] for row in rows[name]), 10**6)
        received = Decimal(0)
        for row in rows[name]:
            lines = [line for line in years[addresses[row["name"]]] if line["Projet"] == name]
            wholes = [line for line in lines if line["Nature"] == "relevé"]
            columns = ("Recette brute", "Déductions", "Net versé")
            assert {tuple(amount(whole[each]) for each in columns) for whole in wholes} == {figures}
            paid_lines = [line for line in lines if line["Nature"] == "droits reçus"]
            assert all(re.search(r"0x[0-9a-f]{64}$", line["Transaction"]) for line in paid_lines)
            mine = sum((amount(line["Montant"]) for line in paid_lines), Decimal(0))
            assert sum(amount(whole["Montant"]) for whole in wholes) == mine == Decimal(row["paid"]) / 10**6
            assert abs(paid * row["shares"] / supply - Fraction(mine)) < Fraction(2, 10**6)
            received += mine
        assert Fraction(received) == paid


def test_books_of_both_projects_balance_to_the_files_sums(again: Demo) -> None:
    """The FEC: entries numbered from 1, each balanced; receipts, deductions and net are the files'."""
    gross, net = (Decimal(cents) / 100 for cents in film_receipts())
    cent = Decimal("0.01")
    euros = (record_receipts() * Decimal("0.9")).quantize(cent)
    campaigns = json.loads((again.home / "campaigns.json").read_text())["campaigns"]
    for name, rate, sums in (
        ("Les Heures claires", {}, (gross, gross - net, net)),
        ("Ligne de crête", {"rate": "0.9", "rate_source": "the test"}, (euros, Decimal(0), euros)),
    ):
        campaign = next(each["campaign"] for each in campaigns if each["name"] == name)
        balances: defaultdict[str, Decimal] = defaultdict(Decimal)
        for year in read_fec(again, campaign, **rate):
            entries: defaultdict[int, Decimal] = defaultdict(Decimal)
            # What is in the contracts is brought forward; receipts and charges begin anew each year.
            for each in [each for each in balances if each.startswith("4")]:
                del balances[each]
            for line in year:
                difference = amount(line["Debit"]) - amount(line["Credit"])
                entries[int(line["EcritureNum"])] += difference
                balances[line["CompteNum"]] += difference
            assert sorted(entries) == list(range(1, len(entries) + 1))
            assert {*entries.values()} == {0}
        found = (-balances["706100"], balances["622200"], balances["651800"])
        assert all(abs(each - wanted) <= cent for each, wanted in zip(found, sums, strict=True))
        # Whoever was owed was paid: nothing is left in the contracts but what rounding keeps.
        assert abs(balances["467100"]) <= cent
        assert abs(balances["467200"]) <= cent


def test_accountant_imports_approves_and_sees_it_paid(again: Demo) -> None:
    """5.1, 7.2: another distributor's file for the record, on the terminal."""
    roles = json.loads((again.home / "campaigns.json").read_text())
    record = next(each for each in roles["campaigns"] if each["name"] == "Ligne de crête")
    arguments = ("statements", "import", str(DATA / "tunecore-2026-q2.csv"), "--campaign", record["campaign"])
    rate = ("--currency", "USD", "--rate", "1", "--rate-date", "2026-07-31")
    rate += ("--rate-source", "Circle redeems USDC at par")
    wrong = coprod(again, *arguments, *rate, "--reporter", roles["roles"]["platform"])
    assert wrong.returncode == 1
    assert "may not report receipts" in wrong.stderr
    done = coprod(again, *arguments, *rate, "--reporter", record["collector"])
    assert done.returncode == 0, done.stderr
    assert re.search(r"^net .* 618\.780334", done.stdout, re.MULTILINE)
    assert "known" in coprod(again, *arguments, *rate, "--reporter", record["collector"]).stdout
    assert coprod(again, "statements", "approve", "3").returncode == 0
    again.wait_until(
        lambda: len(re.findall(r" paid *$", coprod(again, "statements", "list").stdout, re.M)) == 3
    )
    assert coprod(again, "reconcile").returncode == 0


def test_interrupted_demo_stops_what_it_started(again: Demo) -> None:
    children = psutil.Process(again.process.pid).children(recursive=True)
    assert len(children) >= 4
    again.process.send_signal(signal.SIGINT)
    assert again.wait() == 0
    _, alive = psutil.wait_procs(children, timeout=60)
    assert not alive
