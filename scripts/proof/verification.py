"""Whether the code on the chain is the code that was written: a factory, what it clones, the clones.

It asks the node for code, and nobody else for anything. The compiler's input is the one that the records
kept, whatever contracts/ says today.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brownie import web3
from web3.logs import DISCARD

from backend.local.compilation import Compiled, NotCompiled, compile_input, kept_file
from backend.local.standard_json import Input
from scripts import chain
from scripts.deploy import compiler_input
from scripts.language import say
from scripts.proof.bytes_told import CodeReader, Difference, differences_in, differences_in_clone
from scripts.proof.clones import CLONES, arguments_of, clone_address, clone_code, salt_of
from scripts.proof.rebuilt import Rebuilt, rebuild
from scripts.records import Records
from scripts.refusal import Refused

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Checked:
    """One contract. size: bytes of code found; runs: whose code a clone runs, or a campaign's other half.

    immutables: values that its constructor filled in, by name, as they are on the chain.
    """

    name: str
    address: str
    size: int
    runs: str
    immutables: dict[str, str]
    differences: list[Difference]

    @property
    def is_right(self) -> bool:
        return not self.differences


@dataclass(frozen=True)
class Verification:
    """input: digest of what the compiler was given; "" when the record is older, and today's was taken.

    is_today: whether contracts/ would give the same input now; rebuilt: the contracts as they must be.
    """

    chain_id: int
    compiler: str
    input: str
    is_today: bool
    checked: list[Checked]
    rebuilt: list[Rebuilt]
    given: Input

    @property
    def is_right(self) -> bool:
        return all(each.is_right for each in self.checked)


def verify(records: Records, project: str = "", *, tell: Tell = lambda line: None) -> Verification:
    """Compares every byte. project: slug or address of one; all of them when it is left out.

    tell: hears what takes long. Raises Refused when there is nothing to compare.
    """
    record = records.factory()
    if not chain.is_there(record):
        raise Refused(
            say(
                "the block of {file} is not on this chain: is this the right --network?",
                file=records.folder / "ProjectFactory.json",
            )
        )
    projects = [records.project(project)] if project else records.projects()
    given = recorded_input(records, record)
    compiler = record.get("compiler") or chain.artifact("ProjectFactory")._build["compiler"]["version"]
    compiled = compile_whole(given, compiler, tell)
    tell(say("Deploying the same once more, on a chain of this machine…"))
    rebuilt = rebuild(record, compiled)
    checked = [check_contract(each, given) for each in rebuilt]
    for each in projects:
        checked += [check_clone(field, each, record, compiled) for field in CLONES]
    return Verification(
        record["chain_id"], compiler, record.get("input", ""), is_today(given), checked, rebuilt, given
    )


def recorded_input(records: Records, record: Mapping[str, Any]) -> Input:
    """What the compiler was given; of records that did not keep it, what it would be given today."""
    return records.input(record["input"]) if "input" in record else compiler_input()


def is_today(given: Input) -> bool:
    try:
        return compiler_input() == given
    except (Refused, OSError):
        return False


def compile_whole(given: Input, compiler: str, tell: Tell) -> dict[str, Compiled]:
    if not kept_file(given, compiler).exists():
        tell(say("Compiling what the records kept: half a minute the first time…"))
    try:
        return compile_input(given, compiler)
    except NotCompiled as error:
        raise Refused(str(error)) from None


def code_at(address: str) -> bytes:
    """What is there now: asked of the node itself, since Brownie keeps code that it has seen."""
    answer = web3.provider.make_request("eth_getCode", [address, "latest"])
    if "error" in answer:
        error = answer["error"]
        raise Refused(
            say("the node does not tell the code of {address}: {error}", address=address, error=error)
        )
    return bytes.fromhex(answer["result"].removeprefix("0x"))


def check_contract(wanted: Rebuilt, given: Input) -> Checked:
    found = code_at(wanted.address)
    differences = differences_in(wanted.code, found, wanted.compiled, given)
    if wanted.nonce is None:
        place = say("the recorded deployer did not create it: its immutable values cannot be right")
        differences.insert(0, Difference(0, b"", b"", place))
    immutables = CodeReader(wanted.code, wanted.compiled, given).immutables(found)
    half = immutables.get("_production", "")
    return Checked(wanted.name, wanted.address, len(found), half, immutables, differences)


def check_clone(
    field: str, project: Mapping[str, Any], record: Mapping[str, Any], compiled: Mapping[str, Compiled]
) -> Checked:
    """A clone's address is a hash of its code: what hashes to it is right, or else the terms say what is."""
    name, address = CLONES[field], project[field]
    implementation = record["implementations"][name]
    found = code_at(address)
    differences: list[Difference] = []
    begins = found.startswith(clone_code(implementation, b""))
    if not begins or clone_address(record["address"], salt_of(project), found) != address:
        expected = expected_clone(field, project, record, compiled)
        differences = differences_in_clone(expected, found)
        if not differences or clone_address(record["address"], salt_of(project), expected) != address:
            place = say("the address is not made of the producer, terms and number that the record has")
            differences.insert(0, Difference(0, b"", b"", place))
    return Checked(f"{project['slug']}: {name}", address, len(found), implementation, {}, differences)


