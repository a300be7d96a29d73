"""Making a plan: the description read, the chain read, the whole life tried out. Nothing is sent."""

import os
from pathlib import Path
from typing import Any

from brownie import network, web3
from eth_utils import keccak

from scripts import chain
from scripts.description.preset import read_preset
from scripts.networks import check_currencies
from scripts.plans.differences import find_differences
from scripts.plans.plan import FORMAT, Block, Call, Code, Money, Plan, Project, Source, digests_of
from scripts.plans.proposal import Proposal, draft_proposal, factory_there
from scripts.records import Records
from scripts.rehearsal.simulation import simulate
from scripts.transactions import journal


def make_plan(
    file: Path,
    producer: str,
    records: Records,
    *,
    folder: Path,
    nonce: int = 0,
    escrow: bool = False,
    tried_out: bool = True,
) -> Plan:
    """The plan of what opens the project that a file describes. Raises Refused or FindingsRefused.

    producer: the address that will send it; folder: where the plan will lie; nonce: any number, another one
    for a twin of the same terms; escrow: whether the producer puts its own financing lines in escrow too;
    tried_out: whether the whole life is simulated on a copy of the chain.
    """
    block, clock = web3.eth.get_block("latest"), chain.clock()
    values = read_preset(file)
    proposal = draft_proposal(file, producer, records, nonce=nonce, now=clock)
    check_currencies({proposal.currency.symbol: vars(proposal.currency)})
    factory = factory_there(records)
    calls = calls_of(proposal, str(factory.address), escrow=escrow)
    proposed = factory.isProject(proposal.campaign)
    gas = {"propose": 0 if proposed else chain.gas_needed(producer, calls[0].data, factory.address)}
    lives = None
    if tried_out and not proposed:
        lives = simulate(proposal, factory.address, calls[0].data, block["number"], clock)
        gas = lives["gas"] | gas
    return Plan(
        format=FORMAT,
        chain_id=chain.chain_id(),
        genesis=journal.genesis(),
        network=network.show_active(),
        block=Block(
            number=block["number"],
            hash=chain.block_hash(block["number"]),
            time=block["timestamp"],
            clock=clock,
        ),
        factory=code_at(str(factory.address)),
        implementations={
            name: code_at(each) for name, each in sorted(records.factory()["implementations"].items())
        },
        fee_bps=proposal.fee_bps,
        currency=Money(
            address=proposal.currency.address,
            symbol=proposal.currency.symbol,
            decimals=proposal.currency.decimals,
        ),
        producer=producer,
        account_nonce=web3.eth.get_transaction_count(producer),
        gas_price=chain.gas_price(),
        source=Source(
            file=Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix(),
            preset=proposal.preset,
            digests=digests_of(file, values),
            people=dict(proposal.people),
            nonce=nonce,
        ),
        project=Project(
            name=proposal.terms.name,
            model=proposal.terms.model,
            terms_hash=proposal.terms_hash,
            campaign=proposal.campaign,
            waterfall=proposal.waterfall,
            share_token=proposal.share_token,
            opens_at=proposal.terms.campaign.opens_at,
            closes_at=proposal.terms.campaign.closes_at,
        ),
        calls=[with_gas(call, gas) for call in calls],
        differences=find_differences(proposal, records, proposed=proposed),
        simulation=lives,
    )


def calls_of(proposal: Proposal, factory: str, *, escrow: bool) -> list[Call]:
    """What the producer sends, in order: its own steps that need nobody else. Gas is not known yet (0).

    The consent is its own when the producer holds the rights; it is good until the opening.
    """
    terms, campaign = proposal.terms, proposal.campaign
    calls = [call("propose", factory, "ProjectFactory", "propose", terms, proposal.nonce)]
    if terms.campaign.artist == proposal.producer:
        until = terms.campaign.opens_at
        calls.append(call("consent", factory, "ProjectFactory", "recordConsent", campaign, until, b""))
    for number, line in enumerate(terms.financiers):
        if escrow and line.financier == proposal.producer:
            money = proposal.currency.address
            calls += [
                call("allow", money, "TestCurrency", "approve", campaign, line.amount, line=number),
                call("escrow", campaign, "Campaign", "escrowLine", number, line=number),
            ]
    return calls


def call(action: Any, to: str, name: str, method: str, *arguments: Any, line: int | None = None) -> Call:
    """A call of a method of a contract of ours, which need not be there yet."""
    data = web3.eth.contract(abi=chain.artifact(name).abi).encode_abi(method, args=arguments)
    return Call(action=action, to=to, data=data, gas=0, line=line)


def with_gas(call: Call, gas: dict[str, int]) -> Call:
    return Call(action=call.action, to=call.to, data=call.data, gas=gas.get(call.action, 0), line=call.line)


def code_at(address: str) -> Code:
    return Code(address=address, code_hash="0x" + keccak(bytes(web3.eth.get_code(address))).hex())
