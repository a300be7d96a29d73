"""The API as an application."""

from importlib.metadata import version

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from starlette.exceptions import HTTPException
from starlette.types import Lifespan

from backend.api import (
    calls,
    discovery,
    events,
    keys,
    metrics,
    news,
    papers,
    projects,
    retractions,
    session,
    signatures,
    statements,
    status,
    transactions,
    wallets,
    webhooks,
)
from backend.api.bearers import Bearers
from backend.api.documentation import document
from backend.api.kept import KeptAnswers
from backend.api.lists import routing as lists
from backend.api.parameters import refuse_halves, refuse_unknown
from backend.api.problems import EXPOSED, answer
from backend.api.tags import NotModified, answer_not_modified
from backend.db import UNREACHABLE
from backend.errors import CoprodError
from backend.guards.known import KnownKeys

RESOURCES = (
    projects,
    statements,
    wallets,
    calls,
    signatures,
    transactions,
    events,
    webhooks,
    session,
    keys,
    news,
    papers,
    status,
    retractions,
    discovery,
    metrics,
)

DESCRIPTION = """
Projects whose fans are co-producers: what they raise, who holds shares, what came in, who was paid.

**As of.** Every answer names the block it is true of in `as_of`: block, hash, time and finality.
`?at_block=` and `?at=` ask for an earlier one, `?finality=` for the newest that is as sure.

**Lists** are filtered, sorted and paged: `next` and the `Link` header lead to the next page, of the same
block. A cursor whose block a reorg took back is refused with 409 and another one. `?format=csv` and
`?format=ndjson` send the whole list. ETags tell whether anything has changed.

**Nothing missed**: `/v1/events` is all that the chain said, by a cursor that survives reorgs;
`/v1/events/stream` and `/v1/webhooks` tell the same as it happens.

**Finality.** A row that tells one event has its own `finality`: `seen` may still be undone by a reorg, as may
`safe`, which is less likely; `final` cannot. Sums and states are as final as `as_of`. What a reorg took back
can be read at `/v1/retracted`.

**Amounts** are exact: `raw` is the integer in the currency's smallest unit, `value` the same as a decimal.

**Addresses** are taken in any case and answered with their EIP-55 checksum; a wrong checksum is refused.

**Keys** are sent as `Authorization: Bearer coprod_…`, made at `/v1/keys`, and count by themselves instead of
by their address.

**Errors** are `application/problem+json` (RFC 9457): `type` names the kind of problem for good, `detail` says
what to do, in French where `Accept-Language` wants it.
"""

TAGS = [
    {"name": "projects", "description": "What producers opened, for what, and what became of it."},
    {"name": "holders", "description": "The fans who hold shares; the list proves itself."},
    {"name": "receipts", "description": "Statements, the money deposited with them, and how it was shared."},
    {"name": "payments", "description": "Money that left the contracts."},
    {"name": "wallets", "description": "One address in all projects."},
    {"name": "calls", "description": "What a wallet has to sign, in words and bytes, tried before."},
    {"name": "transactions", "description": "What wallets are asked to send, and what becomes of it."},
    {"name": "events", "description": "All that the chain said, in one log that misses nothing."},
    {"name": "session", "description": "Signing in with a wallet, and keys for programs."},
    {"name": "papers", "description": "Files to be kept: a holder's year, and the accountant's books."},
    {
        "name": "status",
        "description": "How far the chain has been read, how sure that is, what it took back.",
    },
    {"name": "discovery", "description": "What others look for where their standards say."},
]


def create_api(lifespan: Lifespan[FastAPI], cache_bytes: int, known: KnownKeys) -> FastAPI:
    """The application; `lifespan` sets `state.engine`, `readers` and `head`, which read its database.

    cache_bytes: memory for answers that are true of the newest block. known: learns which keys are right.
    """
    api = FastAPI(
        title="Coprod",
        version=version("coprod"),
        summary="Films and records whose fans are co-producers.",
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_tags=TAGS,
        # Their scripts would come from a third party.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    # Before what has a parameter where they have a name; they refuse what they do not know by themselves.
    api.include_router(lists.router)
    for resource in RESOURCES:
        api.include_router(resource.router, dependencies=[Depends(refuse_unknown), Depends(refuse_halves)])
    api.add_middleware(KeptAnswers, most_bytes=cache_bytes)
    api.add_middleware(Bearers, known=known)
    # Everything here is public, and no cookie is sent along: any page may read it, and have calls prepared.
    api.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id"],
        expose_headers=EXPOSED,
    )
    for error in (
        CoprodError,
        RequestValidationError,
        HTTPException,
        *UNREACHABLE,
        Exception,
    ):
        api.add_exception_handler(error, answer)

    api.add_exception_handler(NotModified, answer_not_modified)

    def openapi() -> dict[str, object]:
        api.openapi_schema = api.openapi_schema or document(api)
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]
    return api
