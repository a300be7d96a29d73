"""What people see of a statement before they approve it, and after it was deposited (rules 5.2, 7.2)."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from backend.mirror.sync import Step
from tests.backend.cli.test_import_statements import importing
from tests.backend.cli.test_prove_mirror import ask, run
from tests.backend.royalties.office import sample
from tests.backend.royalties.process import Workers
from tests.backend.world import Project, World

TERMS = {"royaltySteps": 3, "deductionCeilingBps": 10_000}
Follow = Callable[[], Awaitable[Step]]


def write_film(folder: Path) -> Path:
    """One row of a film's receipts: 38,412.10 EUR less 30 % less 9,500.00 are 17,388.47."""
    header, _, rows = sample("film-recettes-2026-s1.csv").partition(b"\r\n")
    file = folder / "film.csv"
    file.write_bytes(header + b"\r\n" + rows.split(b"\r\n")[1] + b"\r\n")
    return file


def read_amounts(out: str, heading: str) -> list[int]:
    """The last column of the table of positions, in units; the last one is what they add up to."""
    (table,) = re.findall(rf"^position .*{heading}, EURC\n(.*?)\n\n", out + "\n", re.DOTALL | re.MULTILINE)
    return [int(re.sub("[,.]", "", line.split()[-1])) for line in table.splitlines()]


def bring(world: World, project: Project, folder: Path, *options: str) -> list[str]:
    changed = ["--currency", "EUR", "--rate", "1", *options]
    return importing(write_film(folder), world, project, "--rest", "ours", *changed)


async def test_the_way_from_the_file_to_each_position_is_shown_with_its_cost(
    workers: Workers, world: World, follow: Follow, database_url: str, tmp_path: Path
) -> None:
    """5.2, 7.2: deductions, rate, whole addresses, a total; then what was got, and no offer to approve."""
    project = world.raise_funds({world.fan: 90, world.second_fan: 10}, waterfall=TERMS)
    await follow()
    code, out, err = run(workers, *bring(world, project, tmp_path))
    assert (code, err) == (0, "")
    for name, sums in {
        "gross": ("38,412.10", "38,412.100000"),
        "commission": ("-11,523.63", "-11,523.630000"),
        "distribution expenses": ("-9,500.00", "-9,500.000000"),
        "net": ("17,388.47", "17,388.470000"),
    }.items():
        assert re.search(rf"^{name} +{sums[0]} +{sums[1]}$", out, re.MULTILINE), out
    assert "1 EUR = 1 EURC, says ECB of 2026-10-01" in out
    gross, net = 38_412_100_000, 17_388_470_000
    amounts, _ = world.call("Waterfall", project.waterfall, "preview", gross, net)
    assert read_amounts(out, "would get") == [*amounts, net]
    payees = {each["payee"] for each in project.terms["waterfall"]["positions"]} - {f"0x{0:040x}"}
    assert all(each in out for each in payees)
    assert "in 3 equal daily steps. Paying 2 of them: 6 payments in 3 transactions, about " in out
    assert "Warning: the deposit will not say where this statement can be read" in out
    assert "coprod statements approve 1" in out

    assert run(workers, "statements", "approve", "1")[0] == 0
    world.warp(10)
    workers.start(RPC_URL=world.anvil.url)
    workers.wait_until(lambda: ask(database_url, "select count(*) from deposits") == [(1,)], pause=0.2)
    assert workers.stop() == [0]
    code, out, err = run(workers, *bring(world, project, tmp_path, "--rate-source", "somebody"))
    assert (code, err) == (0, "")
    assert "nothing was stored: they are statement 1, as it was imported then" in out
    assert read_amounts(out, "got") == [*amounts, net]
    assert "Paying" not in out
    assert "approve 1" not in out


async def test_without_a_node_the_file_is_imported_and_the_cost_is_not_known(
    workers: Workers, world: World, follow: Follow, database_url: str, tmp_path: Path
) -> None:
    """7.2: and the deposit says where its document is, when the settings do."""
    project = world.raise_funds(waterfall=TERMS)
    await follow()
    workers.environment |= {
        "COPROD_RPC_URL": "http://127.0.0.1:9",
        "COPROD_PUBLISHED_AT": "https://films.example/v1/statements",
    }
    code, out, err = run(workers, *bring(world, project, tmp_path))
    assert (code, err) == (0, "")
    assert "What paying the holders would cost is not known: The node at http://127.0.0.1:9" in out
    assert "Warning" not in out
    ((uri, document_hash),) = ask(
        database_url, "select uri, '0x' || encode(document_hash, 'hex') from statements"
    )
    assert uri == f"https://films.example/v1/statements/{document_hash}"

    assert "imported" in run(workers, "statements", "list")[1]
    code, _, err = run(workers, *bring(world, project, tmp_path, "--rate", "0,86"))
    assert code == 2
    assert "'--rate': “0,86” is not a number" in " ".join(err.split())


async def test_a_cancelled_project_takes_no_receipts(
    workers: Workers, world: World, follow: Follow, database_url: str, tmp_path: Path
) -> None:
    """5.1: nobody could deposit them; it is said before anybody looks at what they would bring."""
    project = world.propose()
    world.start(project)
    world.contribute(project, world.fan, 1)
    world.cancel(project)
    await follow()
    code, _, err = run(workers, *bring(world, project, tmp_path))
    assert code == 1
    assert "is cancelled: only a project that succeeded takes receipts" in err
    assert ask(database_url, "select count(*) from statements") == [(0,)]


async def test_deductions_of_any_name_and_below_a_unit_are_shown(
    workers: Workers, world: World, follow: Follow, tmp_path: Path
) -> None:
    """5.1: one that a refund left below zero, by less than a unit; and one that is called net."""
    project = world.raise_funds(waterfall=TERMS)
    await follow()
    file, mapping = tmp_path / "label.csv", tmp_path / "label.toml"
    file.write_text("year;all;kept;tax\n2026;100;40;0.01\n2026;0;0;-0.0100000001\n", "utf-8")
    columns = '[columns]\nsold = "year"\ngross = "all"\n[deductions]\nnet = "kept"\nwithholding = "tax"\n'
    mapping.write_text(f'name = "label"\ncurrency = "EUR"\nperiod = "YYYY"\n{columns}')
    command = importing(file, world, project, "--mapping", str(mapping), "--currency", "EUR", "--rate", "1")
    code, out, err = run(workers, *command)
    assert (code, err) == (0, "")
    for row in (
        "gross +100 +100.000000",
        "net +-40 +-40.000000",
        "withholding +0.0000000001 +0.000000",
        "net +60.0000000001 +60.000000",
    ):
        assert re.search(rf"^{row}$", re.sub(r"\.0+(?= )", "", out), re.MULTILINE), out
