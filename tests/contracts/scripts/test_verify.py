"""One wrong byte of a deployed contract is found, and told where it is, by a node alone (9.5)."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from brownie import web3

from backend.local import compilation, standard_json
from scripts import deploy
from scripts.plans.proposal import apply_proposal
from scripts.proof.bytes_told import CodeReader
from scripts.proof.explorer_files import write_explorer_files
from scripts.proof.verification import (
    Checked,
    Verification,
    code_at,
    data_of_verification,
    lines_of_verification,
    verify,
)
from scripts.records import Records
from scripts.refusal import Refused

CONTRACTS = ("CampaignProduction", "Campaign", "Waterfall", "ShareToken", "ProjectFactory")
SEED = 20261123


@pytest.fixture
def project(records: Records, plan: Callable[..., Any], producer: Any) -> dict[str, Any]:
    return apply_proposal(plan("professional"), producer, records)


def address_of(records: Records, name: str) -> str:
    record = records.factory()
    return str({**record["implementations"], "ProjectFactory": record["address"]}[name])


def change(address: str, offset: int) -> None:
    """One byte of the code is another one now."""
    code = bytearray(code_at(address))
    code[offset] ^= 0xFF
    web3.provider.make_request("anvil_setCode", [address, "0x" + code.hex()])


def the_wrong_one(found: Verification) -> Checked:
    (wrong,) = [each for each in found.checked if not each.is_right]
    return wrong


def test_everything_deployed_is_what_was_compiled(records: Records, project: dict[str, Any]) -> None:
    found = verify(records)
    assert [each.name for each in found.checked] == [
        *CONTRACTS,
        *(f"{project['slug']}: {name}" for name in ("Campaign", "Waterfall", "ShareToken")),
    ]
    assert found.is_right
    assert found.is_today
    assert all(each.size == len(code_at(each.address)) > 0 for each in found.checked)


def test_immutables_are_told_with_their_values(records: Records) -> None:
    record = records.factory()
    found = {each.name: each for each in verify(records).checked}
    factory, campaign = found["ProjectFactory"], found["Campaign"]
    assert factory.immutables["_campaignCode"] == record["implementations"]["Campaign"]
    assert factory.immutables["_cachedThis"] == record["address"]
    assert int(factory.immutables["_cachedChainId"], 16) == 31337
    assert campaign.immutables["_production"] == record["implementations"]["CampaignProduction"]
    assert campaign.runs == record["implementations"]["CampaignProduction"]


@pytest.mark.parametrize("name", CONTRACTS)
def test_any_wrong_byte_is_found_where_it_is(records: Records, name: str) -> None:
    address = address_of(records, name)
    offset = random.Random(f"{SEED}{name}").randrange(len(code_at(address)))
    change(address, offset)
    wrong = the_wrong_one(verify(records))
    assert (wrong.name, [each.start for each in wrong.differences]) == (name, [offset])
    assert wrong.differences[0].place


@pytest.mark.parametrize("field", ["campaign", "waterfall", "share_token"])
def test_any_wrong_byte_of_a_clone_is_found_where_it_is(
    records: Records, project: dict[str, Any], field: str
) -> None:
    before, address = code_at(project[field]), project[field]
    draw = random.Random(f"{SEED}{field}")
    places = {
        3: "45 bytes that make it a clone",
        15: "address of the contract",
        45: "word 1 of its arguments",
    }
    for offset in (3, 15, 45, 45 + 31, 45 + 32, len(before) - 1, draw.randrange(len(before))):
        web3.provider.make_request("anvil_setCode", [address, "0x" + before.hex()])
        change(address, offset)
        wrong = the_wrong_one(verify(records, project["slug"]))
        assert [each.start for each in wrong.differences] == [offset]
        assert places.get(offset, "") in wrong.differences[0].place


def test_place_of_an_immutable_is_told_by_its_name(records: Records) -> None:
    compiled = {each.name: each for each in verify(records).rebuilt}["ProjectFactory"].compiled
    for immutable in compiled.immutables:
        address = address_of(records, "ProjectFactory")
        change(address, immutable.start + 31)
        (difference,) = the_wrong_one(verify(records)).differences
        assert f"immutable {immutable.name}, which must be 0x" in difference.place
        change(address, immutable.start + 31)


def test_place_in_the_metadata_is_told(records: Records) -> None:
    address = address_of(records, "Waterfall")
    change(address, len(code_at(address)) - 20)
    assert "metadata" in the_wrong_one(verify(records)).differences[0].place


def test_place_in_the_code_is_told_by_file_and_line(records: Records) -> None:
    """The error that only one line names: its selector stands in the code once that line is compiled."""
    from eth_utils import function_signature_to_4byte_selector

    address = address_of(records, "ProjectFactory")
    selector = function_signature_to_4byte_selector("ProjectFactory_AlreadyProposed(address)")
    offset = code_at(address).index(selector)
    change(address, offset)
    lines = Path("contracts/ProjectFactory.sol").read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "revert ProjectFactory_AlreadyProposed" in text)
    place = the_wrong_one(verify(records)).differences[0].place
    assert place == f"in code made from contracts/ProjectFactory.sol, line {line}"


def test_every_byte_is_somewhere(records: Records) -> None:
    """Each 199th one: in an immutable, in the metadata, in code of a source or of the compiler's own."""
    found = verify(records)
    for each in found.rebuilt:
        reader = CodeReader(each.code, each.compiled, found.given)
        places = [reader.place_of(offset, each.code) for offset in range(0, len(each.code), 199)]
        assert all(place.startswith("in ") for place in places)
        assert len({place for place in places if " line " in place}) > 10


