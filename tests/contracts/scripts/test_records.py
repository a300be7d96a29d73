"""Records can be read back, and never half of one (ARCHITECTURE: the backend reads them unchanged)."""

from pathlib import Path
from typing import Any

import pytest

from scripts import records as module
from scripts.records import Records, current_records
from scripts.refusal import Refused


def project(slug: str, block_number: int, campaign: str = "0x1") -> dict[str, Any]:
    return {"slug": slug, "campaign": campaign, "block_number": block_number}


def test_projects_come_back_the_oldest_first(tmp_path: Path) -> None:
    records = Records(tmp_path)
    younger, older = project("a", 7, "0xA"), project("b", 5, "0xB")
    records.write_project(younger)
    records.write_project(older)
    assert records.projects() == [older, younger]
    assert records.project("a") == records.project("0xA") == younger


def test_unknown_project_is_refused_with_those_there_are(tmp_path: Path) -> None:
    records = Records(tmp_path)
    with pytest.raises(Refused, match="known: none yet"):
        records.project("a")
    records.write_project(project("b", 5))
    with pytest.raises(Refused, match=r"no project 'a' is recorded for chain .*; known: b"):
        records.project("a")


def test_missing_factory_is_refused(tmp_path: Path) -> None:
    assert not Records(tmp_path).has_factory()
    with pytest.raises(Refused, match="run deploy first"):
        Records(tmp_path).factory()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ligne de crête", "ligne-de-crete"),
        ("  L'Été — 36 !", "l-ete-36"),
        ("../../etc/passwd", "etc-passwd"),
        ("映画", "project"),
    ],
)
def test_name_becomes_a_slug(tmp_path: Path, name: str, slug: str) -> None:
    assert Records(tmp_path).free_slug(name) == slug


def test_taken_slug_gets_a_number(tmp_path: Path) -> None:
    records = Records(tmp_path)
    for expected in ("film", "film-2", "film-3"):
        assert records.free_slug("Film") == expected
        records.write_project(project(expected, 1))


def test_interrupted_write_leaves_the_old_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = Records(tmp_path)
    records.write_factory({"address": "old"})

    def fail(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        records.write_factory({"address": "new"})
    assert records.factory() == {"address": "old"}


def test_trial_chain_keeps_its_records_to_itself() -> None:
    """A chain that Brownie started for this run must not overwrite the records of a demo that is running."""
    folder = current_records().folder
    assert folder == Path(module.trial_folder().name) / "31337"


def test_development_records_lie_in_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COPROD_HOME", str(tmp_path))
    monkeypatch.setattr("scripts.chain.is_trial", lambda: False)
    assert current_records().folder == tmp_path / "deployments" / "31337"


def test_records_of_real_chains_are_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.chain.is_trial", lambda: False)
    monkeypatch.setattr("scripts.chain.DEVELOPMENT_CHAINS", ())
    assert current_records().folder == module.ROOT / "scripts" / "deployments" / "31337"
