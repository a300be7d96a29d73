"""Records can be read back, and never half of one (ARCHITECTURE: the backend reads them unchanged) (9.5)."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from eth_utils import to_checksum_address

from backend.chain.deployment import read_deployment
from backend.local.standard_json import canonical, digest_of
from scripts import records as module
from scripts.deploy import compiler_input
from scripts.plans.proposal import apply_proposal, plan_proposal
from scripts.records import Records, current_records
from scripts.refusal import Refused
from tests.contracts.scripts.conftest import PRESETS

A, B = "0x" + 40 * "a", "0x" + 40 * "b"


def project(slug: str, block_number: int, campaign: str = A) -> dict[str, Any]:
    address = to_checksum_address(campaign)
    return {
        "slug": slug,
        "model": "complement",
        "name": slug.title(),
        "campaign": address,
        "waterfall": address,
        "share_token": address,
        "producer": address,
        "terms_hash": "0x" + campaign[2:] + 24 * "0",
        "nonce": 0,
        "block_number": block_number,
        "transaction_hash": "0x" + 64 * "1",
        "preset": "scripts/presets/complement.toml",
    }


def test_projects_come_back_the_oldest_first(tmp_path: Path) -> None:
    records = Records(tmp_path)
    younger, older = project("a", 7, A), project("b", 5, B)
    records.write_project(younger)
    records.write_project(older)
    assert [each["slug"] for each in records.projects()] == ["b", "a"]
    for name in ("a", younger["campaign"], A, younger["terms_hash"]):
        assert records.project(name) == {"schema": 2, **younger}


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


def test_backend_reads_what_deploy_wrote(records: Records, tmp_path: Path) -> None:
    """The same folder, the same file, nothing in between."""
    shutil.copytree(records.folder, tmp_path / "deployments" / "31337")
    read, written = read_deployment(tmp_path, 31337), records.factory()
    assert (read.chain_id, read.factory) == (31337, written["address"])
    assert read.block_number == written["block_number"]
    assert read.currencies == {symbol: each["address"] for symbol, each in written["currencies"].items()}


def test_records_name_what_the_compiler_was_given(records: Records, plan: Any, producer: Any) -> None:
    project = apply_proposal(plan("community"), producer, records)
    given = compiler_input()
    factory = records.factory()
    assert factory["input"] == project["input"] == digest_of(canonical(given))
    assert records.input(factory["input"]) == given
    assert [file.name for file in (records.folder / "inputs").iterdir()] == [f"{factory['input']}.json"]
    assert set(factory["contracts"]) == {*factory["implementations"], "ProjectFactory"}


def test_changed_input_is_refused(records: Records) -> None:
    digest = records.factory()["input"]
    file = records.input_file(digest)
    file.write_bytes(file.read_bytes().replace(b"ProjectProposed", b"ProjectProposal", 1))
    with pytest.raises(Refused, match="was changed"):
        records.input(digest)
    file.unlink()
    with pytest.raises(Refused, match="is missing"):
        records.input(digest)


def test_renamed_preset_finds_its_project(records: Records, plan: Any, producer: Any, tmp_path: Path) -> None:
    """By the hash of its terms: what the file is called says nothing."""
    record = apply_proposal(plan("community"), producer, records)
    shutil.copytree(PRESETS, tmp_path / "elsewhere")
    file = tmp_path / "elsewhere" / "community.toml"
    renamed = file.rename(file.with_name("printemps.toml"))
    with pytest.raises(Refused, match=record["campaign"]):
        plan_proposal(renamed, producer, records)
    assert records.project(record["terms_hash"]) == record


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"address": "0x" + 40 * "a"}, "address: its capitals are missing: write 0xaAaA"),
        ({"address": "0x12"}, "address: An address is 0x and 40"),
        ({"block_number": "7"}, "block_number: Input should be a valid integer"),
        ({"transaction_hash": "7"}, "transaction_hash: String should match"),
        (
            {"currencies": {"EURC": {"address": None}}},
            r"currencies\.EURC\.address: Input should be a valid str",
        ),
        ({"schema": 3}, "is of schema 3, and this version reads up to 2: update Coprod"),
    ],
)
def test_wrong_field_is_named_on_reading_and_on_writing(
    records: Records, change: dict[str, Any], complaint: str
) -> None:
    before = records.factory()
    with pytest.raises(Refused, match=complaint):
        records.write_factory({**before, **change})
    assert records.factory() == before
    file = records.folder / "ProjectFactory.json"
    file.write_text(json.dumps({**before, **change}))
    with pytest.raises(Refused, match=complaint) as refusal:
        records.factory()
    assert str(file) in str(refusal.value)


def test_missing_field_of_a_project_is_named(tmp_path: Path) -> None:
    records = Records(tmp_path)
    broken = {key: value for key, value in project("a", 1).items() if key != "terms_hash"}
    with pytest.raises(Refused, match=r"projects/a\.json: terms_hash: Field required"):
        records.write_project(broken)
    assert not (tmp_path / "projects").exists()


def test_file_cut_short_is_named(records: Records) -> None:
    file = records.folder / "ProjectFactory.json"
    file.write_text(file.read_text()[:-9])
    with pytest.raises(Refused, match=f"{file} is no JSON"):
        records.factory()


def test_records_of_before_are_read(records: Records, tmp_path: Path) -> None:
    """The first shape named no compiler's input, and its projects no people."""
    new = ("schema", "compiler", "input", "contracts")
    first = {key: value for key, value in records.factory().items() if key not in new}
    old = Records(tmp_path / "old")
    (old.folder / "projects").mkdir(parents=True)
    (old.folder / "ProjectFactory.json").write_text(json.dumps(first))
    (old.folder / "projects" / "a.json").write_text(json.dumps(project("a", 1)))
    assert old.factory() == first
    assert old.projects() == [project("a", 1)]


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


def test_interrupted_write_leaves_the_old_record(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    before = records.factory()

    def fail(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        records.write_factory({**before, "fee_bps": 0})
    assert records.factory() == before


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
