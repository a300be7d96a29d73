"""Terms out of what the chain and plans say: call data and events."""

from collections.abc import Mapping
from typing import Any, get_args, get_origin, get_type_hints

from brownie import web3

from scripts import chain
from scripts.description.project_terms import ProjectTerms
from scripts.language import say
from scripts.refusal import Refused


def read_proposal(data: str) -> tuple[ProjectTerms, int]:
    """(terms, nonce) of a call of ProjectFactory.propose. Raises Refused when the data is anything else."""
    factory = web3.eth.contract(abi=chain.artifact("ProjectFactory").abi)
    try:
        called, values = factory.decode_function_input(data)
        again = factory.encode_abi(
            called.fn_name, args=[values[each["name"]] for each in called.abi["inputs"]]
        )
    except Exception as error:
        raise Refused(
            say("the plan's call cannot be read ({error}): plan again", error=str(error))
        ) from error
    if called.fn_name != "propose" or again != data:
        raise Refused(say("the plan's first call does not propose a project, and nothing else: plan again"))
    return read_terms(values["terms"]), int(values["nonce"])


def read_terms(values: Any) -> ProjectTerms:
    """The terms as web3.py decodes them, in an event or in call data."""
    terms: ProjectTerms = shape(ProjectTerms, values)
    return terms


def shape(kind: Any, value: Any) -> Any:
    """A decoded value as the kind that a field of the terms has; structs come as mappings, in their order."""
    if get_origin(kind) is list:
        return [shape(get_args(kind)[0], each) for each in value]
    if hasattr(kind, "_fields"):
        parts = list(value.values()) if isinstance(value, Mapping) else value
        kinds = get_type_hints(kind).values()
        return kind(*(shape(each, part) for each, part in zip(kinds, parts, strict=True)))
    return "0x" + bytes(value).hex() if isinstance(value, bytes) else value
