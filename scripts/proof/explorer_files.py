"""What explorers that show source code ask for, put into a folder. Nothing is sent.

standard-json-input.json     what the compiler was given; one file for all contracts
<Contract>.etherscan.json    the fields of Etherscan's form, and of its API but for the key and the source
<Contract>.sourcify.json     the whole body of a request to Sourcify's API
README.md                    what to do with them
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backend.local.networks import network_of
from backend.local.standard_json import canonical
from scripts.language import say
from scripts.proof.rebuilt import Rebuilt
from scripts.proof.verification import Verification
from scripts.records import replace
from scripts.refusal import Refused

INPUT = "standard-json-input.json"


def write_explorer_files(verification: Verification, folder: Path) -> list[Path]:
    """Their paths. Raises Refused when something does not verify, or the folder holds other files."""
    if not verification.is_right:
        raise Refused(say("no explorer would take this: the code on the chain is not what was compiled"))
    wanted = {INPUT: canonical(verification.given)}
    for each in verification.rebuilt:
        wanted[f"{each.name}.etherscan.json"] = written(etherscan(each, verification))
        wanted[f"{each.name}.sourcify.json"] = written(sourcify(each, verification))
    wanted["README.md"] = ("\n".join(readme(verification)) + "\n").encode()
    refuse_strangers(folder, wanted)
    return [replace(folder / name, content) for name, content in wanted.items()]


def refuse_strangers(folder: Path, ours: Iterable[str]) -> None:
    there = {each.name for each in folder.iterdir()} if folder.is_dir() else set()
    if folder.exists() and not folder.is_dir():
        raise Refused(say("{folder} is a file: name a folder", folder=folder))
    if strangers := sorted(there - set(ours)):
        raise Refused(
            say(
                "{folder} holds other files ({file}): name a folder of its own",
                folder=folder,
                file=strangers[0],
            )
        )


def etherscan(contract: Rebuilt, verification: Verification) -> dict[str, Any]:
    return {
        "chainid": str(verification.chain_id),
        "module": "contract",
        "action": "verifysourcecode",
        "codeformat": "solidity-standard-json-input",
        "contractaddress": contract.address,
        "contractname": identifier(contract),
        "compilerversion": f"v{verification.compiler}",
        "constructorArguments": contract.arguments.hex(),
    }


def sourcify(contract: Rebuilt, verification: Verification) -> dict[str, Any]:
    return {
        "stdJsonInput": verification.given,
        "compilerVersion": verification.compiler,
        "contractIdentifier": identifier(contract),
    }


def identifier(contract: Rebuilt) -> str:
    """Such as contracts/Campaign.sol:Campaign."""
    return f"{contract.compiled.file}:{contract.name}"


def written(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()


def readme(verification: Verification) -> Iterable[str]:
    network = network_of(verification.chain_id)
    where = network.name if network else str(verification.chain_id)
    yield say("# Showing the source code on explorers")
    yield ""
    yield say(
        "These contracts of chain {chain} ({where}) were compared with what solc {compiler} makes of "
        "{input}, and every byte was right.",
        chain=verification.chain_id,
        where=where,
        compiler=verification.compiler,
        input=INPUT,
    )
    yield ""
    for each in verification.rebuilt:
        page = network.page(each.address) if network else ""
        yield f"- `{identifier(each)}` {each.address} {page}".rstrip()
    yield ""
    yield say("## Etherscan, and explorers that work as it does")
    yield ""
    yield say(
        "On the page of a contract choose Verify and Publish, then Solidity (Standard-Json-Input), the "
        "compiler version v{compiler}, and upload {input}. The contract's name and its constructor arguments "
        "are in <Contract>.etherscan.json, under the names that the API uses: with a key and the text of "
        "{input} as sourceCode it is a whole request.",
        compiler=verification.compiler,
        input=INPUT,
    )
    yield ""
    yield say("## Sourcify")
    yield ""
    yield say(
        "Send <Contract>.sourcify.json as it is, by POST as application/json, to "
        "/v2/verify/{chain}/<address> of a Sourcify server. It answers with an id, and /v2/verify/<id> tells "
        "the outcome.",
        chain=verification.chain_id,
    )
    yield ""
    yield say(
        "The contracts of a project are clones (EIP-1167) of Campaign, Waterfall and ShareToken: once these "
        "three show their source, explorers show it for every project."
    )