def test_longer_shorter_and_missing_code_is_found(records: Records) -> None:
    address = address_of(records, "ShareToken")
    before = code_at(address)
    for code, complaint in ((before + b"\0", "behind the end"), (before[:-1], "metadata"), (b"", "no code")):
        web3.provider.make_request("anvil_setCode", [address, "0x" + code.hex()])
        found = verify(records)
        assert the_wrong_one(found).name == "ShareToken"
        assert complaint in "\n".join(lines_of_verification(found))


def test_record_that_names_another_contract_is_found(records: Records, project: dict[str, Any]) -> None:
    """A factory's record with two implementations exchanged, and a project's with another number."""
    record = records.factory()
    made = record["implementations"]
    exchanged = {**made, "Waterfall": made["ShareToken"], "ShareToken": made["Waterfall"]}
    records.write_factory({**record, "implementations": exchanged})
    wrong = {each.name for each in verify(records).checked if not each.is_right}
    assert {"Waterfall", "ShareToken", "ProjectFactory"} <= wrong
    records.write_factory(record)
    records.write_project({**project, "nonce": 7})
    found = verify(records, project["slug"])
    assert [each.name for each in found.checked if not each.is_right] == [
        f"{project['slug']}: {name}" for name in ("Campaign", "Waterfall", "ShareToken")
    ]
    assert "not made of the producer, terms and number" in "\n".join(lines_of_verification(found))


def test_contract_that_the_deployer_did_not_create_is_found(records: Records, stranger: Any) -> None:
    records.write_factory({**records.factory(), "deployer": str(stranger)})
    found = verify(records)
    assert not any(each.is_right for each in found.checked)
    assert "did not create it" in found.checked[0].differences[0].place


def test_chain_without_the_factory_is_refused(records: Records) -> None:
    records.write_factory({**records.factory(), "block_hash": "0x" + 64 * "1"})
    with pytest.raises(Refused, match="is not on this chain"):
        verify(records)


