"""The worker finds the factory in the record that scripts wrote, or says what is wrong with it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.chain import deployment
from backend.chain.deployment import FactoryNotDeployed, read_deployment
from backend.chain.records import RecordUnreadable, check_factory, check_project, read_json

FACTORY = "0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9"
EURO = "0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42"
CODE = "0x5FbDB2315678afecb367f032d93F642f64180aa3"

FIRST: dict[str, Any] = {
    "chain_id": 31337,
    "address": FACTORY,
    "block_number": 5,
    "block_hash": "0x" + 64 * "1",
    "transaction_hash": "0x" + 64 * "2",
    "deployer": CODE,
    "platform": CODE,
    "treasury": CODE,
    "fee_bps": 500,
    "implementations": {"Campaign": CODE},
    "currencies": {"EURC": {"address": EURO, "decimals": 6}},
}
"""As the first version of deploy wrote it."""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(chain_id: int = 31337, **changes: Any) -> Path:
        file = tmp_path / "deployments" / str(chain_id) / "ProjectFactory.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({**FIRST, **changes}))
        return file

    return put


def test_first_and_present_shape_are_read(tmp_path: Path, write: Write) -> None:
    write()
    first = read_deployment(tmp_path, 31337)
    write(schema=2, compiler="0.8.37+commit.f401782d", input=64 * "a", contracts={"Campaign": "a.sol"})
    assert read_deployment(tmp_path, 31337) == first
    assert (first.factory, first.block_number, first.currencies) == (FACTORY, 5, {"EURC": EURO})


def test_chain_without_a_record_says_how_to_deploy(tmp_path: Path) -> None:
    with pytest.raises(FactoryNotDeployed, match="run deploy"):
        read_deployment(tmp_path, 31337)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"address": FACTORY.lower()}, f"address: its capitals are missing: write {FACTORY}"),
        ({"address": FACTORY.replace("D", "d")}, "address: Capitals and small letters do not fit together"),
        ({"block_number": -1}, "block_number: Input should be greater than or equal to 0"),
        ({"block_number": True}, "block_number: Input should be a valid integer"),
        ({"block_hash": "0x12"}, "block_hash: String should match pattern"),
        ({"fee_bps": 10_001}, "fee_bps: Input should be less than or equal to 10000"),
        ({"currencies": {"EURC": {"address": EURO}}}, r"currencies\.EURC\.decimals: Field required"),
        ({"input": "../../etc/passwd"}, "input: String should match pattern"),
        ({"schema": 9}, "is of schema 9, and this version reads up to 2: update Coprod"),
    ],
)
def test_wrong_field_is_named_with_its_file(
    tmp_path: Path, write: Write, changes: dict[str, Any], complaint: str
) -> None:
    file = write(**changes)
    with pytest.raises(RecordUnreadable, match=complaint) as wrong:
        read_deployment(tmp_path, 31337)
    assert str(file) in str(wrong.value)


def test_record_of_another_chain_is_refused(tmp_path: Path, write: Write) -> None:
    write(1337)
    with pytest.raises(RecordUnreadable, match="is of chain 31337: it lies in the wrong folder"):
        read_deployment(tmp_path, 1337)


def test_broken_json_is_named(tmp_path: Path, write: Write) -> None:
    file = write()
    file.write_text(file.read_text()[:50])
    with pytest.raises(RecordUnreadable, match=f"{file} is no JSON"):
        read_deployment(tmp_path, 31337)


def test_list_in_place_of_a_record_is_named(tmp_path: Path, write: Write) -> None:
    write().write_text("[]")
    with pytest.raises(RecordUnreadable, match="the whole: Input should be a valid dictionary"):
        read_deployment(tmp_path, 31337)


def test_committed_records_are_whole() -> None:
    """Of every chain, with the input that they name."""
    folder = deployment.ROOT / "scripts" / "deployments"
    for file in folder.glob("*/ProjectFactory.json"):
        record = check_factory(read_json(file), file)
        assert str(record["chain_id"]) == file.parent.name
        assert "input" not in record or (file.parent / "inputs" / f"{record['input']}.json").exists()
    for file in folder.glob("*/projects/*.json"):
        check_project(read_json(file), file)
