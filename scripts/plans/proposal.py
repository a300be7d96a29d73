"""Proposing a project: from a preset to its addresses, dry or for good."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brownie import accounts
from brownie.network.account import Account
from eth_utils import keccak
from hexbytes import HexBytes

from backend.local.paths import ROOT
from scripts import chain
from scripts.currencies import Currency
from scripts.description.findings import Finding, FindingsRefused
from scripts.description.preset import Surroundings, build_terms, people_of, read_preset
from scripts.description.project_terms import NOBODY, ProjectTerms
from scripts.language import say
from scripts.records import Records
from scripts.refusal import Refused

FIRST_PERSON_INDEX = 4
"""From here on, a development chain's accounts stand in for the people that a preset leaves blank."""


@dataclass(frozen=True)
class Proposal:
    """What `propose` will do. Addresses are predicted, gas is estimated, the fee is that of today.

    people: addresses by the names of the preset, for whoever reads its record.
    """

    preset: str
    terms: ProjectTerms
    currency: Currency
    nonce: int
    terms_hash: str
    producer: str
    campaign: str
    waterfall: str
    share_token: str
    fee_bps: int
    gas: int
    people: Mapping[str, str]


def plan_proposal(
    preset: Path,
    producer: Account,
    records: Records,
    *,
    people: Mapping[str, str] | None = None,
    nonce: int = 0,
    changes: Mapping[str, Any] | None = None,
) -> Proposal:
    """Checks everything that can be checked beforehand. Sends nothing. Raises Refused or FindingsRefused.

    See draft_proposal; here the chain must still be without it, and would take it now.
    """
    proposal = draft_proposal(preset, producer, records, people=people, nonce=nonce, changes=changes)
    factory = factory_there(records)
    if factory.isProject(proposal.campaign):
        raise Refused(
            say(
                "exactly this is proposed already ({campaign}): for another, give a nonce other than {nonce}",
                campaign=proposal.campaign,
                nonce=nonce,
            )
        )
    data = factory.propose.encode_input(proposal.terms, nonce)
    return replace(proposal, gas=chain.gas_needed(producer, data, factory.address))


def factory_there(records: Records) -> Any:
    """The recorded factory. Raises Refused when the chain has none, or another one."""
    record = records.factory()
    if not chain.is_there(record):
        raise Refused(
            say(
                "the factory recorded in {folder} is not on this chain: deploy again, or move that away",
                folder=records.folder,
            )
        )
    return chain.contract_at("ProjectFactory", record["address"])


def draft_proposal(
    preset: Path,
    producer: Account | str,
    records: Records,
    *,
    people: Mapping[str, str] | None = None,
    nonce: int = 0,
    changes: Mapping[str, Any] | None = None,
    now: int | None = None,
) -> Proposal:
    """What a preset stands for on this chain, proposed already or not; its gas is not known yet (0).

    people: addresses by the names of the preset, where it leaves them blank; nonce: any number, another one
    to propose the same terms once more; changes: top-level values in place of the preset's; now: seconds
    since 1970 that its times count from, the chain's own without it. Raises Refused or FindingsRefused.
    """
    factory = factory_there(records)
    values = read_preset(preset, changes)
    around = Surroundings(
        currencies={
            symbol: Currency(each["address"], symbol, each["decimals"])
            for symbol, each in records.factory()["currencies"].items()
        },
        people={**stand_ins(values), **(people or {}), "producer": str(producer)},
        now=chain.clock() if now is None else now,
        folder=preset.parent,
    )
    terms = build_terms(values, preset.name, around)
    refuse_wrong_rule(terms, preset.name)
    data = factory.propose.encode_input(terms, nonce)
    campaign, waterfall, share_token = map(str, factory.predict(str(producer), terms, nonce))
    return Proposal(
        preset=shown(preset),
        terms=terms,
        currency=around.currencies[values["currency"]],
        nonce=nonce,
        terms_hash=terms_hash(data),
        producer=str(producer),
        campaign=campaign,
        waterfall=waterfall,
        share_token=share_token,
        fee_bps=int(factory.feeBps()),
        gas=0,
        people={name: around.people.get(name) or each for name, each in people_of(values).items()},
    )


def apply_proposal(proposal: Proposal, producer: Account, records: Records) -> dict[str, Any]:
    """Proposes it and writes its record. Raises Refused when the account cannot pay the gas."""
    factory = chain.contract_at("ProjectFactory", records.factory()["address"])
    receipt = chain.send(producer, factory.propose, proposal.terms, proposal.nonce)
    return record_project(
        records,
        receipt.events["ProjectProposed"],
        preset=proposal.preset,
        block_number=receipt.block_number,
        transaction_hash=receipt.txid,
        people=proposal.people,
    )


def record_project(
    records: Records,
    proposed: Mapping[str, Any],
    *,
    preset: str,
    block_number: int,
    transaction_hash: str,
    people: Mapping[str, str],
    slug: str | None = None,
) -> dict[str, Any]:
    """Writes the record of a project, from the event that the factory answered with; returns it.

    people: see Proposal; slug: of a record that is there already and corrected.
    """
    terms = proposed["terms"]
    record = {
        "slug": slug or records.free_slug(terms["name"]),
        "model": terms["model"],
        "name": terms["name"],
        "campaign": str(proposed["campaign"]),
        "waterfall": str(proposed["waterfall"]),
        "share_token": str(proposed["shareToken"]),
        "producer": str(proposed["producer"]),
        "terms_hash": "0x" + bytes(HexBytes(proposed["termsHash"])).hex(),
        "nonce": int(proposed["nonce"]),
        "block_number": block_number,
        "transaction_hash": transaction_hash,
        "preset": preset,
        "people": dict(people),
    }
    records.write_project(record)
    return records.project(record["slug"])


def stand_ins(values: Mapping[str, Any]) -> dict[str, str]:
    """Accounts of a development chain for the people that a preset leaves blank; nobody elsewhere."""
    blank = [name for name, address in people_of(values).items() if not address]
    unlocked = [str(each) for each in accounts][FIRST_PERSON_INDEX:] if chain.is_development() else []
    return dict(zip(blank, unlocked, strict=False))


def refuse_wrong_rule(terms: ProjectTerms, file: str) -> None:
    """What TermsCheck asks the transfer rule itself. Raises FindingsRefused."""
    if terms.transfer_rule == NOBODY:
        return
    keeper = chain.contract_at("AllowList", terms.transfer_rule).keeper()
    if keeper != terms.rule_keeper:
        problem = say("the rule says that its keeper is {keeper}", keeper=keeper)
        raise FindingsRefused(file, [Finding("transfer_rule.keeper", problem)])


def terms_hash(data: str) -> str:
    """keccak256 of the ABI encoding of the terms, out of the call data of `propose(terms, nonce)`.

    The terms are its only argument of variable size: what follows the selector and the two words of the head
    is their encoding, which stands alone behind an offset of 32.
    """
    tail = bytes.fromhex(data.removeprefix("0x"))[4 + 64 :]
    return "0x" + keccak((32).to_bytes(32, "big") + tail).hex()


def shown(preset: Path) -> str:
    """The preset's path as a record keeps it: below the project's own folder, or its name alone."""
    file = preset.resolve()
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