def test_stored_input_verifies_after_contracts_changed(
    records: Records, project: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiled anew, from what the records kept alone, on a machine whose contracts/ says something else."""
    elsewhere = tmp_path / "clone"
    for name, source in records.input(records.factory()["input"])["sources"].items():
        file = elsewhere / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source["content"].replace("revert", "revert ", 1))
    (elsewhere / "brownie-config.yaml").write_text(Path("brownie-config.yaml").read_text())
    monkeypatch.setattr(standard_json, "ROOT", elsewhere)
    monkeypatch.setattr(compilation, "FOLDER", tmp_path / "compiled")
    found = verify(records)
    assert found.is_right
    assert not found.is_today
    assert [file.suffix for file in (tmp_path / "compiled").iterdir()] == [".json"]
    assert "contracts/ has changed since" in "\n".join(lines_of_verification(found))
    with pytest.raises(Refused, match="is not what was compiled: run `make contracts`"):
        deploy.compiler_input()


def test_records_of_before_are_verified_against_today(records: Records) -> None:
    file = records.folder / "ProjectFactory.json"
    new = ("schema", "compiler", "input", "contracts")
    file.write_text(json.dumps({key: each for key, each in records.factory().items() if key not in new}))
    found = verify(records)
    assert (found.is_right, found.input) == (True, "")
    assert "did not keep what the compiler was given" in "\n".join(lines_of_verification(found))


def test_input_of_another_compiler_is_refused(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compilation, "FOLDER", tmp_path)
    records.write_factory({**records.factory(), "compiler": "0.8.30+commit.73712a01"})
    with pytest.raises(Refused, match=r"compiled by solc 0\.8\.30.*check out the commit"):
        verify(records)


def test_input_that_is_not_whole_is_refused() -> None:
    """The compiler would find the rest in contracts/, which is not what was kept."""
    given = deploy.compiler_input()
    del given["sources"]["contracts/libraries/Payment.sol"]
    with pytest.raises(
        compilation.NotCompiled, match=r"is not whole: it lacks contracts/libraries/Payment\.sol"
    ):
        compilation.refuse_incomplete(given, {"sources": deploy.compiler_input()["sources"]})


def test_json_tells_the_same(records: Records) -> None:
    change(address_of(records, "Waterfall"), 100)
    data = json.loads(json.dumps(data_of_verification(verify(records))))
    assert data["verified"] is False
    wrong = next(each for each in data["contracts"] if not each["verified"])
    assert wrong["differences"][0]["byte"] == 100
    assert len(wrong["differences"][0]["expected"]) == len("0x00")


def test_explorers_get_what_they_ask_for(records: Records, tmp_path: Path) -> None:
    found = verify(records)
    folder = tmp_path / "explorers"
    write_explorer_files(found, folder)
    given = (folder / "standard-json-input.json").read_bytes()
    assert standard_json.digest_of(given) == records.factory()["input"]
    for name in CONTRACTS:
        fields = json.loads((folder / f"{name}.etherscan.json").read_text())
        sent = json.loads((folder / f"{name}.sourcify.json").read_text())
        assert fields["contractaddress"] == address_of(records, name)
        assert fields["contractname"] == sent["contractIdentifier"] == f"contracts/{name}.sol:{name}"
        assert fields["compilerversion"] == f"v{sent['compilerVersion']}" == f"v{found.compiler}"
        assert sent["stdJsonInput"] == json.loads(given)
    transaction = web3.eth.get_transaction(records.factory()["transaction_hash"])
    factory = json.loads((folder / "ProjectFactory.etherscan.json").read_text())
    assert bytes(transaction["input"]).hex().endswith(factory["constructorArguments"])
    assert len(factory["constructorArguments"]) == 6 * 64
    assert "/v2/verify/31337/" in (folder / "README.md").read_text()
    write_explorer_files(found, folder)
    (folder / "mine.txt").touch()
    with pytest.raises(Refused, match=r"holds other files \(mine.txt\)"):
        write_explorer_files(found, folder)


def test_nothing_is_prepared_of_what_is_wrong(records: Records, tmp_path: Path) -> None:
    change(address_of(records, "Waterfall"), 100)
    with pytest.raises(Refused, match="no explorer would take this"):
        write_explorer_files(verify(records), tmp_path / "explorers")
    assert not (tmp_path / "explorers").exists()
