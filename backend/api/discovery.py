"""What others look for where their standards say: wallets, programs, and who found a weakness."""

import json
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request, Response

from backend.api.documentation import MIRRORED, OF_PROJECT, Responses, problems
from backend.api.parameters import AtBlock, Campaign, Connection
from backend.api.problems import PathUnknown
from backend.api.schemas.amounts import AsOf
from backend.api.schemas.discovery import MOST_TOKENS, ContractMetadata, Introduction, Places, TokenList
from backend.queries.following import following
from backend.queries.project import project
from backend.queries.status import NOTHING_YET, NotMirroredYet
from backend.queries.tokens import TokensMissing, share_tokens

router = APIRouter(tags=["discovery"])

CATALOG = "/.well-known/api-catalog"
CATALOG_TYPE = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
VALID = timedelta(days=90)
"""How long a security.txt holds: it has to be read anew each time (RFC 9116, 2.5.5: below a year)."""


LINK_SET = {
    "type": "object",
    "required": ["linkset"],
    "properties": {"linkset": {"type": "array", "items": {"type": "object"}}},
}


def _tell(media_type: str, words: str, schema: dict[str, Any], example: Any) -> Responses:
    """The 200 of an operation whose answer is no model's."""
    content = {media_type: {"schema": schema, "example": example}}
    return {200: {"description": words, "content": content}}


def _link(site: str) -> dict[str, Any]:
    """The API and what belongs to it, by relation (RFC 8631)."""

    def target(path: str, media_type: str) -> list[dict[str, str]]:
        return [{"href": f"{site}{path}", "type": media_type}]

    return {
        "anchor": f"{site}/v1",
        "service-desc": target("/openapi.json", "application/json"),
        "service-doc": target("/problems", "text/html"),
        "service-meta": target("/.well-known/coprod.json", "application/json"),
        "status": target("/v1/status", "application/json"),
    }


@router.get(
    "/v1/token-list",
    operation_id="getTokenList",
    summary="The shares of all projects that succeeded, as a token list for wallets",
    response_model_exclude_none=True,
    responses=problems(
        *MIRRORED,
        TokensMissing("No project had made shares at block 21450117: a token list has one token at least."),
    ),
)
async def get_token_list(connection: Connection, at_block: AtBlock) -> TokenList:
    """Wallets that keep a list want `?finality=final`: such a list is only ever added to.

    The oldest 10,000, which is the most that a list may have. It says which shares exist, not which are good.
    """
    return TokenList.of(await share_tokens(connection, MOST_TOKENS, at_block))


@router.get(
    "/v1/projects/{campaign}/contract-metadata",
    operation_id="getContractMetadata",
    summary="What wallets show of a share, as ERC-7572 writes it",
    response_model_exclude_none=True,
    responses=problems(*OF_PROJECT),
)
async def get_contract_metadata(
    campaign: Campaign, connection: Connection, at_block: AtBlock
) -> ContractMetadata:
    """From the chain alone. The document that counts is the one that the contract's `contractURI` names."""
    return ContractMetadata.of(await project(connection, campaign, at_block))


@router.get(
    "/.well-known/coprod.json",
    operation_id="getIntroduction",
    summary="What this server is, on which chain, and where its parts are",
    responses=problems(MIRRORED[0]),
)
async def get_introduction(request: Request, connection: Connection) -> Introduction:
    found = await following(connection)
    if found.as_of is None or found.factory is None:
        raise NotMirroredYet(NOTHING_YET)
    return Introduction(
        as_of=AsOf.of(found.as_of),
        name="Coprod",
        version=version("coprod"),
        factory=found.factory,
        places=Places.at(_name_site(request)),
    )


@router.get(
    CATALOG,
    operation_id="getApiCatalog",
    summary="The APIs of this server (RFC 9727)",
    response_class=Response,
    responses=_tell(
        "application/linkset+json",
        "A link set (RFC 9264).",
        LINK_SET,
        {"linkset": [_link("https://coprod.example")]},
    )
    | problems(),
)
@router.head(CATALOG, include_in_schema=False)
async def get_api_catalog(request: Request) -> Response:
    site = _name_site(request)
    headers = {"Content-Type": CATALOG_TYPE, "Link": f'<{site}{CATALOG}>; rel="api-catalog"'}
    return Response(json.dumps({"linkset": [_link(site)]}), headers=headers)


@router.get(
    "/.well-known/security.txt",
    operation_id="getSecurityContact",
    summary="Who is to be told of a weakness (RFC 9116)",
    response_class=Response,
    responses=_tell(
        "text/plain",
        "Where the operator has named somebody.",
        {"type": "string"},
        "Contact: mailto:security@coprod.example\nExpires: 2027-02-21T00:00:00Z\n",
    )
    | problems(PathUnknown("Nobody is named here who is to be told of a weakness.")),
)
async def get_security_contact(request: Request) -> Response:
    contact = request.app.state.settings.security_contact
    if not contact:
        raise PathUnknown("Nobody is named here: the operator sets COPROD_SECURITY_CONTACT.")
    expires = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + VALID
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {_name_site(request)}/.well-known/security.txt",
        "Preferred-Languages: fr, en",
    ]
    return Response("\n".join(lines) + "\n", media_type="text/plain")


def _name_site(request: Request) -> str:
    """Without a slash at its end; as it was asked for where the operator does not say."""
    return str(request.app.state.settings.site_url or request.base_url).rstrip("/")
