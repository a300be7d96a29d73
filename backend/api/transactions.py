import time
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.api import parameters
from backend.api.documentation import ADDRESSED, MIRRORED, problems
from backend.api.idempotency import PROBLEMS as IDEMPOTENCY
from backend.api.idempotency import Idempotent
from backend.api.parameters import PrimaryConnection
from backend.api.problems import RequestInvalid
from backend.api.schemas.amounts import EXAMPLE_HASH, EXAMPLE_WALLET
from backend.api.schemas.transactions import (
    EXAMPLE_ID,
    Followed,
    FollowedList,
    FollowedTransaction,
    Registration,
    WalletAnswer,
)
from backend.fates.answers import accept_bundle, accept_hash, accept_refusal, examine, look_up
from backend.fates.fate import Call, FateUnknown, find_fate, list_fates
from backend.fates.problems import (
    ActionUnknown,
    CallsUnfit,
    DoesSomethingElse,
    FollowsAnother,
    NotOfThisWallet,
)
from backend.fates.registration import Request as Asked
from backend.fates.registration import find_by_hash, find_mirrored, read_start, register
from backend.fates.words import find_subject
from backend.languages import Language, choose_language
from backend.queries.snapshot import open_snapshot
from backend.queries.status import as_of

router = APIRouter(tags=["transactions"])

Id = Annotated[
    str,
    Path(max_length=64, description="As the registration answered it.", examples=[EXAMPLE_ID]),
]

_BODY = (RequestInvalid("body.wallet: Field required"),)
_HASH = (
    NotOfThisWallet(f"{EXAMPLE_HASH} was sent by another wallet: give the hash that the wallet gave you."),
    DoesSomethingElse(f"{EXAMPLE_HASH} of {EXAMPLE_WALLET} does not do contribute as asked."),
)


def _choose(accept_language: Annotated[str, Header(include_in_schema=False)] = "") -> Language:
    return choose_language(accept_language)


Chosen = Annotated[Language, Depends(_choose)]


@router.post(
    "/v1/transactions",
    status_code=201,
    operation_id="registerTransaction",
    summary="Have a transaction followed, before the wallet is asked for it",
    responses=problems(
        *MIRRORED[:1],
        *_BODY,
        *_HASH,
        *ADDRESSED,
        *IDEMPOTENCY,
        ActionUnknown("Nothing is known of the action 'buy': there is contribute, revoke."),
        CallsUnfit("None of the calls does contribute: give those that /v1/calls/contribute prepared."),
    ),
)
async def register_transaction(
    body: Registration, request: Request, response: Response, language: Chosen, idempotent: Idempotent
) -> FollowedTransaction:
    """What is asked, of whom, where the chain stands and which nonce is free are written down first.

    So it is found again when the page is gone before the wallet answers. Nothing is sent to the chain. A
    transaction that is followed already keeps its id.
    """
    engine, node = request.app.state.engine, request.app.state.node
    asked = Asked(
        body.action,
        parse_address(body.wallet),
        parse_address(body.campaign) if body.campaign else None,
        tuple(Call(parse_address(each.to), bytes.fromhex(each.data[2:])) for each in body.calls),
    )
    now = int(time.time())
    async with open_snapshot(engine) as connection:
        mirrored = await find_mirrored(connection)
    start = await read_start(mirrored, node, asked.wallet)
    seen = await look_up(node, asked.wallet, body.hash.lower()) if body.hash else None

    async def make() -> str:
        known = await find_by_hash(connection, asked, body.hash.lower()) if body.hash else None
        id = known or await register(connection, asked, start, now, nonce=body.nonce)
        if seen and not known:
            fate = await find_fate(connection, id)
            claim = await examine(connection, fate, seen, is_late=True)
            await accept_hash(connection, id, claim, now)
        if body.bundle and not known:
            await accept_bundle(connection, id, body.bundle, now)
        return id

    async with engine.begin() as connection:
        id = await idempotent.write_once(connection, asked.wallet, make)
    async with open_snapshot(engine) as connection:
        answer = await _answer(connection, id, language)
    response.headers["Location"] = f"/v1/transactions/{id}"
    return answer


@router.put(
    "/v1/transactions/{id}",
    operation_id="answerTransaction",
    summary="Say what the wallet answered",
    responses=problems(
        *MIRRORED[:1],
        *_BODY,
        *_HASH,
        FateUnknown(EXAMPLE_ID),
        FollowsAnother(
            f"{EXAMPLE_HASH} is followed, which the chain knows: if the wallet replaced it, that is found by "
            "itself."
        ),
    ),
)
async def answer_transaction(
    id: Id, body: WalletAnswer, request: Request, language: Chosen
) -> FollowedTransaction:
    """A hash is looked up: only a transaction of that wallet, which does what was asked, is followed.

    The same answer may be given again. A refusal of what the chain has seen changes nothing.
    """
    engine, now = request.app.state.engine, int(time.time())
    async with open_snapshot(engine) as connection:
        fate = await find_fate(connection, id)
    seen = await look_up(request.app.state.node, fate.wallet, body.hash.lower()) if body.hash else None
    async with engine.begin() as connection:
        if seen:
            await accept_hash(connection, id, await examine(connection, fate, seen), now)
        elif body.bundle:
            await accept_bundle(connection, id, body.bundle, now)
        else:
            await accept_refusal(connection, id, now)
    async with open_snapshot(engine) as connection:
        return await _answer(connection, id, language)


@router.get(
    "/v1/transactions/{id}",
    operation_id="getTransaction",
    summary="What became of a transaction",
    responses=problems(*MIRRORED[:1], FateUnknown(EXAMPLE_ID), RequestInvalid("path.id: too long")),
)
async def get_transaction(
    id: Id, connection: PrimaryConnection, response: Response, language: Chosen
) -> FollowedTransaction:
    response.headers["Vary"] = "Accept-Language"
    return await _answer(connection, id, language)


@router.get(
    "/v1/wallets/{address}/transactions",
    operation_id="listWalletTransactions",
    summary="What became of a wallet's newest transactions",
    responses=problems(*MIRRORED[:1], *ADDRESSED, RequestInvalid("query.page: There is no such parameter.")),
)
async def list_wallet_transactions(
    address: parameters.Wallet, connection: PrimaryConnection, response: Response, language: Chosen
) -> FollowedList:
    """Those that a node knew as the wallet's own; what was only asked of it is known to its page alone."""
    response.headers["Vary"] = "Accept-Language"
    at = await as_of(connection)
    found = await list_fates(connection, address)
    return FollowedList.of(
        at,
        address,
        [Followed.of(each, await find_subject(connection, each), language) for each in found],
    )


async def _answer(connection: AsyncConnection, id: str, language: Language) -> FollowedTransaction:
    at = await as_of(connection)
    fate = await find_fate(connection, id)
    return FollowedTransaction.at(at, fate, await find_subject(connection, fate), language)
