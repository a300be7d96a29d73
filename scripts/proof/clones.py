"""The clones of a project: EIP-1167 with arguments behind the code, made by CREATE2. Pure.

The address of such a clone is a hash of its code: who knows the factory, the producer, the terms and the
number knows that no other code can have been put there. The arguments themselves follow from the terms.
"""

from collections.abc import Mapping
from typing import Any

from eth_abi.abi import encode
from eth_utils import keccak, to_checksum_address

from backend.local.compilation import Compiled

BEFORE = bytes.fromhex("363d3d373d3d3d363d73")
AFTER = bytes.fromhex("5af43d82803e903d91602b57fd5bf3")
ARGUMENTS_AT = len(BEFORE) + 20 + len(AFTER)
"""Where the arguments begin: 45 bytes of code, of which 20 are the address whose code it runs."""

CLONES = {"campaign": "Campaign", "waterfall": "Waterfall", "share_token": "ShareToken"}
"""Field of a project's record, and whose code it runs."""


def clone_code(implementation: str, arguments: bytes) -> bytes:
    return BEFORE + bytes.fromhex(implementation[2:]) + AFTER + arguments


def clone_address(factory: str, salt: bytes, code: bytes) -> str:
    """Where the factory's CREATE2 puts a clone that has this code."""
    length = len(code).to_bytes(2, "big")
    creation = bytes.fromhex("61") + length + bytes.fromhex("3d81600a3d39f3") + code
    made = keccak(b"\xff" + bytes.fromhex(factory[2:]) + salt + keccak(creation))
    return to_checksum_address(made[12:])


def salt_of(project: Mapping[str, Any]) -> bytes:
    terms_hash = bytes.fromhex(project["terms_hash"][2:])
    return keccak(
        encode(["address", "bytes32", "uint256"], [project["producer"], terms_hash, project["nonce"]])
    )


def arguments_of(
    field: str,
    project: Mapping[str, Any],
    terms: Mapping[str, Any],
    factory: str,
    fee_bps: int,
    compiled: Mapping[str, Compiled],
) -> bytes:
    """What contracts/factory/CloneArguments.sol makes of the terms, as the factory's event has them."""
    raising, production, waterfall = terms["campaign"], terms["production"], terms["waterfall"]
    if field == "share_token":
        return encode(
            ["address", "address", "uint256", "address", "string", "string", "string"],
            [
                raising["currency"],
                factory,
                waterfall["royaltySteps"],
                terms["transferRule"],
                terms["name"],
                terms["symbol"],
                terms["contractURI"],
            ],
        )
    if field == "waterfall":
        setup = {
            **raising,
            **waterfall,
            "factory": factory,
            "shareToken": project["share_token"],
            "producer": project["producer"],
            "places": waterfall["positions"],
        }
        return encode_as([answer_of(compiled["Waterfall"], "setup")], [setup])
    setup = {
        **production,
        "terms": raising,
        "factory": factory,
        "producer": project["producer"],
        "shareToken": project["share_token"],
        "waterfall": project["waterfall"],
        "feeBps": fee_bps,
        "termsHash": bytes.fromhex(project["terms_hash"][2:]),
    }
    lists = {"lines": terms["financiers"], "tiers": terms["tiers"], "steps": production["milestones"]}
    answers = [answer_of(compiled["Campaign"], each) for each in ("setup", "lists")]
    return encode_as(answers, [setup, lists])


def answer_of(compiled: Compiled, function: str) -> Mapping[str, Any]:
    """The one value that a function answers with, as its ABI describes it."""
    entry = next(each for each in compiled.abi if each.get("name") == function)
    answer: Mapping[str, Any] = entry["outputs"][0]
    return answer


def encode_as(kinds: list[Mapping[str, Any]], values: list[Any]) -> bytes:
    return encode(
        [type_of(each) for each in kinds],
        [pick(each, value) for each, value in zip(kinds, values, strict=True)],
    )


def type_of(kind: Mapping[str, Any]) -> str:
    """A type with its parts written out: tuple[] becomes (address,uint96)[]."""
    written: str = kind["type"]
    if not written.startswith("tuple"):
        return written
    return "(" + ",".join(map(type_of, kind["components"])) + ")" + written.removeprefix("tuple")


def pick(kind: Mapping[str, Any], value: Any) -> Any:
    """Of a mapping the values that a struct has, in its order: labels, which no clone keeps, stay behind."""
    if not kind["type"].startswith("tuple"):
        return value
    if kind["type"].endswith("[]"):
        return [pick({**kind, "type": "tuple"}, each) for each in value]
    return [pick(each, value[each["name"]]) for each in kind["components"]]
