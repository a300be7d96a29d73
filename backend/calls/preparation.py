"""An action prepared for a wallet: read, put into calls and words, tried, and priced."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from eth_abi.exceptions import DecodingError
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import format_amount
from backend.calls import agreements, producing, raising, reporting, roles, royalties
from backend.calls.agreements import Paper, write_agreement
from backend.calls.networks import DECIMALS, Network, describe_network
from backend.calls.requests import Deposit, OfProject, Request
from backend.calls.reverts import describe_revert
from backend.calls.scene import Scene, Stage
from backend.calls.simulation import Trial, try_calls
from backend.calls.steps import Draft, Offer, Step
from backend.calls.voice import Voice
from backend.calls.words.deeds import NOTES
from backend.calls.words.refusals import NAMELESS
from backend.chain.client import ChainClient
from backend.chain.contracts import decode_error, describe_error
from backend.chain.errors import RpcRefused
from backend.chain.fees import Fees, find_price, suggest_fees
from backend.chain.numbers import ask_number
from backend.errors import CoprodError
from backend.languages import Language
from backend.queries.imports import find_pending
from backend.queries.portfolio import portfolio
from backend.queries.status import AsOf
from backend.queries.targets import target
from backend.settings import Settings


class NodeBehind(CoprodError):
    """The node does not have contracts that the mirror has read of."""

    status = 503
    type = "node-behind"
    title = "The node is behind"


Compose = Callable[[Stage, Any], Awaitable[Draft]]

OF_PROJECT: Mapping[str, Compose] = {
    "contribute": raising.contribute,
    "contribute_for": raising.contribute_for,
    "revoke": raising.revoke,
    "refund": raising.refund,
    "refund_gift": raising.refund_gift,
    "give": raising.give,
    "object": producing.object_,
    "open_wind_down": producing.open_wind_down,
    "exit": producing.exit_,
    "claim": royalties.claim,
    "claim_to": royalties.claim_to,
    "accept_push": royalties.accept_push,
    "withdraw": royalties.withdraw,
    "transfer": royalties.transfer,
    "announce": producing.announce,
    "deposit": reporting.deposit,
    "record_gift_in_kind": roles.record_gift_in_kind,
    "offer_producer": roles.offer_producer,
    "accept_producer": roles.accept_producer,
    "escrow_line": roles.escrow_line,
    "withdraw_line": roles.withdraw_line,
    "return_line": roles.return_line,
    "record_consent": agreements.record_consent,
    "revoke_consent": agreements.revoke_consent,
    "cover_line": agreements.cover_line,
    "open": roles.open_,
    "cancel": raising.cancel,
    "finalize": raising.finalize,
    "read": producing.read,
    "release": royalties.release,
}
"""All actions but `claim_all`, which is of no one project."""


@dataclass(frozen=True, slots=True)
class Fee:
    """What the network takes, in wei of its coin.

    gas: what all calls together took when they were tried; a wallet gives more. most, tip: for a unit of gas.
    cost: at the price of the next block.
    """

    gas: int
    most: int
    tip: int
    cost: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """succeeds: None when nobody could try. reason: a sentence why not; error: the same as the contract
    says it. block: on whose state it was tried."""

    succeeds: bool | None
    reason: str | None
    error: str | None
    block: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """as_of: what the database knew; the amounts and the trial are of the node's newest block.

    fee: None unless the trial succeeded. campaign: None for an action on all projects.
    """

    as_of: AsOf
    action: str
    campaign: str | None
    wallet: str
    language: Language
    network: Network
    summary: str
    notes: tuple[str, ...]
    calls: tuple[Step, ...]
    permit: Offer | None
    fee: Fee | None
    simulation: Simulation


async def prepare(
    connection: AsyncConnection,
    node: ChainClient,
    settings: Settings,
    action: str,
    request: Request,
    language: Language,
) -> Prepared:
    """The two below in one, for who can spare the connection while the node answers. Raises as both do."""
    return await prepare_for(await read_scene(connection, request, language), node, settings, action, request)


async def read_scene(connection: AsyncConnection, request: Request, language: Language) -> Scene:
    """What the database knows; afterwards the connection is no longer needed.

    Raises ProjectUnknown, StatementNotApproved and NotMirroredYet.
    """
    if isinstance(request, OfProject):
        found = await target(connection, request.campaign)
        pending = None
        if isinstance(request, Deposit):
            pending = await find_pending(connection, request.campaign, request.statement)
        return Scene(found.as_of, request.wallet, language, found, pending=pending)
    held = await portfolio(connection, request.wallet)
    return Scene(held.as_of, request.wallet, language, holdings=held.holdings)


async def prepare_for(
    scene: Scene, node: ChainClient, settings: Settings, action: str, request: Request
) -> Prepared:
    """Asks the node; writes nothing.

    Raises NodeUnreachable, NodeBehind, WrongChain, RpcRefused, and for parameters AmountUnreadable and
    PermitUnusable.
    """
    chain_id = scene.as_of.chain_id
    await node.expect_chain(chain_id)
    voice = Voice(scene.language, scene.target.currency if scene.target else None)
    draft = await _compose(scene, node, voice, action, request)
    network = describe_network(chain_id, settings)
    trial, fees, coins = await asyncio.gather(
        try_calls(node, scene.wallet, draft.steps),
        _suggest(node),
        ask_number(node, "eth_getBalance", scene.wallet, "latest"),
    )
    fee = _reckon(trial, fees)
    return Prepared(
        as_of=scene.as_of,
        action=action,
        campaign=scene.target.campaign if scene.target else None,
        wallet=scene.wallet,
        language=scene.language,
        network=network,
        summary=draft.summary,
        notes=(*draft.notes, *_note_coins(voice, network, fee, coins)),
        calls=draft.steps,
        permit=draft.offer,
        fee=fee,
        simulation=_explain(voice, action, request, draft, trial, scene),
    )


async def write_paper(scene: Scene, node: ChainClient, request: OfProject) -> Paper:
    """What somebody signs off the chain; asks the node, writes nothing.

    Raises NodeUnreachable, NodeBehind, WrongChain, RpcRefused, LineUnknown and NotTheSigner.
    """
    assert scene.target is not None
    chain_id = scene.as_of.chain_id
    await node.expect_chain(chain_id)
    voice = Voice(scene.language, scene.target.currency)
    try:
        return await write_agreement(Stage(node, scene.wallet, scene.target, voice, chain_id), request)
    except DecodingError:
        raise _behind(node) from None


async def _compose(scene: Scene, node: ChainClient, voice: Voice, action: str, request: Request) -> Draft:
    try:
        if scene.target is None:
            return await royalties.claim_all(node, scene)
        stage = Stage(node, scene.wallet, scene.target, voice, scene.as_of.chain_id, scene.pending)
        return await OF_PROJECT[action](stage, request)
    except DecodingError:
        # Where there is no contract nobody answers, and that is nothing to read.
        raise _behind(node) from None


def _behind(node: ChainClient) -> NodeBehind:
    return NodeBehind(
        f"The node at {node.name} does not have this project yet, and the mirror has: try again in a moment."
    )


async def _suggest(node: ChainClient) -> Fees | None:
    """None on chains that have no fees of EIP-1559: the wallet knows what it asks there."""
    try:
        return await suggest_fees(node)
    except RpcRefused:
        return None


def _reckon(trial: Trial, fees: Fees | None) -> Fee | None:
    if not trial.succeeds or trial.gas is None or fees is None:
        return None
    return Fee(trial.gas, fees.most, fees.tip, trial.gas * find_price(fees))


def _note_coins(voice: Voice, network: Network, fee: Fee | None, coins: int) -> tuple[str, ...]:
    if fee is None or coins >= fee.cost:
        return ()
    cost = format_amount(fee.cost, DECIMALS, network.symbol, voice.language)
    return (voice.say(NOTES, "no coins", cost=cost),)


def _explain(
    voice: Voice, action: str, request: Request, draft: Draft, trial: Trial, scene: Scene
) -> Simulation:
    if not draft.steps:
        return Simulation(False, draft.summary, None, trial.block)
    if trial.succeeds is None:
        return Simulation(None, voice.say(NAMELESS, "untried"), None, trial.block)
    if trial.succeeds:
        return Simulation(True, None, None, trial.block)
    error = describe_error(trial.refusal)
    named = decode_error(trial.refusal)
    name = named[0] if named else None
    short = name in (None, "Error", "ERC20InsufficientBalance", "ERC20InsufficientAllowance")
    if draft.balance < draft.needed and short:
        # Every currency has its own words for this, and not all of them numbers.
        missing = draft.needed - draft.balance
        reason = voice.say(NAMELESS, "missing", missing=missing, balance=draft.balance, needed=draft.needed)
    elif short and getattr(request, "permit", None) is not None:
        reason = voice.say(NAMELESS, "permit useless", needed=draft.needed)
    else:
        currency = scene.target.currency if scene.target else None
        reason = describe_revert(trial.refusal, currency, scene.language, action=action)
    return Simulation(False, reason, error, trial.block)