def expected_clone(
    field: str, project: Mapping[str, Any], record: Mapping[str, Any], compiled: Mapping[str, Compiled]
) -> bytes:
    """The code that the project's terms ask for, by the event in which the factory told them.

    Raises Refused.
    """
    event = web3.eth.contract(abi=compiled["ProjectFactory"].abi).events.ProjectProposed()
    receipt = web3.eth.get_transaction_receipt(project["transaction_hash"])
    told = [
        each["args"]
        for each in event.process_receipt(receipt, errors=DISCARD)
        if each["address"] == record["address"] and each["args"]["campaign"] == project["campaign"]
    ]
    if not told:
        raise Refused(
            say(
                "transaction {hash} did not propose {campaign}: the record of {slug} is wrong",
                hash=project["transaction_hash"],
                campaign=project["campaign"],
                slug=project["slug"],
            )
        )
    terms, fee_bps = told[0]["terms"], told[0]["feeBps"]
    arguments = arguments_of(field, project, terms, record["address"], fee_bps, compiled)
    return clone_code(record["implementations"][CLONES[field]], arguments)


def data_of_verification(verification: Verification) -> dict[str, Any]:
    """The --json twin."""
    return {
        "verified": verification.is_right,
        "chain_id": verification.chain_id,
        "compiler": verification.compiler,
        "input": verification.input or None,
        "sources_are_those_of_today": verification.is_today,
        "contracts": [
            {
                "name": each.name,
                "address": each.address,
                "verified": each.is_right,
                "bytes": each.size,
                "runs_code_of": each.runs or None,
                "immutables": each.immutables,
                "differences": [
                    {
                        "byte": difference.start,
                        "expected": "0x" + difference.expected.hex(),
                        "found": "0x" + difference.found.hex(),
                        "place": difference.place,
                    }
                    for difference in each.differences
                ],
            }
            for each in verification.checked
        ],
    }


MOST_TOLD = 5
"""Differences of one contract that are told to people; --json has all."""


def lines_of_verification(verification: Verification) -> Iterable[str]:
    yield say("Compiled by solc {compiler}", compiler=verification.compiler)
    if not verification.input:
        yield say("These records did not keep what the compiler was given: contracts/ of today was taken.")
    elif not verification.is_today:
        yield say("contracts/ has changed since: what was kept with the records was compiled, not that.")
    for each in verification.checked:
        yield from lines_of_checked(each)
    yield (
        say("Every byte on the chain is what was compiled.")
        if verification.is_right
        else say("Something on the chain is not what was compiled: do not send money there.")
    )


def lines_of_checked(checked: Checked) -> Iterable[str]:
    name, address = checked.name, checked.address
    if checked.is_right:
        yield say(
            "✓ {name} {address}: {size:,} bytes, all right", name=name, address=address, size=checked.size
        )
    elif checked.size == 0:
        yield say("✗ {name} {address}: there is no code", name=name, address=address)
        return
    else:
        yield say("✗ {name} {address} differs", name=name, address=address)
    if checked.runs:
        yield say("    runs the code of {address}", address=checked.runs)
    for each in checked.differences[:MOST_TOLD]:
        yield say(
            "    byte {start:,}: {expected} expected, {found} found; {place}",
            start=each.start,
            expected=shortened(each.expected),
            found=shortened(each.found),
            place=each.place,
        )
    if (more := len(checked.differences) - MOST_TOLD) > 0:
        yield say("    and {more} more places", more=more)


def shortened(value: bytes) -> str:
    if not value:
        return say("nothing")
    return "0x" + (value.hex() if len(value) <= 8 else f"{value[:8].hex()}…")
