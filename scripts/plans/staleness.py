"""What has moved since a plan was made: then it is not what would be sent any more, and nothing is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brownie import web3

from scripts import chain
from scripts.description.project_terms import percent
from scripts.language import say
from scripts.networks import check_currencies
from scripts.plans.call_data import read_proposal
from scripts.plans.plan import Call, Code, Plan, digest_of_file, proposing, source_file
from scripts.plans.planning import calls_of, code_at
from scripts.plans.proposal import draft_proposal, terms_hash
from scripts.plans.recording import proposal_of
from scripts.records import Records
from scripts.refusal import Refused
from scripts.times import utc
from scripts.transactions import journal


@dataclass(frozen=True)
class Move:
    """One thing that moved: which, and what it was and is, and what to do."""

    what: str
    sentence: str


class PlanStale(Refused):
    """Nothing was sent. moves: all that moved."""

    def __init__(self, moves: list[Move]) -> None:
        self.moves = moves
        lines = [
            say("the plan is not true any more, and nothing was sent:"),
            *(each.sentence for each in moves),
        ]
        super().__init__("\n  ".join(lines))


def refuse_stale(plan: Plan, records: Records, folder: Path | None) -> None:
    """folder: where the plan lies, from which its description is found; None when that was looked at before.

    Raises PlanStale.
    """
    if moves := list(find_moves(plan, records, folder)):
        raise PlanStale(moves)


def refuse_foreign(plan: Plan, records: Records) -> None:
    """Of any plan, begun or not: it sends only to the platform's factory and what its own terms make there.

    Raises Refused. Without this a plan that somebody wrote could call itself begun by a factory of theirs.
    """
    recorded, planned = records.factory()["address"], plan.factory.address
    if recorded != planned:
        raise Refused(moved_factory(planned, recorded).sentence)
    if not is_whole(plan, records):
        raise Refused(say("what it would send is not what {file} says: plan again", file=plan.source.file))


def is_whole(plan: Plan, records: Records) -> bool:
    """Whether all that it sends and promises follows from the terms in its first call."""
    terms, nonce = read_proposal(proposing(plan).data)
    factory, project = chain.contract_at("ProjectFactory", plan.factory.address), plan.project
    predicted = map(str, factory.predict(plan.producer, terms, nonce))
    if [project.campaign, project.waterfall, project.share_token] != [*predicted]:
        return False
    if (project.name, project.terms_hash) != (terms.name, terms_hash(proposing(plan).data)):
        return False
    money = records.factory()["currencies"].get(plan.currency.symbol, {})
    told = (plan.source.nonce, plan.currency.address, plan.currency.address, plan.currency.decimals)
    if told != (nonce, terms.campaign.currency, money.get("address"), money.get("decimals")):
        return False
    escrow = any(each.action == "escrow" for each in plan.calls)
    expected = calls_of(proposal_of(plan), plan.factory.address, escrow=escrow)
    return [without_gas(each) for each in plan.calls] == [without_gas(each) for each in expected]


def without_gas(call: Call) -> tuple[str, str, str, int | None]:
    return call.action, call.to, call.data, call.line


def find_moves(plan: Plan, records: Records, folder: Path | None) -> Iterator[Move]:
    """All of it; of what makes no sense once something else has moved, only that."""
    if chain_moves := list(moves_of_chain(plan)):
        yield from chain_moves
        return
    there = [*moves_of_contracts(plan, records), *moves_of_money(plan)]
    yield from there
    account = list(moves_of_account(plan))
    yield from account
    if folder is None:
        return
    described = list(moves_of_description(plan, folder))
    yield from described
    if not (there or described or account):
        yield from moves_of_calls(plan, records, folder)


def moves_of_chain(plan: Plan) -> Iterator[Move]:
    if plan.chain_id != (now := chain.chain_id()):
        was = plan.chain_id
        yield Move(
            "chain",
            say(
                "it is for chain {was}, and this is chain {now}: choose the --network of the plan",
                was=was,
                now=now,
            ),
        )
        return
    if plan.genesis != journal.genesis():
        yield Move(
            "chain",
            say(
                "it is for another chain {id}, or for this one before it began again: plan again", id=str(now)
            ),
        )
        return
    block = plan.block
    if web3.eth.block_number < block.number or chain.block_hash(block.number) != block.hash:
        yield Move(
            "block",
            say(
                "the chain has forgotten block {number}, of which it was made (reorganised, or begun again): "
                "plan again",
                number=block.number,
            ),
        )


def moves_of_contracts(plan: Plan, records: Records) -> Iterator[Move]:
    recorded = records.factory()
    if recorded["address"] != plan.factory.address:
        yield moved_factory(plan.factory.address, recorded["address"])
        return
    for name, code in {"ProjectFactory": plan.factory, **plan.implementations}.items():
        if code_at(code.address) != code:
            yield moved_code(name, code)
    for name, address in recorded["implementations"].items():
        planned = plan.implementations.get(name)
        if planned is None or planned.address != address:
            yield Move(
                "implementation",
                say(
                    "the records have another {name} now, at {address}: plan again",
                    name=name,
                    address=address,
                ),
            )


def moved_factory(was: str, now: str) -> Move:
    sentence = say("it is for the factory {was}, and the platform's is {now}: plan again", was=was, now=now)
    return Move("factory", sentence)


def moved_code(name: str, code: Code) -> Move:
    return Move(
        "code",
        say(
            "the code of {name} at {address} is another one now: plan again", name=name, address=code.address
        ),
    )


def moves_of_money(plan: Plan) -> Iterator[Move]:
    """The fee and the currency, as the factory and the token tell them."""
    if not web3.eth.get_code(plan.factory.address):
        return
    factory = chain.contract_at("ProjectFactory", plan.factory.address)
    if (fee := int(factory.feeBps())) != plan.fee_bps:
        was, now = percent(plan.fee_bps), percent(fee)
        yield Move("fee", say("the platform's fee was {was} and is {now}: plan again", was=was, now=now))
    symbol, address = plan.currency.symbol, plan.currency.address
    if not factory.isCurrencyAllowed(address):
        yield Move(
            "currency",
            say(
                "the platform allows {symbol} no longer: choose another currency, and plan again",
                symbol=symbol,
            ),
        )
    try:
        check_currencies({symbol: {"address": address, "decimals": plan.currency.decimals}})
    except Refused as why:
        yield Move("currency", str(why))


def moves_of_account(plan: Plan) -> Iterator[Move]:
    """Its nonce, and the opening, which waits for nobody."""
    if (now := web3.eth.get_transaction_count(plan.producer)) != plan.account_nonce:
        yield Move(
            "nonce",
            say(
                "{producer} has sent something else meanwhile (its next nonce was {was} and is {now}): plan "
                "again",
                producer=plan.producer,
                was=plan.account_nonce,
                now=now,
            ),
        )
    if plan.project.opens_at <= chain.clock():
        yield Move(
            "opening",
            say(
                "its opening, {opens_at}, has passed: plan again, or choose a later one",
                opens_at=utc(plan.project.opens_at),
            ),
        )


def moves_of_description(plan: Plan, folder: Path) -> Iterator[Move]:
    """The file that it was made from, and those that it names."""
    described = source_file(plan, folder)
    for name, digest in plan.source.digests.items():
        file = described.parent / name
        if not file.is_file() and digest:
            yield Move(
                "file", say("{file} is not there any more: bring it back, or plan again", file=str(file))
            )
        elif digest_of_file(file) != digest:
            yield Move(
                "file", say("{file} has changed: plan again, and read what it says now", file=str(file))
            )


def moves_of_calls(plan: Plan, records: Records, folder: Path) -> Iterator[Move]:
    """Read once more from the same file, at the time of the plan, it has to be the same to the last byte."""
    terms, _ = read_proposal(proposing(plan).data)
    again = draft_proposal(
        source_file(plan, folder),
        plan.producer,
        records,
        nonce=plan.source.nonce,
        now=plan.block.clock,
    )
    planned = [without_gas(each) for each in plan.calls]
    escrow = any(each.action == "escrow" for each in plan.calls)
    expected = calls_of(again, plan.factory.address, escrow=escrow)
    project, opens_at = plan.project, terms.campaign.opens_at
    told = (project.terms_hash, project.campaign, project.waterfall, project.share_token, project.opens_at)
    true = (again.terms_hash, again.campaign, again.waterfall, again.share_token, opens_at)
    told, true = (*told, plan.source.people), (*true, again.people)
    if planned != [without_gas(each) for each in expected] or told != true:
        yield Move(
            "calls", say("what it would send is not what {file} says: plan again", file=plan.source.file)
        )
